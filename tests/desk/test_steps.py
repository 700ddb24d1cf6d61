"""Steps with the Association and with the Ministry: asked for confirmation, taken by POST only."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from demo.paper import pdf
from partnerships.choices import PartnershipStatus
from partnerships.models import Document
from partnerships.transitions import PARTNERSHIP_LIFE_CYCLE
from registration.choices import CaseStatus
from registration.models import RegistrationCase
from registration.transitions import CASE_LIFE_CYCLE
from tests.factories import agreement_input, first_agreement, make_case, make_partnership, make_user, scan

pytestmark = pytest.mark.django_db
OFFICIALS = [step for step in PARTNERSHIP_LIFE_CYCLE.transitions if Role.OFFICIAL in step.roles]
CASE_STEPS = [step for step in CASE_LIFE_CYCLE.transitions if Role.OFFICIAL in step.roles]
CASE_FIELDS = {
    "submit-signed": {
        "signed_day": "2",
        "signed_month": "6",
        "signed_year": "2025",
        "signed_place": "м. Єна (Німеччина)",
        "understood": "on",
    },
    "terminate": {
        "act_kind": "council_decision",
        "act_number": "55",
        "act_date": "2025-06-10",
        "understood": "on",
    },
    "withdraw": {"understood": "on"},
    "refile": {
        "done_other": "done",
        "done_text": "not_done",
        "answer_text": "Так її названо в Кодифікаторі.",
    },
}
PARTNERSHIP_FIELDS = {
    "end": {"ended_on": "2026-01-15", "text": "Партнер розпущений."},
    "submit": {"done_other": "done", "done_text": "done"},
}


def step_page(partnership, name):
    return reverse("desk_step", args=[partnership.code, name])


def case_page(case, name):
    return reverse("desk_case_step", args=[case.number, name])


@pytest.mark.parametrize("status", PartnershipStatus.values)
def test_the_page_offers_exactly_the_declared_steps(signed_in, official, community, status):
    partnership = make_partnership(status, official=official, community=community)
    response = signed_in(official).get(reverse("desk_partnership", args=[partnership.code]))
    page = response.content.decode()
    for step in PARTNERSHIP_LIFE_CYCLE.transitions:
        possible = status in step.sources and Role.OFFICIAL in step.roles
        assert (step_page(partnership, step.name) in page) == possible, step.name


@pytest.mark.parametrize("status", CaseStatus.values)
def test_the_page_offers_exactly_the_declared_steps_of_a_case(signed_in, official, community, status):
    case = make_case(status, official=official, community=community)
    page = (
        signed_in(official)
        .get(reverse("desk_partnership", args=[case.agreement.partnership.code]))
        .content.decode()
    )
    for step in CASE_LIFE_CYCLE.transitions:
        possible = status in step.sources and Role.OFFICIAL in step.roles
        assert (case_page(case, step.name) in page) == possible, step.name


@pytest.mark.parametrize("step", OFFICIALS, ids=lambda step: step.name)
def test_reading_the_page_of_a_step_changes_nothing_and_confirming_takes_it(
    signed_in, official, community, step
):
    source = min(step.sources)
    partnership = make_partnership(source, official=official, community=community)
    client = signed_in(official)
    address = step_page(partnership, step.name)
    assert client.get(address, {"version": partnership.version}, follow=True).status_code == 200
    partnership.refresh_from_db()
    assert partnership.status == source
    given = {"version": partnership.version, **PARTNERSHIP_FIELDS.get(step.name, {})}
    assert client.post(address, given).status_code == 302
    partnership.refresh_from_db()
    assert partnership.status == step.target


@pytest.mark.parametrize("step", CASE_STEPS, ids=lambda step: step.name)
def test_the_same_for_a_case(signed_in, official, community, step):
    source = min(step.sources)
    case = make_case(source, official=official, community=community)
    client = signed_in(official)
    address = case_page(case, step.name)
    fields = CASE_FIELDS.get(step.name, {})
    assert client.get(address, {"version": case.version, **fields}).status_code == 200
    case.refresh_from_db()
    assert case.status == source
    assert client.post(address, {"version": case.version, "file": scan(), **fields}).status_code == 302
    case.refresh_from_db()
    assert case.status == step.target


@pytest.mark.parametrize("step", OFFICIALS, ids=lambda step: step.name)
def test_a_second_click_is_told_the_status_and_takes_nothing(signed_in, official, community, step):
    partnership = make_partnership(min(step.sources), official=official, community=community)
    client = signed_in(official)
    data = {"version": partnership.version, **PARTNERSHIP_FIELDS.get(step.name, {})}
    client.post(step_page(partnership, step.name), data)
    partnership.refresh_from_db()
    response = client.post(step_page(partnership, step.name), data)
    assert response.status_code == 409
    version = partnership.version
    partnership.refresh_from_db()
    assert partnership.version == version


def test_what_the_ministry_will_need_is_said_while_it_can_still_be_given(signed_in, official, community):
    draft = make_partnership(
        official=official, community=community, agreement=agreement_input(kinds=(), spheres=())
    )
    page = signed_in(official).get(step_page(draft, "submit"), follow=True).content.decode()
    agreement_step = reverse("desk_filing", args=[draft.code, "agreement"])
    assert f"{agreement_step}#id_kinds-field" in page
    assert f"{agreement_step}#id_spheres-field" in page


def test_an_older_page_is_shown_the_status_of_now_and_keeps_what_was_typed(signed_in, official, community):
    partnership = make_partnership(PartnershipStatus.APPROVED, official=official, community=community)
    data = {"version": partnership.version - 1, **PARTNERSHIP_FIELDS["end"]}
    response = signed_in(official).post(step_page(partnership, "end"), data)
    assert response.status_code == 412
    page = response.content.decode()
    assert partnership.get_status_display() in page
    assert 'value="2026-01-15"' in page
    assert f'name="version" value="{partnership.version}"' in page


@pytest.mark.parametrize("ended_on", ["", "2999-01-01", "2001-01-01", "31.02.2025"])
def test_a_wrong_day_of_the_end_is_refused_beside_its_field(signed_in, official, community, ended_on):
    partnership = make_partnership(PartnershipStatus.APPROVED, official=official, community=community)
    data = {"version": partnership.version, **PARTNERSHIP_FIELDS["end"], "ended_on": ended_on}
    response = signed_in(official).post(step_page(partnership, "end"), data)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"ended_on"}


def test_the_association_takes_its_steps_at_its_own_desk(signed_in, association, official, community):
    partnership = make_partnership(PartnershipStatus.SUBMITTED, official=official, community=community)
    assert signed_in(official).get(step_page(partnership, "approve")).status_code == 403
    assert signed_in(association).get(step_page(partnership, "submit")).status_code == 403


def test_an_official_of_another_community_takes_no_step(signed_in, stranger, official, community):
    draft = make_partnership(official=official, community=community)
    public = make_partnership(PartnershipStatus.APPROVED, official=official, community=community)
    case = make_case(CaseStatus.CLEARED, official=official, community=community)
    client = signed_in(stranger)
    assert client.post(step_page(draft, "submit"), {"version": draft.version}).status_code == 404
    assert client.post(step_page(public, "end"), {"version": public.version}).status_code == 403
    assert client.post(case_page(case, "withdraw"), {"version": case.version}).status_code == 404
    assert client.get(reverse("desk_case_file", args=[first_agreement(public).pk])).status_code == 403


class TestFilingWithTheMinistry:
    DATA = {"letter_number": "02-15/118", "letter_date": "2025-04-14"}

    @pytest.fixture
    def agreement(self, official, community):
        partnership = make_partnership(PartnershipStatus.APPROVED, official=official, community=community)
        return first_agreement(partnership)

    @pytest.fixture
    def address(self, agreement):
        return reverse("desk_case_file", args=[agreement.pk])

    def test_it_opens_a_case_with_a_due_date_and_keeps_the_letter(
        self, signed_in, official, agreement, address
    ):
        upload = SimpleUploadedFile("лист.pdf", pdf("Letter"))
        response = signed_in(official).post(address, self.DATA | {"file": upload})
        assert response.status_code == 302
        case = RegistrationCase.objects.get()
        assert (case.letter_number, case.letter_date) == ("02-15/118", dt.date(2025, 4, 14))
        assert case.due_on == timezone.localdate() + dt.timedelta(days=30)
        assert Document.objects.get().kind == "request_letter"

    def test_reading_files_nothing(self, signed_in, official, address):
        assert signed_in(official).get(address, self.DATA).status_code == 200
        assert not RegistrationCase.objects.exists()

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"letter_number": " "}, "letter_number"),
            ({"letter_number": "9" * 101}, "letter_number"),
            ({"letter_date": ""}, "letter_date"),
            ({"letter_date": "учора"}, "letter_date"),
            ({"letter_date": "2999-01-01"}, "letter_date"),
        ],
    )
    def test_a_problem_stands_beside_its_field(self, signed_in, official, address, changes, field):
        data = {**self.DATA, **changes}
        response = signed_in(official).post(address, data)
        assert response.status_code == 422
        assert set(response.context["form"].errors) == {field}
        assert not RegistrationCase.objects.exists()

    @pytest.mark.parametrize("content", [b"", b"MZ"])
    def test_a_letter_that_cannot_be_read_files_nothing(self, signed_in, official, address, content):
        upload = SimpleUploadedFile("letter.pdf", content)
        response = signed_in(official).post(address, self.DATA | {"file": upload})
        assert set(response.context["form"].errors) == {"file"}
        assert "02-15/118" in response.content.decode()
        assert not RegistrationCase.objects.exists()

    def test_a_second_filing_is_told_why_not(self, signed_in, official, address):
        client = signed_in(official)
        client.post(address, self.DATA)
        assert client.post(address, self.DATA).status_code == 409
        assert RegistrationCase.objects.count() == 1

    def test_a_draft_is_first_submitted(self, signed_in, official, community):
        draft = make_partnership(official=official, community=community)
        address = reverse("desk_case_file", args=[first_agreement(draft).pk])
        client = signed_in(official)
        assert client.get(address).context["too_early"]
        assert client.post(address, self.DATA).status_code == 409

    def test_missing_spheres_are_named(self, signed_in, official, agreement, address):
        agreement.spheres = []
        agreement.save()
        response = signed_in(official).post(address, self.DATA)
        assert response.status_code == 422
        assert response.context["form"].non_field_errors()


class TestSigning:
    @pytest.fixture
    def case(self, official, community):
        return make_case(CaseStatus.CLEARED, official=official, community=community)

    @pytest.fixture
    def data(self, case):
        return CASE_FIELDS["submit-signed"] | {"version": case.version, "file": scan()}

    def test_the_signing_and_the_scan_are_recorded(self, signed_in, official, case, data):
        data["file"] = SimpleUploadedFile("scan.pdf", pdf("Letter"))
        assert signed_in(official).post(case_page(case, "submit-signed"), data).status_code == 302
        case.refresh_from_db()
        assert case.agreement.signed_place == "м. Єна (Німеччина)"
        assert Document.objects.get().kind == "signed_scan"

    @pytest.mark.parametrize(
        ("changes", "precision"),
        [({"signed_day": ""}, "month"), ({"signed_day": "", "signed_month": ""}, "year"), ({}, "day")],
    )
    def test_as_much_of_the_date_as_is_known(self, signed_in, official, case, data, changes, precision):
        signed_in(official).post(case_page(case, "submit-signed"), data | changes)
        assert first_agreement(case.agreement.partnership).signed_precision == precision

    def test_online_needs_no_place(self, signed_in, official, case, data):
        data |= {"signed_place": "", "signed_online": "on"}
        assert signed_in(official).post(case_page(case, "submit-signed"), data).status_code == 302
        assert first_agreement(case.agreement.partnership).signed_online

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"signed_year": "", "signed_month": "", "signed_day": ""}, "signed"),
            ({"signed_year": "2999"}, "signed"),
            ({"signed_year": "1944"}, "signed"),
            ({"signed_day": "31"}, "signed"),
            ({"signed_place": " "}, "signed_place"),
        ],
    )
    def test_a_problem_stands_beside_its_field(self, signed_in, official, case, data, changes, field):
        response = signed_in(official).post(case_page(case, "submit-signed"), data | changes)
        assert response.status_code == 422
        assert set(response.context["form"].errors) == {field}
        case.refresh_from_db()
        assert case.status == CaseStatus.CLEARED

    def test_a_scan_that_cannot_be_read_takes_no_step(self, signed_in, official, case, data):
        data["file"] = SimpleUploadedFile("scan.pdf", b"MZ")
        response = signed_in(official).post(case_page(case, "submit-signed"), data)
        assert set(response.context["form"].errors) == {"file"}
        assert "м. Єна (Німеччина)" in response.content.decode()
        case.refresh_from_db()
        assert case.status == CaseStatus.CLEARED

    def test_an_older_page_keeps_what_was_typed(self, signed_in, official, case, data):
        data["version"] = 1
        response = signed_in(official).post(case_page(case, "submit-signed"), data)
        assert response.status_code == 412
        assert "м. Єна (Німеччина)" in response.content.decode()
        assert f'name="version" value="{case.version}"' in response.content.decode()

    def test_after_a_return_the_page_shows_what_was_recorded(self, signed_in, official, community):
        case = make_case(CaseStatus.REGISTRATION_RETURNED, official=official, community=community)
        page = signed_in(official).get(case_page(case, "submit-signed")).content.decode()
        assert "м. Єна (Німеччина)" in page
        assert 'value="2025"' in page


class TestCorrectingAReturnedDraft:
    DATA = {
        "document_type": "agreement",
        "title_uk": "Виправлена назва",
        "kinds": ["transnational"],
        "spheres": ["energy"],
        "term_kind": "open_ended",
    }

    @pytest.fixture
    def case(self, official, community):
        return make_case(CaseStatus.RETURNED, official=official, community=community)

    def test_the_remarks_stand_on_the_page_with_a_way_to_correct(self, signed_in, official, case):
        agreement = case.agreement
        page = (
            signed_in(official)
            .get(reverse("desk_partnership", args=[agreement.partnership.code]))
            .content.decode()
        )
        assert case.reason_text in page
        assert reverse("desk_agreement_edit", args=[agreement.pk]) in page

    def test_it_is_corrected_and_filed_again(self, signed_in, official, case):
        client = signed_in(official)
        agreement = case.agreement
        address = reverse("desk_agreement_edit", args=[agreement.pk])
        agreement.refresh_from_db()
        assert client.post(address, self.DATA | {"version": agreement.version}).status_code == 302
        agreement.refresh_from_db()
        assert (agreement.title_uk, agreement.kinds) == ("Виправлена назва", ["transnational"])
        case.refresh_from_db()
        assert (
            client.post(
                case_page(case, "refile"), {"version": case.version} | CASE_FIELDS["refile"]
            ).status_code
            == 302
        )
        assert client.get(address).status_code == 403

    def test_an_older_page_does_not_overwrite(self, signed_in, official, case):
        address = reverse("desk_agreement_edit", args=[case.agreement_id])
        response = signed_in(official).post(address, self.DATA | {"version": 1})
        assert response.status_code == 412
        assert "Виправлена назва" in response.content.decode()
        assert "Угода про партнерство" in response.content.decode()

    @pytest.mark.parametrize(
        ("changes", "field"),
        [({"title_uk": ""}, "title_uk"), ({"term_kind": "years"}, "term_years"), ({"kinds": ["x"]}, "kinds")],
    )
    def test_a_problem_stands_beside_its_field(self, signed_in, official, case, changes, field):
        case.agreement.refresh_from_db()
        address = reverse("desk_agreement_edit", args=[case.agreement_id])
        data = self.DATA | {"version": case.agreement.version} | changes
        response = signed_in(official).post(address, data)
        assert response.status_code == 422
        assert set(response.context["form"].errors) == {field}

    def test_a_draft_under_review_keeps_what_was_typed_but_is_not_changed(
        self, signed_in, official, community
    ):
        case = make_case(CaseStatus.IN_REVIEW, official=official, community=community)
        address = reverse("desk_agreement_edit", args=[case.agreement_id])
        client = signed_in(official)
        assert client.get(address).status_code == 403
        case.agreement.refresh_from_db()
        response = client.post(address, self.DATA | {"version": case.agreement.version})
        assert response.status_code == 403
        assert "Виправлена назва" in response.content.decode()
        case.agreement.refresh_from_db()
        assert case.agreement.title_uk != "Виправлена назва"


def test_a_further_agreement_is_added(signed_in, official, community):
    partnership = make_partnership(PartnershipStatus.APPROVED, official=official, community=community)
    address = reverse("desk_agreement_add", args=[partnership.code])
    client = signed_in(official)
    assert client.post(address, {"title_uk": ""}).status_code == 422
    assert client.post(address, TestCorrectingAReturnedDraft.DATA).status_code == 302
    assert partnership.agreements.count() == 2


def test_the_ministrys_steps_are_not_taken_here(signed_in, official, community):
    case = make_case(official=official, community=community)
    client = signed_in(official)
    for name in ("accept", "clear", "register"):
        assert client.get(case_page(case, name)).status_code == 403
        assert client.post(case_page(case, name), {"version": case.version}).status_code == 403


def test_a_clerk_of_the_ministry_has_no_page_for_steps_of_officials(signed_in, official, community):
    case = make_case(CaseStatus.CLEARED, official=official, community=community)
    client = signed_in(make_user(Role.MINISTRY))
    assert client.get(case_page(case, "submit-signed")).status_code == 403
