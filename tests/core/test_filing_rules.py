"""What a filing must satisfy: parties, terms, amendments. Each refusal names its field."""

import datetime as dt

import pytest
from django.utils import timezone

from common.errors import NotAllowed, RuleViolated
from common.partial_dates import DatePrecision, PartialDate
from communities.models import Community
from partnerships.inputs import PartnershipInput, PartyInput, TermInput
from partnerships.models import Agreement, Partnership
from partnerships.selectors import same_parties
from partnerships.services import add_agreement, file_partnership, update_agreement, update_partnership
from partnerships.services import take_step as partnership_step
from registration.services import file_case
from registration.services import take_step as case_step
from tests.communities.factories import make_community, make_municipality, make_place
from tests.factories import (
    LETTER_DATE,
    SIGNED,
    agreement_input,
    first_agreement,
    make_case,
    make_partnership,
    make_user,
    partnership_input,
)

pytestmark = pytest.mark.django_db


def codes(raised):
    return {(problem.field, problem.code) for problem in raised.value.problems}


@pytest.fixture
def community():
    return make_community()


@pytest.fixture
def official(community):
    return make_user(communities=[community])


def file(official, community, **fields):
    return file_partnership(actor=official, data=partnership_input(community, make_municipality(), **fields))


def refused(official, community, **fields):
    with pytest.raises(RuleViolated) as raised:
        file(official, community, **fields)
    assert not Partnership.objects.exists(), "nothing is written"
    return codes(raised)


@pytest.mark.parametrize("country", ["RU", "BY"])
def test_filing__fails_with_a_blocked_country(official, community, country):
    municipality = make_municipality(country=country)
    parties = (
        PartyInput(municipality_id=make_municipality().pk),
        PartyInput(municipality_id=municipality.pk),
    )
    found = refused(official, community, foreign_parties=parties)
    assert found == {("foreign_parties[1].municipality", "blocked_country")}


def test_filing__fails_with_a_place_in_a_blocked_country(official, community):
    place = make_place(country="BY")
    found = refused(official, community, foreign_parties=(PartyInput(geonames_id=place.geonames_id),))
    assert found == {("foreign_parties[0].geonames_id", "blocked_country")}


def test_submission__fails_when_the_country_was_blocked_meanwhile(settings):
    partnership = make_partnership()
    settings.BLOCKED_COUNTRIES = ["DE"]
    with pytest.raises(RuleViolated) as raised:
        partnership_step(partnership.pk, "submit", actor=partnership.responsible, expected_version=1)
    assert codes(raised) == {("foreign_parties[0]", "blocked_country")}


@pytest.mark.parametrize("name", ["Mustermann Maschinenbau GmbH", "UNDP Ukraine", "ТОВ «Ромашка»"])
@pytest.mark.parametrize("column", ["body_name_uk", "body_name_original"])
def test_filing__fails_with_a_business_or_an_international_organisation(official, community, name, column):
    party = PartyInput(municipality_id=make_municipality().pk, **{column: name})
    found = refused(official, community, foreign_parties=(party,))
    assert found == {(f"foreign_parties[0].{column}", "not_a_municipality")}


@pytest.mark.parametrize("side", ["community_parties", "foreign_parties"])
@pytest.mark.parametrize("empty", [None, ()])
def test_filing__needs_a_party_on_each_side(official, community, side, empty):
    assert (side, "required") in refused(official, community, **{side: empty})


def test_filing__names_every_problem_at_once(official, community):
    found = refused(
        official,
        community,
        community_parties=(PartyInput(katottg="UA00000000000000000", body_kind="senate"),),
        foreign_parties=(PartyInput(municipality_id=0), PartyInput(geonames_id=1)),
        agreement=agreement_input(
            document_type="song", title_uk=" ", kinds=("odd",), spheres=("magic",), term=TermInput("years")
        ),
    )
    assert found == {
        ("community_parties[0].katottg", "unknown"),
        ("community_parties[0].body_kind", "invalid_choice"),
        ("foreign_parties[0].municipality", "unknown"),
        ("foreign_parties[1].geonames_id", "unknown_place"),
        ("agreement.document_type", "invalid_choice"),
        ("agreement.title_uk", "required"),
        ("agreement.kinds", "invalid_choice"),
        ("agreement.spheres", "invalid_choice"),
        ("agreement.term.years", "invalid"),
    }


def test_filing__fails_with_an_abolished_community(official, community):
    Community.objects.filter(pk=community.pk).update(is_active=False)
    assert refused(official, community) == {("community_parties[0].katottg", "abolished")}


def test_filing__fails_with_the_same_party_twice(official, community):
    ours, theirs = PartyInput(katottg=community.katottg), PartyInput(municipality_id=make_municipality().pk)
    found = refused(official, community, community_parties=(ours, ours), foreign_parties=(theirs, theirs))
    assert found == {("community_parties[1]", "duplicate"), ("foreign_parties[1]", "duplicate")}


def test_filing__takes_two_bodies_of_one_territory(official, community):
    theirs = make_municipality()
    bodies = tuple(
        PartyInput(municipality_id=theirs.pk, body_kind=kind) for kind in ("council", "executive_committee")
    )
    partnership = file(official, community, foreign_parties=bodies)
    assert [p.body_kind for p in partnership.parties.filter(side="foreign")] == [
        "council",
        "executive_committee",
    ]


def test_place__becomes_a_municipality_once(official, community):
    place = make_place()
    parties = (PartyInput(geonames_id=place.geonames_id),)
    first = file(official, community, foreign_parties=parties)
    second = file(official, community, foreign_parties=parties)
    ids = {p.parties.get(side="foreign").municipality_id for p in (first, second)}
    assert len(ids) == 1


def test_parties__keep_their_order_and_unchanged_rows():
    partnership = make_partnership()
    first = partnership.parties.get(side="foreign")
    newcomer = make_municipality()
    update_partnership(
        partnership.pk,
        actor=partnership.responsible,
        expected_version=partnership.version,
        data=PartnershipInput(
            foreign_parties=(
                PartyInput(municipality_id=newcomer.pk),
                PartyInput(municipality_id=first.municipality_id, body_kind="council"),
            )
        ),
    )
    rows = list(partnership.parties.filter(side="foreign"))
    assert [row.municipality_id for row in rows] == [newcomer.pk, first.municipality_id]
    assert rows[1].pk == first.pk


@pytest.mark.parametrize(
    ("term", "field"),
    [
        (TermInput("years", years=0), "years"),
        (TermInput("years", years=100), "years"),
        (TermInput("auto_renewal", years=-1), "years"),
        (TermInput("until"), "until"),
        (TermInput("for ever"), "kind"),
    ],
)
def test_term__says_what_its_kind_needs(official, community, term, field):
    found = refused(official, community, agreement=agreement_input(term=term))
    assert {problem_field for problem_field, _code in found} == {f"agreement.term.{field}"}


def test_term__until_a_day_before_a_signing_recorded_earlier__is_refused():
    """After a withdrawal the signed agreement is open again: the term may not slip before the signing."""
    case = make_case("registration_filed")
    case_step(case.pk, "withdraw", actor=case.filed_by, expected_version=case.version)
    data = agreement_input(term=TermInput("until", until=SIGNED.date))
    agreement = Agreement.objects.get()
    with pytest.raises(RuleViolated) as raised:
        update_agreement(agreement.pk, actor=case.filed_by, expected_version=agreement.version, data=data)
    assert codes(raised) == {("agreement.term.until", "before_signing")}


def test_council_decision__is_not_in_the_future(official, community):
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    found = refused(official, community, agreement=agreement_input(council_decision_date=tomorrow))
    assert found == {("agreement.council_decision_date", "in_future")}


class TestAmendments:
    def test_amends_an_agreement_of_the_same_partnership(self):
        partnership = make_partnership("approved")
        first = first_agreement(partnership)
        amendment = add_agreement(
            partnership.pk, actor=partnership.responsible, data=agreement_input(amends_id=first.pk)
        )
        assert amendment.amends == first
        assert amendment.content_state == "open"

    def test_fails_with_an_agreement_of_another_partnership(self, official, community):
        other = first_agreement(make_partnership())
        with pytest.raises(RuleViolated) as raised:
            file(official, community, agreement=agreement_input(amends_id=other.pk))
        assert codes(raised) == {("agreement.amends", "unknown")}

    def test_fails_with_itself__by_either_door(self):
        partnership = make_partnership()
        agreement = first_agreement(partnership)
        data = agreement_input(amends_id=agreement.pk)
        with pytest.raises(RuleViolated):
            update_agreement(
                agreement.pk, actor=partnership.responsible, expected_version=agreement.version, data=data
            )
        with pytest.raises(RuleViolated):
            update_partnership(
                partnership.pk,
                actor=partnership.responsible,
                expected_version=partnership.version,
                data=PartnershipInput(agreement=data),
            )


class TestSameParties:
    def test_finds_the_existing_partnership_and_not_itself(self, community):
        municipality = make_municipality()
        first = make_partnership("approved", community=community, municipality=municipality)
        second = make_partnership(community=community, municipality=municipality)
        make_partnership(community=community)
        make_partnership(municipality=municipality)
        assert list(same_parties(second)) == [first]
        assert list(same_parties(first)) == [second]

    @pytest.mark.parametrize("status", ["rejected", "withdrawn"])
    def test_passes_over_what_came_to_nothing(self, community, status):
        municipality = make_municipality()
        make_partnership(status, community=community, municipality=municipality)
        assert not same_parties(make_partnership(community=community, municipality=municipality)).exists()

    def test_one_party_more_is_another_partnership(self, community):
        municipality = make_municipality()
        make_partnership(community=community, municipality=municipality)
        parties = tuple(PartyInput(municipality_id=m.pk) for m in (municipality, make_municipality()))
        wider = make_partnership(community=community, foreign_parties=parties)
        assert not same_parties(wider).exists()


class TestEditing:
    def test_what_is_with_the_ministry_is_closed(self):
        case = make_case("filed")
        agreement = Agreement.objects.get()
        with pytest.raises(NotAllowed):
            update_agreement(
                agreement.pk, actor=case.filed_by, expected_version=agreement.version, data=agreement_input()
            )

    def test_a_return_by_the_ministry_opens_the_agreement_but_not_the_parties(self):
        case = make_case("returned")
        partnership, official = case.agreement.partnership, case.filed_by
        update_partnership(
            partnership.pk,
            actor=official,
            expected_version=None,
            data=PartnershipInput(agreement=agreement_input(title_uk="Виправлена назва")),
        )
        assert Agreement.objects.get().title_uk == "Виправлена назва"
        with pytest.raises(NotAllowed):
            update_partnership(
                partnership.pk,
                actor=official,
                expected_version=None,
                data=PartnershipInput(foreign_parties=(PartyInput(municipality_id=make_municipality().pk),)),
            )

    @pytest.mark.parametrize("status", ["submitted", "approved", "rejected", "withdrawn", "ended"])
    def test_a_partnership_is_open_only_as_a_draft_or_returned(self, status):
        partnership = make_partnership(status)
        with pytest.raises(NotAllowed):
            update_partnership(
                partnership.pk,
                actor=partnership.responsible,
                expected_version=partnership.version,
                data=PartnershipInput(summary_uk="Пізно."),
            )

    def test_parts_not_named_stay_as_they_are(self):
        partnership = make_partnership()
        update_partnership(
            partnership.pk,
            actor=partnership.responsible,
            expected_version=partnership.version,
            data=PartnershipInput(summary_en="Changed."),
        )
        fresh = Partnership.objects.get()
        assert (fresh.summary_uk, fresh.summary_en) == (partnership.summary_uk, "Changed.")
        assert fresh.started == PartialDate(dt.date(2022, 6, 1), DatePrecision.MONTH)
        assert fresh.parties.count() == 2

    def test_several_agreements_are_changed_one_by_one(self):
        partnership = make_partnership()
        add_agreement(partnership.pk, actor=partnership.responsible, data=agreement_input())
        with pytest.raises(RuleViolated) as raised:
            update_partnership(
                partnership.pk,
                actor=partnership.responsible,
                expected_version=None,
                data=PartnershipInput(agreement=agreement_input()),
            )
        assert codes(raised) == {("agreement", "several")}

    def test_a_second_agreement_is_filed_by_itself(self):
        case = make_case("filed")
        partnership = case.agreement.partnership
        second = add_agreement(partnership.pk, actor=case.filed_by, data=agreement_input())
        other = file_case(second.pk, actor=case.filed_by, letter_number="2", letter_date=LETTER_DATE)
        assert other.number != case.number
