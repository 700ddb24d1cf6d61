"""Returned for revision: the remarks stand beside their fields, and only these are open."""

import pytest

from common.life_cycle import Reason
from partnerships.filing_steps import FilingStep
from partnerships.open_fields import open_fields
from partnerships.services import take_step
from registration import services as case_services
from tests.factories import agreement_input, make_case, make_partnership

pytestmark = pytest.mark.django_db


@pytest.fixture
def returned(official, community, association):
    def make(*codes):
        partnership = make_partnership(
            "submitted", official=official, community=community, agreement=agreement_input(title_uk="Угода")
        )
        return take_step(
            partnership.pk,
            "return",
            actor=association,
            expected_version=partnership.version,
            reason=Reason(codes, "Уточніть."),
        )

    return make


@pytest.fixture
def returned_draft(official, community, clerk):
    def make(*codes):
        case = make_case("in_review", official=official, community=community, clerk=clerk)
        return case_services.take_step(
            case.pk,
            "return",
            actor=clerk,
            expected_version=case.version,
            reason=Reason(codes, "Уточніть."),
        )

    return make


def address(partnership, step, query=""):
    return f"/desk/partnerships/{partnership.code}/edit/{step}/{query}"


def closed_fields(form):
    return {name for name, field in form.fields.items() if field.disabled}


@pytest.mark.parametrize(
    ("codes", "parties", "agreement"),
    [
        (["unclear_term"], set(), {"term_kind", "term_years", "term_until"}),
        (["unclear_spheres", "unclear_term"], set(), {"spheres", "term_kind", "term_years", "term_until"}),
        (["wrong_party"], None, set()),
        (["missing_document"], set(), set()),
        (["other"], None, None),
        (["incomplete", "unclear_term"], None, None),
    ],
)
def test_reasons__open_what_they_concern(returned, codes, parties, agreement):
    partnership = returned(*codes)
    for step, expected in ((FilingStep.PARTIES, parties), (FilingStep.AGREEMENT, agreement)):
        assert open_fields(partnership, step) == (None if expected is None else frozenset(expected))


@pytest.mark.parametrize("status", ["draft", "submitted", "approved"])
def test_what_was_not_returned__is_not_closed(status):
    assert open_fields(make_partnership(status), FilingStep.AGREEMENT) is None


def typed(partnership, **changes):
    return {
        "version": partnership.version,
        "action": "next",
        "document_type": "agreement",
        "title_uk": "Інша назва",
        "kinds": ["transnational"],
        "spheres": ["sport"],
        "term_kind": "open_ended",
        "summary_uk": "Інакше",
        **changes,
    }


def test_only_the_open_field__is_changed(signed_in, official, returned):
    partnership = returned("unclear_term")
    client = signed_in(official)
    page = client.get(address(partnership, "agreement"))
    assert "title_uk" in closed_fields(page.context["filing"].agreement)
    assert "?open=all" in page.content.decode()
    assert client.post(address(partnership, "agreement"), typed(partnership)).status_code == 302
    agreement = partnership.agreements.get()
    partnership.refresh_from_db()
    assert (agreement.term_kind, agreement.title_uk) == ("open_ended", "Угода")
    assert "sport" not in agreement.spheres
    assert partnership.summary_uk != "Інакше"


def test_everything_opened__is_changed(signed_in, official, returned):
    partnership = returned("unclear_term")
    client, path = signed_in(official), address(partnership, "agreement", "?open=all")
    assert not closed_fields(client.get(path).context["filing"].agreement)
    assert client.post(path, typed(partnership)).status_code == 302
    assert partnership.agreements.get().title_uk == "Інша назва"


@pytest.mark.parametrize("action", ["next", "keep", "save"])
def test_closed_page__is_left_without_changing_anything(signed_in, official, returned, action):
    partnership = returned("unclear_term")
    client = signed_in(official)
    assert '<fieldset class="plain" disabled>' in client.get(address(partnership, "parties")).content.decode()
    before = list(partnership.parties.values())
    response = client.post(
        address(partnership, "parties"), {"version": partnership.version, "action": action}
    )
    assert response.status_code == (200 if action == "keep" else 302)
    assert list(partnership.parties.values()) == before


def test_closed_page__opened__takes_parties_again(signed_in, official, returned):
    partnership = returned("unclear_term")
    page = signed_in(official).get(address(partnership, "parties", "?open=all")).content.decode()
    assert "disabled>" not in page.split('id="ukrainian-side"')[0].split("<form")[-1]


def test_corrected_filing__is_submitted_again__and_the_desk_sees_the_difference(
    signed_in, official, association, returned
):
    partnership = returned("unclear_term")
    client = signed_in(official)
    client.post(address(partnership, "agreement"), typed(partnership))
    partnership.refresh_from_db()
    body = {"version": partnership.version, "done_unclear_term": "done", "done_text": "done"}
    assert client.post(address(partnership, "submit"), body).status_code == 302
    page = (
        signed_in(association)
        .get(f"/admin/partnerships/partnership/{partnership.pk}/change/")
        .content.decode()
    )
    assert "Безстрокова" in page


@pytest.mark.parametrize(
    ("codes", "opened"),
    [
        (["wrong_kind"], {"kinds"}),
        (["unclear_spheres", "unclear_term"], {"spheres", "term_kind", "term_years", "term_until"}),
        (["constitution"], None),
        (["unclear_term", "other"], None),
    ],
)
def test_draft_returned_by_the_ministry__opens_what_the_reasons_concern(
    signed_in, official, returned_draft, codes, opened
):
    case = returned_draft(*codes)
    page = signed_in(official).get(f"/desk/agreements/{case.agreement_id}/edit/")
    form = page.context["form"]
    closed = set() if opened is None else set(form.fields) - opened
    assert closed_fields(form) == closed
    assert "Уточніть." in page.content.decode()
    assert set(form.remarks) <= (opened or set(form.fields))


def test_draft_returned_by_the_ministry__keeps_closed_fields_as_they_are(signed_in, official, returned_draft):
    case = returned_draft("unclear_term")
    title = case.agreement.title_uk
    path = f"/desk/agreements/{case.agreement_id}/edit/"
    body = {"version": case.agreement.version, "title_uk": "Інша", "term_kind": "open_ended"}
    assert signed_in(official).post(path, body).status_code == 302
    case.agreement.refresh_from_db()
    assert (case.agreement.title_uk, case.agreement.term_kind) == (title, "open_ended")


def test_kept_in_the_background_and_then_all_opened__closed_fields_have_their_words(
    signed_in, official, returned
):
    partnership = returned("unclear_term")
    client, path = signed_in(official), address(partnership, "agreement")
    before = partnership.agreements.get()
    only_open = {"version": partnership.version, "action": "keep", "term_kind": "open_ended"}
    assert client.post(path, only_open).status_code == 200
    page = client.get(path + "?open=all")
    agreement, own = page.context["filing"].agreement, page.context["filing"].own
    assert agreement["title_uk"].value() == before.title_uk
    assert agreement["spheres"].value() == before.spheres
    assert own["summary_uk"].value() == partnership.summary_uk
    assert own["started"].field.clean(own["started"].value()) == partnership.started
    assert agreement["term_kind"].value() == "open_ended"
