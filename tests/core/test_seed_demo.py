"""The demo records: every status on screen, made once, never in production."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from django.test import TestCase

from accounts.models import User
from accounts.selectors import active_community_ids
from communities.loaders.geonames import read_cities, ukrainian_name
from communities.loaders.places import MINIMUM_POPULATION, curated_names
from demo.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from demo.management.commands.seed_demo import told_titles
from demo.stories import STORIES, TRANSFERRED
from demo.stories.brovary import STORIES as OF_BROVARY
from partnerships.choices import PartnershipStatus
from partnerships.models import Activity, Agreement, Document, Partnership, Party
from registration.choices import CaseStatus
from registration.models import MinistryOrder, RegisterEntry, RegistrationCase
from registration.register_chain import chain_problems
from registration.selectors import overdue
from tests.communities.factories import (
    BROVARY,
    make_brovary,
    make_community,
    make_country,
    make_oblast,
    make_place,
)

pytestmark = pytest.mark.django_db


def make_reference():
    """Make what the stories name, without loading the whole codifier and gazetteer."""
    ours = {party.katottg for story in STORIES for party in story.ours} | {
        s.ours.katottg for s in TRANSFERRED
    }
    theirs = [party for story in STORIES for party in story.theirs] + [s.theirs for s in TRANSFERRED]
    make_brovary()
    for katottg in sorted(ours - {BROVARY}):
        level = "oblast" if katottg.endswith(OBLASTS) else "hromada"
        if level == "oblast":
            make_oblast(katottg, f"Зразкова{katottg[2:4]}ська")
        else:
            make_community(katottg=katottg)
    places = {party.geonames_id: party for party in theirs if party.geonames_id}
    for number, party in places.items():
        make_place(geonames_id=number, name=party.name, country=party.country, region=party.region)
    for party in theirs:
        make_country(party.country)


OBLASTS = ("000000000069363", "000000000041885", "000000000010357")


class TestSeeded(TestCase):
    """Seeded once for all tests of the class."""

    @classmethod
    def setUpTestData(cls):
        make_reference()
        call_command("seed_demo", verbosity=0)

    def test_seed__puts_every_status_on_screen__once(self):
        assert set(Partnership.objects.values_list("status", flat=True)) == set(PartnershipStatus.values)
        assert set(RegistrationCase.objects.values_list("status", flat=True)) == set(CaseStatus.values)
        assert set(RegisterEntry.objects.values_list("origin", flat=True)) == {"registered", "transferred"}
        assert list(chain_problems()) == []
        assert overdue(RegistrationCase.objects.all()).filter(status="in_review").exists()
        assert MinistryOrder.objects.get(number="879", date=dt.date(2025, 5, 19)).cases.count() > 5
        assert Document.objects.exclude(detected_type="application/pdf").count() == 0
        brovary = Partnership.objects.filter(parties__community__katottg=BROVARY)
        partners = Party.objects.filter(partnership__in=brovary, side="foreign")
        assert partners.values("municipality").distinct().count() == 12
        assert Activity.objects.filter(title_uk__contains="Княжицького").exists()

        numbers = (Partnership.objects.count(), Agreement.objects.count(), User.objects.count())
        assert numbers[0] == len(STORIES) + len(TRANSFERRED) == len(told_titles())
        call_command("seed_demo", verbosity=0)
        call_command("seed_demo", once=True, verbosity=0)
        assert (Partnership.objects.count(), Agreement.objects.count(), User.objects.count()) == numbers

    def test_accounts__sign_in_with_the_published_password__others_with_none(self):
        published = dict(DEMO_ACCOUNTS)
        for user in User.objects.all():
            assert user.check_password(DEMO_PASSWORD) is (user.email in published), user.email
            assert user.role == published.get(user.email, "official")
            assert user.name
            assert bool(active_community_ids(user)) is (user.role == "official")

    def test_records__are_told_in_both_languages_and_say_that_they_are_demo(self):
        for agreement in Agreement.objects.all():
            assert agreement.title_uk
            assert agreement.title_en
        for partnership in Partnership.objects.filter(origin="filed"):
            assert "Демонстраційний запис" in partnership.summary_uk
            assert "Demo record" in partnership.summary_en
        invented = RegisterEntry.objects.exclude(number__startswith="DEMO-")
        assert not invented.exists()
        assert not MinistryOrder.objects.exclude(number__startswith="DEMO-").exclude(number="879").exists()


def test_seed__without_reference_data__says_what_to_run():
    with pytest.raises(CommandError, match="load_reference_data"):
        call_command("seed_demo", verbosity=0)
    assert not User.objects.exists()


def test_seed__never_in_production(settings):
    settings.ENVIRONMENT = "production"
    with pytest.raises(CommandError, match="never outside development"):
        call_command("seed_demo", verbosity=0)
    assert not User.objects.exists()


def test_titles__tell_the_stories_apart():
    titles = [paper.title_uk for story in STORIES for paper in story.papers] + [
        s.paper.title_uk for s in TRANSFERRED
    ]
    assert len(titles) == len(set(titles))
    assert len({party.name for story in OF_BROVARY for party in story.theirs}) == 12


def test_partners__have_ukrainian_names():
    """The pages show «Вінниця – Гельсінгборг», not half of it in Latin letters."""
    curated = curated_names()
    cities = {city["geonameid"]: city["alternatenames"] for city in read_cities(MINIMUM_POPULATION)}
    theirs = [party for story in STORIES for party in story.theirs] + [s.theirs for s in TRANSFERRED]
    nameless = [
        party.name
        for party in theirs
        if not party.name_uk
        and not curated.get(party.geonames_id or 0)
        and not ukrainian_name(cities.get(party.geonames_id or 0, []))
    ]
    assert nameless == []
