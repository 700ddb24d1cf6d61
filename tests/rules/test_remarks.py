"""Remarks of a return are answered one by one, and a filing that comes back unchanged says so on both sides."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from accounts.roles import Role
from common.errors import RuleViolated
from common.remarks import AnswerInput
from demo.paper import pdf
from partnerships.checklist import hints_of
from partnerships.checklist_facts import stored_facts
from partnerships.inputs import PartnershipInput
from partnerships.models import Partnership, RemarkAnswer
from partnerships.services import attach_document, take_step, update_partnership
from registration.models import CaseRemarkAnswer
from registration.services import take_step as case_step
from tests.api.client import Api
from tests.factories import (
    PASSWORD,
    REASON,
    SIGNED,
    attach_scan,
    case_step_fields,
    make_case,
    make_partnership,
    make_user,
)

pytestmark = pytest.mark.django_db

ANSWERS = [{"code": "other", "done": True}, {"code": "text", "text": "Так її названо в Кодифікаторі."}]


@pytest.fixture(autouse=True)
def _english():
    translation.activate("en")


@pytest.fixture
def returned():
    return make_partnership("returned")


def post(api, record, name, body=None):
    part = "partnerships" if isinstance(record, Partnership) else "registrations"
    version = type(record).objects.get(pk=record.pk).version
    return api.post(f"{part}/{record.pk}/{name}/", body, version=version)


def desk_page(client, record, role):
    client.login(username=make_user(role).email, password=PASSWORD)
    model = f"{record._meta.app_label}_{record._meta.model_name}"
    page = client.get(reverse(f"admin:{model}_change", args=[record.pk])).content.decode()
    return without_marks(page)


def without_marks(page):
    """The page without the marks of Ukrainian texts on English pages."""
    return page.replace('<span lang="uk">', "").replace("</span>", "")


def correct(partnership):
    update_partnership(
        partnership.pk,
        actor=partnership.responsible,
        expected_version=None,
        data=PartnershipInput(summary_uk="Новий підсумок співпраці."),
    )


def test_submitted_unchanged__api_warns__and_the_desk_is_told(client, returned):
    answer = post(Api(returned.responsible), returned, "submit")
    assert [one["code"] for one in answer.json()["warnings"]] == ["nothing_changed"]
    assert "Resubmitted without changes." in desk_page(client, returned, Role.ASSOCIATION)


def test_submitted_after_a_correction__nobody_is_warned(client, returned):
    correct(returned)
    answer = post(Api(returned.responsible), returned, "submit")
    assert answer.json()["warnings"] == []
    assert "Resubmitted without changes." not in desk_page(client, returned, Role.ASSOCIATION)


def test_first_submission__is_no_resubmission(client):
    draft = make_partnership("draft")
    assert post(Api(draft.responsible), draft, "submit").json()["warnings"] == []
    page = desk_page(client, draft, Role.ASSOCIATION)
    assert "Resubmitted without changes." not in page
    assert "Answers to the remarks" not in page


def test_a_document_attached_since_the_return__is_a_change(returned):
    attach_document(
        returned.pk,
        actor=returned.responsible,
        upload=SimpleUploadedFile("draft.pdf", pdf("Draft")),
        kind="draft_uk",
    )
    assert post(Api(returned.responsible), returned, "submit").json()["warnings"] == []


def test_correction_before_the_second_return__does_not_count_after_it(returned):
    correct(returned)
    take_step(returned.pk, "submit", actor=returned.responsible, expected_version=None)
    take_step(returned.pk, "return", actor=returned.reviewer, expected_version=None, reason=REASON)
    answer = post(Api(returned.responsible), returned, "submit")
    assert [one["code"] for one in answer.json()["warnings"]] == ["nothing_changed"]


def test_checklist__doubts_a_returned_filing_that_is_unchanged(returned):
    codes = {hint.code for hint in hints_of(stored_facts(returned, returned.responsible))}
    assert "nothing_changed" in codes
    hints = Api(returned.responsible).get(f"partnerships/{returned.pk}/checklist/").json()["hints"]
    assert "nothing_changed" in {hint["code"] for hint in hints}
    correct(returned)
    fresh = Partnership.objects.get(pk=returned.pk)
    assert "nothing_changed" not in {hint.code for hint in hints_of(stored_facts(fresh, fresh.responsible))}


def test_answers__are_kept_shown_to_the_desk_and_in_the_api(client, returned):
    answer = post(Api(returned.responsible), returned, "submit", {"answers": ANSWERS})
    assert answer.status_code == 200, answer.json()
    assert answer.json()["filing"]["remarks"] == [
        {"code": "other", "answered": True, "done": True, "text": ""},
        {"code": "text", "answered": True, "done": None, "text": "Так її названо в Кодифікаторі."},
    ]
    page = desk_page(client, returned, Role.ASSOCIATION)
    assert "Так її названо в Кодифікаторі." in page
    assert "Not answered." not in page


def test_unanswered_remarks__are_shown_to_the_desk_as_such(client, returned):
    post(Api(returned.responsible), returned, "submit", {"answers": ANSWERS[:1]})
    page = desk_page(client, returned, Role.ASSOCIATION)
    assert page.count("Not answered.") == 1
    assert REASON.text in page


def test_answers__are_never_public(returned):
    post(Api(returned.responsible), returned, "submit", {"answers": ANSWERS})
    take_step(returned.pk, "approve", actor=returned.reviewer, expected_version=None)
    assert "Кодифікаторі" not in Api().get(f"partnerships/{returned.pk}/").content.decode()


@pytest.mark.parametrize(
    ("answers", "problems"),
    [
        ([{"code": "unclear_term", "text": "5 років"}], [("answers[0].code", "unknown")]),
        ([ANSWERS[0], ANSWERS[0]], [("answers[1].code", "duplicate")]),
        ([{"code": "other"}], [("answers[0].text", "required")]),
        ([{"code": "other", "done": False, "text": " "}], [("answers[0].text", "required")]),
    ],
)
def test_wrong_answer__is_400_beside_it__and_nothing_is_submitted(returned, answers, problems):
    answer = post(Api(returned.responsible), returned, "submit", {"answers": answers})
    assert answer.status_code == 400
    assert [(one["field"], one["code"]) for one in answer.json()["errors"]] == problems
    assert Partnership.objects.get(pk=returned.pk).status == "returned"
    assert not RemarkAnswer.objects.exists()


def test_answers_to_a_draft_that_was_never_returned__are_refused():
    draft = make_partnership("draft")
    answer = post(Api(draft.responsible), draft, "submit", {"answers": ANSWERS[:1]})
    assert [one["field"] for one in answer.json()["errors"]] == ["answers[0].code"]


def test_answers_of_an_earlier_return__stay_in_history__and_do_not_answer_the_next_one(returned):
    post(Api(returned.responsible), returned, "submit", {"answers": ANSWERS})
    take_step(returned.pk, "return", actor=returned.reviewer, expected_version=None, reason=REASON)
    remarks = Api(returned.responsible).get(f"partnerships/{returned.pk}/").json()["filing"]["remarks"]
    assert [one["answered"] for one in remarks] == [False, False]
    post(Api(returned.responsible), returned, "submit")
    assert not RemarkAnswer.objects.exists()
    history = RemarkAnswer.pgh_event_model.objects.filter(partnership_id=returned.pk)
    assert "Так її названо в Кодифікаторі." in set(history.values_list("text", flat=True))


def test_page__asks_for_an_answer_to_each_remark__and_keeps_them(client, returned):
    client.force_login(returned.responsible)
    address = reverse("desk_filing", args=[returned.code, "submit"])
    shown = without_marks(client.get(address).content.decode())
    assert 'name="done_other"' in shown
    assert REASON.text in shown
    unanswered = client.post(address, {"version": returned.version})
    assert unanswered.status_code == 422
    assert set(unanswered.context["form"].errors) == {"done_other", "done_text"}
    given = {"version": returned.version, "done_other": "done", "done_text": "not_done"}
    without_words = client.post(address, given)
    assert set(without_words.context["form"].errors) == {"answer_text"}
    assert client.post(address, given | {"answer_text": "Така назва в Кодифікаторі."}).status_code == 302
    kept = {(one.code, one.is_done, one.text) for one in RemarkAnswer.objects.all()}
    assert kept == {("other", True, ""), ("text", False, "Така назва в Кодифікаторі.")}


def test_draft_of_the_ministry__refiled_unchanged__both_sides_are_told(client):
    case = make_case("returned")
    answer = post(Api(case.filed_by), case, "refile", {"answers": ANSWERS[:1]})
    assert [one["code"] for one in answer.json()["warnings"]] == ["nothing_changed"]
    assert [one["answered"] for one in answer.json()["remarks"]] == [True, False]
    page = desk_page(client, case, Role.MINISTRY)
    assert "Resubmitted without changes." in page
    assert page.count("Not answered.") == 1


def test_filing_for_registration__answers_the_remarks_of_its_return_too(client):
    case = make_case("registration_returned")
    fields = case_step_fields("submit-signed")
    with pytest.raises(RuleViolated):
        case_step(
            case.pk,
            "submit-signed",
            actor=case.filed_by,
            expected_version=None,
            answers=[AnswerInput("wrong_kind", "Ні.")],
            **fields,
        )
    case_step(
        case.pk,
        "submit-signed",
        actor=case.filed_by,
        expected_version=None,
        answers=[AnswerInput("other", "Скан замінено.", True)],
        **fields,
    )
    assert CaseRemarkAnswer.objects.get(case=case).text == "Скан замінено."
    page = desk_page(client, case, Role.MINISTRY)
    assert "Скан замінено." in page
    assert page.count("Not answered.") == 1


SIGNED_AS_BEFORE = {
    "signed": {"date": SIGNED.date.isoformat(), "precision": "day"},
    "signed_place": case_step_fields("submit-signed")["signed_place"],
}


def test_signing__filed_again_as_it_was_returned__both_sides_are_told(client):
    case = make_case("registration_returned")
    answer = post(Api(case.filed_by), case, "submit-signed", SIGNED_AS_BEFORE)
    assert answer.status_code == 200, answer.json()
    assert [one["code"] for one in answer.json()["warnings"]] == ["nothing_changed"]
    assert "Resubmitted without changes." in desk_page(client, case, Role.MINISTRY)


@pytest.mark.parametrize(
    "change",
    [
        {"signed": {"date": "2025-06-10", "precision": "day"}},
        {"signed_place": "м. Бровари"},
        {"signatories": [{"side": "ukrainian", "position": "міський голова"}]},
        {"text": "Підписано вдруге."},
    ],
)
def test_signing__filed_again_with_a_change__nobody_is_warned(client, change):
    case = make_case("registration_returned")
    answer = post(Api(case.filed_by), case, "submit-signed", SIGNED_AS_BEFORE | change)
    assert (answer.status_code, answer.json()["warnings"]) == (200, [])
    assert "Resubmitted without changes." not in desk_page(client, case, Role.MINISTRY)


def test_signing__filed_again_with_another_scan__is_a_change(client):
    case = make_case("registration_returned")
    attach_scan(case)
    answer = post(Api(case.filed_by), case, "submit-signed", SIGNED_AS_BEFORE)
    assert answer.json()["warnings"] == []
    first = make_case("cleared")
    attach_scan(first)
    answer = post(Api(first.filed_by), first, "submit-signed", SIGNED_AS_BEFORE)
    assert answer.json()["warnings"] == [], "it was never returned"


def test_signing__page__says_that_nothing_was_changed_and_so_does_the_desk(client):
    case = make_case("registration_returned")
    translation.activate("uk")
    client.force_login(case.filed_by)
    ours, theirs = (case.agreement.partnership.parties.get(side=side) for side in ("ukrainian", "foreign"))
    typed = {
        "version": case.version,
        "understood": "on",
        "signed_day": str(SIGNED.date.day),
        "signed_month": str(SIGNED.date.month),
        "signed_year": str(SIGNED.date.year),
        "signed_place": SIGNED_AS_BEFORE["signed_place"],
        "done_other": "done",
        "done_text": "done",
        f"position_{ours.pk}": "",
        f"position_{theirs.pk}": "",
    }
    answer = client.post(f"/desk/cases/{case.number}/steps/submit-signed/", typed, follow=True)
    assert "Після повернення нічого не змінено." in answer.content.decode()
    case.refresh_from_db()
    assert (case.status, case.filed_unchanged) == ("registration_filed", True)
