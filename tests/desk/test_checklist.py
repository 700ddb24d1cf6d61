"""The checklist: each rule, where it stands, and that it stays quiet when all is well."""

from dataclasses import replace

import pytest
from django.urls import reverse

from common.life_cycle import Reason
from communities.models import ForeignMunicipality
from partnerships.checklist import AgreementFacts, Facts, PartyFacts, complete_parts, hints_of
from partnerships.checklist_facts import similar_partnerships, stored_facts
from partnerships.choices import PartnershipStatus, Sphere
from partnerships.inputs import TermInput
from partnerships.models import FilingDraft
from partnerships.selectors import partnerships_for
from partnerships.services import take_step
from partnerships.services.typed import keep_typed
from tests.communities.factories import make_country, make_municipality
from tests.desk.filing_data import content_data, parties_data, step_of
from tests.factories import agreement_input, make_partnership, make_user, partnership_input

AGREEMENT = AgreementFacts(
    title_uk="Угода",
    title_en="Agreement",
    kinds=frozenset({"interterritorial"}),
    spheres=frozenset({"education"}),
    term_kind="years",
)
GOOD = Facts(
    communities=(PartyFacts(("Броварська громада",), body_kind="council"),),
    foreign=(PartyFacts(("Єна", "Jena"), country="DE", body_kind="council"),),
    agreements=(AGREEMENT,),
    documents=frozenset({"draft_uk", "draft_foreign"}),
    has_summary=True,
)


def with_foreign(**changes):
    return replace(GOOD, foreign=(replace(GOOD.foreign[0], **changes),))


def with_agreement(**changes):
    return replace(GOOD, agreements=(replace(AGREEMENT, **changes),))


def test_a_complete_filing_has_no_hints():
    assert hints_of(GOOD) == []


@pytest.mark.parametrize(
    ("facts", "code", "weight", "field"),
    [
        (replace(GOOD, communities=()), "no_community", "missing", "community_parties"),
        (replace(GOOD, foreign=()), "no_foreign_party", "missing", "foreign_parties"),
        (with_foreign(country="RU"), "blocked_country", "missing", "foreign_parties[0]"),
        (with_foreign(country="BY"), "blocked_country", "missing", "foreign_parties[0]"),
        (with_foreign(names=("ТОВ «Дружба»",)), "not_a_territory", "return", "foreign_parties[0]"),
        (with_foreign(names=("Siemens GmbH",)), "not_a_territory", "return", "foreign_parties[0]"),
        (with_foreign(names=("UNDP",)), "not_a_territory", "return", "foreign_parties[0]"),
        (with_foreign(names=("Council of Europe",)), "not_a_territory", "return", "foreign_parties[0]"),
        (with_foreign(body_names=("Acme Inc",)), "not_a_territory", "return", "foreign_parties[0]"),
        (with_foreign(body_kind=""), "no_body", "return", "foreign_parties[0].body_kind"),
        (replace(GOOD, same=("PB-1",)), "duplicate", "return", "foreign_parties"),
        (replace(GOOD, nearly_same=("PB-1",)), "nearly_duplicate", "note", "foreign_parties"),
        (replace(GOOD, agreements=()), "no_agreement", "note", "agreement.title_uk"),
        (replace(GOOD, has_summary=False), "no_summary", "note", "summary_uk"),
        (with_agreement(title_uk=""), "no_title", "missing", "agreement.title_uk"),
        (with_agreement(title_en=""), "no_english_title", "note", "agreement.title_en"),
        (with_agreement(kinds=frozenset()), "no_kind", "missing", "agreement.kinds"),
        (with_agreement(spheres=frozenset()), "no_sphere", "missing", "agreement.spheres"),
        (with_agreement(spheres=frozenset(Sphere.values)), "vague_spheres", "return", "agreement.spheres"),
        (with_agreement(spheres=frozenset({"cross_border"})), "vague_spheres", "return", "agreement.spheres"),
        (with_agreement(term_kind="unknown"), "no_term", "return", "agreement.term_kind"),
        (with_agreement(kinds=frozenset({"cross_border"})), "not_cross_border", "return", "agreement.kinds"),
        (with_foreign(borders_ukraine=True), "cross_border", "note", "agreement.kinds"),
        (replace(GOOD, documents=frozenset({"draft_foreign"})), "no_draft_uk", "return", "documents"),
        (with_agreement(council_decision=True), "no_council_decision", "note", "documents"),
        (replace(GOOD, unsaved=frozenset({"agreement"})), "unsaved", "missing", ""),
    ],
)
def test_each_rule_names_its_field_and_its_weight(facts, code, weight, field):
    found = [hint for hint in hints_of(facts) if hint.code == code]
    assert [(hint.weight, hint.field) for hint in found] == [(weight, field)]


@pytest.mark.parametrize("name", ["Ås", "San Un", "Cork County Council", "Związek Gmin Roztocza", "Incheon"])
def test_a_territory_is_not_taken_for_a_business(name):
    assert hints_of(with_foreign(names=(name,))) == []


def test_cross_border_with_a_neighbour_is_fine():
    facts = replace(
        with_foreign(borders_ukraine=True),
        agreements=(replace(AGREEMENT, kinds=frozenset({"cross_border"})),),
    )
    assert hints_of(facts) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "borders"), [("PL", True), ("SK", True), ("HU", True), ("RO", True), ("MD", True), ("DE", False)]
)
def test_the_neighbours_of_ukraine_are_known(official, community, code, borders):
    partnership = make_partnership(
        official=official, community=community, municipality=make_municipality(country=make_country(code))
    )
    facts = stored_facts(partnerships_for(official).get(pk=partnership.pk), official)
    assert facts.foreign[0].borders_ukraine == borders


@pytest.mark.django_db
def test_the_same_parties_and_the_same_but_one_are_told_apart(official, community, municipality):
    third, fourth = make_municipality(), make_municipality()
    both = make_partnership(official=official, community=community, municipality=municipality)
    more = make_partnership(
        official=official,
        community=community,
        foreign_parties=partnership_input(community, municipality, third).foreign_parties,
    )
    make_partnership(official=official, community=community, municipality=fourth)
    make_partnership(
        PartnershipStatus.WITHDRAWN, official=official, community=community, municipality=municipality
    )
    same, nearly = similar_partnerships({community.pk}, {municipality.pk}, user=official)
    assert (same, nearly) == ((both.code,), (more.code,))
    same, nearly = similar_partnerships(
        {community.pk}, {municipality.pk, third.pk}, user=official, but=more.pk
    )
    assert (same, nearly) == ((), (both.code,))


@pytest.mark.django_db
def test_drafts_of_others_are_not_betrayed(official, community, municipality, stranger):
    make_partnership(official=official, community=community, municipality=municipality)
    assert similar_partnerships({community.pk}, {municipality.pk}, user=stranger) == ((), ())


@pytest.mark.django_db
def test_hints_stand_beside_their_fields(signed_in, official, community):
    germany = make_municipality(country=make_country("DE"))
    draft = make_partnership(
        official=official,
        community=community,
        municipality=germany,
        agreement=agreement_input(kinds=("cross_border",), term=TermInput("unknown")),
    )
    page = signed_in(official).get(step_of(draft, "agreement"))
    form = page.context["filing"].agreement
    assert set(form.hints) == {"kinds", "term_kind"}
    assert 'aria-describedby="id_term_kind_hints"' in page.content.decode()


@pytest.mark.django_db
def test_typing_in_the_background_answers_with_hints_and_changes_no_record(signed_in, official, community):
    draft = make_partnership(official=official, community=community)
    data = content_data(action="keep", term_kind="unknown", title_uk="Нова назва")
    answer = signed_in(official).post(step_of(draft, "agreement"), data).json()
    assert answer["saved"]
    [term] = [hint["hints"] for hint in answer["hints"] if hint["field"] == "id_term_kind-field"]
    assert term
    draft.refresh_from_db()
    assert draft.version == 1
    assert draft.agreements.get().title_uk != "Нова назва"
    filing = signed_in(official).get(step_of(draft, "agreement")).context["filing"]
    assert filing.agreement["title_uk"].value() == "Нова назва"


@pytest.mark.django_db
@pytest.mark.parametrize("data", [{"title_uk": "x" * 200_000}, {"title_uk": ["x" * 2000] * 60}])
def test_more_than_a_page_holds_is_not_kept(signed_in, official, community, data):
    draft = make_partnership(official=official, community=community)
    response = signed_in(official).post(step_of(draft, "agreement"), {"action": "keep", **data})
    assert response.status_code == 422
    assert not response.json()["saved"]


@pytest.mark.django_db
def test_characters_that_the_database_refuses_do_no_harm(signed_in, official, community):
    draft = make_partnership(official=official, community=community)
    client = signed_in(official)
    data = {"action": "keep", "title_uk": "a\x00b", "\x00": "\x00", "started_year": "\x00"}
    assert client.post(step_of(draft, "agreement"), data).status_code == 200
    assert client.get(step_of(draft, "agreement")).status_code == 200


@pytest.mark.django_db
def test_an_unknown_step_is_not_found(signed_in, official, community):
    draft = make_partnership(official=official, community=community)
    assert signed_in(official).get(step_of(draft, "harvest")).status_code == 404


@pytest.mark.django_db
def test_what_was_typed_and_not_saved_keeps_a_filing_from_being_submitted(signed_in, official, community):
    draft = make_partnership(official=official, community=community)
    client = signed_in(official)
    client.post(step_of(draft, "agreement"), content_data(action="keep"))
    assert client.post(step_of(draft, "submit"), {"version": draft.version}).status_code == 422
    client.post(step_of(draft, "agreement"), content_data(version=draft.version))
    draft.refresh_from_db()
    response = client.post(step_of(draft, "submit"), {"version": draft.version})
    assert response["Location"] == reverse("desk_partnership", args=[draft.code])
    draft.refresh_from_db()
    assert draft.status == PartnershipStatus.SUBMITTED


@pytest.mark.django_db
def test_an_older_page_does_not_submit(signed_in, official, community):
    draft = make_partnership(official=official, community=community)
    response = signed_in(official).post(step_of(draft, "submit"), {"version": "0"})
    assert response.status_code == 412


@pytest.mark.django_db
def test_the_submit_step_says_what_happens_next_and_by_when(signed_in, official, community, settings):
    settings.ASSOCIATION_CHECK_DAYS = 5
    draft = make_partnership(official=official, community=community)
    page = signed_in(official).get(step_of(draft, "submit"))
    assert page.context["due_on"]
    assert page.content.decode().count('<button type="submit" class="btn btn-primary"') == 1


@pytest.mark.django_db
def test_coded_reasons_stand_beside_their_fields(signed_in, official, community, association):
    sent = make_partnership("submitted", official=official, community=community)
    reason = Reason(("unclear_term", "wrong_party", "missing_document", "incomplete"), "Виправте.")
    take_step(sent.pk, "return", actor=association, expected_version=sent.version, reason=reason)
    client = signed_in(official)
    agreement = client.get(step_of(sent, "agreement"))
    assert list(agreement.context["filing"].agreement.remarks) == ["term_kind"]
    parties = client.get(step_of(sent, "parties"))
    assert parties.context["filing"].foreign.remarks
    for page in (agreement, parties, client.get(step_of(sent, "documents"))):
        assert "Виправте." in page.content.decode()
        assert len(page.context["remarks"]) == 4


@pytest.mark.django_db
def test_the_desk_sees_what_was_changed_after_a_return(signed_in, official, community, association, client):
    returned = make_partnership("returned", official=official, community=community)
    signed_in(official)
    client.post(step_of(returned, "agreement"), content_data(version=returned.version))
    own = client.get(step_of(returned, "submit"))
    assert "Меморандум про співпрацю" in own.content.decode()
    returned.refresh_from_db()
    client.post(step_of(returned, "submit"), {"version": returned.version})
    signed_in(association)
    page = client.get(reverse("admin:partnerships_partnership_change", args=[returned.pk]))
    labels = {change.after for entry in page.context["since_return"] for change in entry.changes}
    assert "Меморандум про співпрацю" in labels
    assert 'id="since-return"' in page.content.decode()


@pytest.mark.django_db
def test_a_near_duplicate_is_pointed_out_before_it_is_made(signed_in, official, community):
    poland = make_country("PL")
    known = make_municipality(
        name="Kraśnik County", name_uk="Красницький повіт", country=poland, level="county"
    )
    draft = make_partnership(official=official, community=community)
    client = signed_in(official)
    new = {
        "foreign_rows": ["0"],
        "foreign-0-reference": "new",
        "foreign-0-new_name": "Powiat kraśnicki",
        "foreign-0-new_country": "PL",
        "foreign-0-new_level": "county",
    }
    data = parties_data(community, version=draft.version) | new
    [row] = client.post(step_of(draft, "parties"), data).context["filing"].foreign.forms
    assert [territory.reference for territory in row.near] == [f"municipality:{known.pk}"]
    count = ForeignMunicipality.objects.count()
    draft.refresh_from_db()
    data |= {"version": draft.version, "foreign-0-new_choice": f"municipality:{known.pk}"}
    assert client.post(step_of(draft, "parties"), data).status_code == 302
    assert draft.parties.get(side="foreign").municipality == known
    assert ForeignMunicipality.objects.count() == count
    draft.refresh_from_db()
    data |= {"version": draft.version, "foreign-0-new_choice": "another"}
    assert client.post(step_of(draft, "parties"), data).status_code == 302
    assert draft.parties.get(side="foreign").municipality.name == "Powiat kraśnicki"


@pytest.mark.django_db
@pytest.mark.parametrize("step", ["parties", "agreement", "documents", "check", "submit"])
def test_a_step_costs_the_same_for_one_and_for_many_parties(
    signed_in, official, community, django_assert_max_num_queries, step
):
    many = make_partnership(
        official=official,
        community=community,
        foreign_parties=partnership_input(
            community, *(make_municipality() for _ in range(8))
        ).foreign_parties,
    )
    one = make_partnership(official=official, community=community)
    client = signed_in(official)
    counts = []
    for partnership in (one, many):
        client.get(step_of(partnership, step))
        with django_assert_max_num_queries(45) as captured:
            client.get(step_of(partnership, step))
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_what_is_complete_is_said_and_nothing_doubtful_with_it():
    everything = {part.text for part in complete_parts(GOOD, hints_of(GOOD))}
    doubtful = with_agreement(spheres=frozenset(Sphere.values), term_kind="unknown")
    left = {part.text for part in complete_parts(doubtful, hints_of(doubtful))}
    assert len(everything - left) == 2
    assert left < everything
    assert complete_parts(Facts(), hints_of(Facts())) == []


@pytest.mark.django_db
def test_what_is_merely_not_filled_in_yet_is_not_held_against_somebody_typing(signed_in, official, community):
    draft = make_partnership(
        official=official,
        community=community,
        municipality=make_municipality(country=make_country("DE")),
        agreement=None,
    )
    data = {"action": "keep", "title_uk": "У", "kinds": ["cross_border"]}
    answer = signed_in(official).post(step_of(draft, "agreement"), data).json()
    absent = {hint["field"]: hint["absent"] for hint in answer["hints"] if hint["hints"]}
    assert absent["id_spheres-field"]
    assert not absent["id_kinds-field"]


@pytest.mark.django_db
def test_what_was_typed_names_its_writer_and_can_be_left_out(signed_in, official, community):
    draft = make_partnership(official=official, community=community)
    client = signed_in(official)
    client.post(step_of(draft, "agreement"), content_data(action="keep", title_uk="Набрано"))
    colleague = make_user(communities=[community])
    page = signed_in(colleague).get(step_of(draft, "agreement"))
    assert page.context["typed"].by == official.name
    assert "Набрано" in page.content.decode()
    response = client.post(step_of(draft, "agreement"), {"action": "forget"})
    assert response["Location"] == step_of(draft, "agreement")
    assert "Набрано" not in client.get(step_of(draft, "agreement")).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(("step", "is_kept"), [("submit", False), ("withdraw", True)])
def test_what_was_typed__is_gone_once_submitted_and_waits_for_a_taking_back_once_withdrawn(
    official, community, step, is_kept
):
    draft = make_partnership(official=official, community=community)
    keep_typed(draft.pk, actor=official, step="agreement", typed={"title_uk": ["а"]})
    take_step(draft.pk, step, actor=official, expected_version=draft.version)
    assert FilingDraft.objects.exists() is is_kept


@pytest.mark.django_db
def test_strangers_keep_and_read_nothing(signed_in, stranger, official, community):
    draft = make_partnership(official=official, community=community)
    data = content_data(action="keep")
    assert signed_in(stranger).post(step_of(draft, "agreement"), data).status_code == 404
    assert not FilingDraft.objects.exists()
