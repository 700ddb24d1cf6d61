"""Two records of one thing made one: everything moves, old addresses lead there, for a day it can be undone."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from common.errors import Conflict, NotAllowed, NotVisible, RuleViolated
from communities.merging import merge_municipalities, undo_merge
from communities.models import ForeignMunicipality, MunicipalityMerge
from communities.selectors import search_municipalities
from partnerships.inputs import ActivityInput
from partnerships.models import Partnership, PartnershipMerge
from partnerships.records.check import different_records
from partnerships.services import add_activity, add_comment
from partnerships.services.merging import merge_partnerships, undo_partnership_merge
from partnerships.timeline import timeline_for
from tests.communities.factories import make_community, make_country, make_municipality
from tests.factories import SIGNED, make_entry, make_partnership, make_user

pytestmark = pytest.mark.django_db
MUNICIPALITY_MERGE = "admin:communities_foreignmunicipality_merge"


@pytest.fixture
def actor(people):
    return people.user(Role.ASSOCIATION)


@pytest.fixture
def two(db):
    germany = make_country("DE")
    gone = make_municipality(name="Fuerth", name_uk="Фюрт", country=germany)
    kept = make_municipality(name="Fürth", name_uk="", country=germany)
    return gone, kept


def codes(field, rows):
    return {getattr(row, field) for row in rows}


def all_records_are_true():
    return different_records(list(Partnership.objects.values_list("pk", flat=True))) == []


# --- municipalities ---


def test_municipalities__partnerships_move_and_both_names_find_it(two, actor):
    gone, kept = two
    partnership = make_partnership("approved", municipality=gone)
    merge = merge_municipalities(gone.pk, kept.pk, actor=actor)
    assert partnership.parties.get(side="foreign").municipality == kept
    kept.refresh_from_db()
    assert kept.name_uk == "Фюрт"
    assert list(search_municipalities("Fuerth", ForeignMunicipality.objects.all())) == [kept]
    assert Partnership.objects.get(pk=partnership.pk).record.municipalities == [kept.pk]
    assert all_records_are_true()
    assert merge.moved["partnerships.party.municipality"]


def test_municipalities__undone_within_a_day__are_as_before(two, actor):
    gone, kept = two
    created_at = ForeignMunicipality.objects.get(pk=gone.pk).created_at
    partnership = make_partnership("approved", municipality=gone)
    merge = merge_municipalities(gone.pk, kept.pk, actor=actor)
    undo_merge(merge.pk, actor=actor)
    again = ForeignMunicipality.objects.get(pk=gone.pk)
    assert again.created_at == created_at
    assert (again.name, again.name_uk, again.country_id) == ("Fuerth", "Фюрт", "DE")
    assert partnership.parties.get(side="foreign").municipality == again
    kept.refresh_from_db()
    assert (kept.name_uk, kept.aliases) == ("", "")
    assert all_records_are_true()
    with pytest.raises(Conflict):
        undo_merge(merge.pk, actor=actor)


def test_municipalities__after_a_day__stay_merged(two, actor):
    merge = merge_municipalities(two[0].pk, two[1].pk, actor=actor)
    MunicipalityMerge.objects.update(merged_at=timezone.now() - dt.timedelta(hours=25))
    with pytest.raises(Conflict):
        undo_merge(merge.pk, actor=actor)


@pytest.mark.parametrize("role", ["official", Role.MINISTRY, Role.AUDITOR, Role.ADMINISTRATOR])
def test_municipalities__are_merged_by_the_association_only(two, role, people):
    with pytest.raises(NotAllowed):
        merge_municipalities(two[0].pk, two[1].pk, actor=make_user(role))
    client = people.client(role)
    assert client.get(reverse(MUNICIPALITY_MERGE, args=[two[0].pk])).status_code == 403
    assert client.post(reverse(MUNICIPALITY_MERGE, args=[two[0].pk]), {"into": two[1].pk}).status_code == 403
    assert ForeignMunicipality.objects.filter(pk=two[0].pk).exists()


def refused(gone, kept, actor):
    with pytest.raises(RuleViolated) as error:
        merge_municipalities(gone.pk, kept.pk, actor=actor)
    return [problem.code for problem in error.value.problems]


def test_municipalities__what_cannot_be_one(two, actor):
    gone, kept = two
    assert refused(gone, gone, actor) == ["same"]
    assert refused(gone, make_municipality(country=make_country("FR")), actor) == ["other_country"]
    assert refused(gone, make_municipality(country=kept.country, level="county"), actor) == ["other_level"]
    partnership = make_partnership(municipality=gone)
    party = partnership.parties.get(side="foreign")
    party.pk, party.municipality, party.position = None, kept, 2
    party.save()
    assert refused(gone, kept, actor) == ["both_are_parties"]
    assert partnership.parties.filter(municipality=gone).exists()


def test_municipality_page__looks_at_both_and_merges(two, association, actor):
    gone, kept = two
    url = reverse(MUNICIPALITY_MERGE, args=[gone.pk])
    page = association.get(url).content.decode()
    assert f"?into={kept.pk}" in page, "nearly the same name is offered"
    assert f"?into={kept.pk}" in association.get(url, {"q": "Fürth"}).content.decode()
    assert "Fuerth" in association.get(url, {"into": kept.pk}).content.decode()
    assert ForeignMunicipality.objects.filter(pk=gone.pk).exists(), "looking changes nothing"
    assert association.post(url, {"into": "x", "understood": "on"}).status_code == 400
    assert association.post(url, {"into": gone.pk, "understood": "on"}).status_code == 400
    assert association.post(url, {"into": kept.pk, "understood": "on"}).status_code == 302
    merge = MunicipalityMerge.objects.get()
    old = reverse("admin:communities_foreignmunicipality_change", args=[gone.pk])
    assert association.get(old).url == reverse("admin:communities_foreignmunicipality_change", args=[kept.pk])
    undo = reverse("admin:communities_municipalitymerge_undo", args=[merge.pk])
    assert association.get(undo).status_code == 405
    assert association.post(undo).status_code == 302
    assert ForeignMunicipality.objects.filter(pk=gone.pk).exists()


def test_old_address_in_the_api__leads_to_the_kept_municipality(two, actor, client):
    gone, kept = two
    make_partnership("approved", municipality=kept)
    merge_municipalities(gone.pk, kept.pk, actor=actor)
    answer = client.get(f"/api/v1/municipalities/{gone.pk}/")
    assert (answer.status_code, answer["Location"].endswith(f"/municipalities/{kept.pk}/")) == (302, True)
    assert client.get(answer["Location"]).json()["id"] == kept.pk


def test_chain_of_mergers__leads_to_the_last(two, actor, client):
    last = make_municipality(country=two[0].country)
    make_partnership("approved", municipality=last)
    merge_municipalities(two[0].pk, two[1].pk, actor=actor)
    merge_municipalities(two[1].pk, last.pk, actor=actor)
    assert client.get(f"/api/v1/municipalities/{two[0].pk}/")["Location"].endswith(f"/{last.pk}/")
    first, second = MunicipalityMerge.objects.order_by("pk")
    with pytest.raises(Conflict):
        undo_merge(first.pk, actor=actor)
    undo_merge(second.pk, actor=actor)
    undo_merge(first.pk, actor=actor)
    assert ForeignMunicipality.objects.filter(pk__in=[two[0].pk, two[1].pk, last.pk]).count() == 3


def test_undone__a_correction_made_meanwhile_stays(two, actor):
    gone, kept = two
    merge = merge_municipalities(gone.pk, kept.pk, actor=actor)
    kept.refresh_from_db()
    kept.name_uk, kept.name_en = "Фюрт (Баварія)", "Fuerth"
    kept.save()
    undo_merge(merge.pk, actor=actor)
    kept.refresh_from_db()
    assert (kept.name_uk, kept.name_en) == ("Фюрт (Баварія)", "Fuerth")


def test_place_of_the_gazetteer__is_taken_over_and_given_back(two, actor):
    gone, kept = two
    ForeignMunicipality.objects.filter(pk=gone.pk).update(geonames_id=2925177, lat=49.5, lon=11.0)
    ForeignMunicipality.objects.filter(pk=kept.pk).update(geonames_id=None, lat=None, lon=None)
    merge = merge_municipalities(gone.pk, kept.pk, actor=actor)
    kept.refresh_from_db()
    assert (kept.geonames_id, kept.lat, kept.lon) == (2925177, 49.5, 11.0)
    undo_merge(merge.pk, actor=actor)
    kept.refresh_from_db()
    assert (kept.geonames_id, kept.lat, kept.lon) == (None, None, None)
    assert ForeignMunicipality.objects.get(pk=gone.pk).geonames_id == 2925177


def test_third_record_of_the_same_place__is_a_conflict_and_no_error(two, actor):
    gone, kept = two
    ForeignMunicipality.objects.filter(pk=gone.pk).update(geonames_id=2925177)
    ForeignMunicipality.objects.filter(pk=kept.pk).update(geonames_id=1)
    merge = merge_municipalities(gone.pk, kept.pk, actor=actor)
    make_municipality(name="Nürnberg", country=kept.country, geonames_id=2925177)
    with pytest.raises(Conflict):
        undo_merge(merge.pk, actor=actor)
    assert not ForeignMunicipality.objects.filter(pk=gone.pk).exists()


# --- partnerships ---


@pytest.fixture
def pair(db):
    """An approved record, and a second one of the same parties with an agreement of its own."""
    community, municipality = make_community(), make_municipality()
    kept = make_partnership("approved", community=community, municipality=municipality)
    gone = make_entry(community=community, municipality=municipality).agreement.partnership
    gone.refresh_from_db()
    return gone, kept


def test_partnerships__everything_moves_and_the_entry_stays_what_it_was(pair, actor):
    gone, kept = pair
    entry = gone.agreements.get().register_entry
    before = (entry.number, entry.act.act_hash)
    add_activity(gone.pk, actor=gone.responsible, data=ActivityInput("visit", SIGNED, "Візит"))
    add_comment(gone.pk, actor=gone.responsible, text="Дякуємо.")
    gone.refresh_from_db()
    agreements = gone.agreements.count() + kept.agreements.count()
    merge_partnerships(gone.pk, kept.pk, actor=actor, expected_version=gone.version)
    assert kept.agreements.count() == agreements
    assert (kept.activities.count(), kept.comments.count()) == (1, 1)
    entry.refresh_from_db()
    assert (entry.number, entry.act.act_hash) == before
    assert all_records_are_true()
    verbs = [event.verb for event in timeline_for(actor, kept)]
    assert {"merge", "add_activity"} <= set(verbs), "history is kept"


def test_partnerships__the_gone_one_is_nowhere_and_its_addresses_lead_to_the_kept(
    pair, actor, client, people
):
    gone, kept = pair
    merge_partnerships(gone.pk, kept.pk, actor=actor, expected_version=gone.version)
    assert client.get(f"/partnerships/{gone.code}/").url == f"/partnerships/{kept.code}/"
    answer = client.get(f"/api/v1/partnerships/{gone.pk}/agreements/")
    assert answer["Location"].endswith(f"/api/v1/partnerships/{kept.pk}/agreements/")
    assert codes("code", Partnership.objects.visible_to(actor)) == {kept.code}
    desk = people.client(Role.ASSOCIATION)
    old = reverse("admin:partnerships_partnership_change", args=[gone.pk])
    assert desk.get(old).url == reverse("admin:partnerships_partnership_change", args=[kept.pk])
    official = people.client("anonymous")
    official.force_login(gone.responsible)
    assert official.get(f"/desk/partnerships/{gone.code}/").url == f"/desk/partnerships/{kept.code}/"
    with pytest.raises(NotVisible):
        add_comment(gone.pk, actor=actor, text="?")


def test_partnerships__undone__are_as_before(pair, actor):
    gone, kept = pair
    own, theirs = (set(one.agreements.values_list("pk", flat=True)) for one in (gone, kept))
    merge = merge_partnerships(gone.pk, kept.pk, actor=actor, expected_version=gone.version)
    undo_partnership_merge(merge.pk, actor=actor)
    assert set(gone.agreements.values_list("pk", flat=True)) == own
    assert set(kept.agreements.values_list("pk", flat=True)) == theirs
    assert Partnership.objects.visible_to(actor).count() == 2
    assert all_records_are_true()
    with pytest.raises(Conflict):
        undo_partnership_merge(merge.pk, actor=actor)


def test_partnerships__what_cannot_be_one(pair, actor):
    gone, kept = pair
    other = make_partnership("approved")
    draft = make_partnership(
        "submitted",
        community=kept.parties.get(side="ukrainian").community,
        municipality=kept.parties.get(side="foreign").municipality,
    )

    def problem(one, into):
        with pytest.raises(RuleViolated) as error:
            merge_partnerships(one.pk, into.pk, actor=actor, expected_version=None)
        return error.value.problems[0].code

    assert problem(gone, gone) == "same"
    assert problem(gone, other) == "other_parties"
    assert problem(kept, draft) == "not_checked"


@pytest.mark.parametrize("role", ["official", Role.MINISTRY, Role.AUDITOR, Role.ADMINISTRATOR])
def test_partnerships__are_merged_by_the_association_only(pair, role, people):
    gone, kept = pair
    with pytest.raises(NotAllowed):
        merge_partnerships(gone.pk, kept.pk, actor=make_user(role), expected_version=None)
    url = reverse("admin:partnerships_partnership_merge", args=[gone.pk, kept.pk])
    assert people.client(role).get(url).status_code == 403
    assert people.client(role).post(url, {"version": gone.version}).status_code == 403
    assert not PartnershipMerge.objects.exists()


def test_partnership_page__compares_and_merges__and_a_change_meanwhile_is_noticed(pair, association):
    gone, kept = pair
    record = association.get(
        reverse("admin:partnerships_partnership_change", args=[gone.pk])
    ).content.decode()
    url = reverse("admin:partnerships_partnership_merge", args=[gone.pk, kept.pk])
    assert url in record
    assert association.get(url).status_code == 200
    assert association.post(url, {"version": gone.version - 1, "understood": "on"}).status_code == 412
    assert not PartnershipMerge.objects.exists()
    assert association.post(url, {"version": gone.version, "understood": "on"}).status_code == 302
    merge = PartnershipMerge.objects.get()
    undo = reverse("admin:partnerships_partnershipmerge_undo", args=[merge.pk])
    assert association.get(undo).status_code == 405
    assert association.post(undo).status_code == 302
    assert Partnership.objects.get(pk=gone.pk).merged_into is None


def test_partnerships_merged_one_after_the_other__are_undone_in_reverse(pair, actor):
    gone, kept = pair
    parties = kept.parties
    last = make_partnership(
        "approved",
        community=parties.get(side="ukrainian").community,
        municipality=parties.get(side="foreign").municipality,
    )
    own = set(gone.agreements.values_list("pk", flat=True))
    first = merge_partnerships(gone.pk, kept.pk, actor=actor, expected_version=None)
    second = merge_partnerships(kept.pk, last.pk, actor=actor, expected_version=None)
    with pytest.raises(Conflict):
        undo_partnership_merge(first.pk, actor=actor)
    undo_partnership_merge(second.pk, actor=actor)
    undo_partnership_merge(first.pk, actor=actor)
    assert set(gone.agreements.values_list("pk", flat=True)) == own
    assert all_records_are_true()
