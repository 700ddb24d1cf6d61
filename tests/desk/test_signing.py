"""Recording the signing: date, place, who signed, the scan; and the act that ends an agreement."""

import datetime as dt
from functools import partial

import pytest

from common.errors import RuleViolated
from common.partial_dates import DatePrecision, PartialDate
from partnerships.models import Document, Partnership
from partnerships.services import add_agreement
from partnerships.services import take_step as partnership_step
from registration.models import Signatory
from registration.register_chain import chain_problems
from registration.services import assign_case, take_step
from tests.api.client import Api
from tests.factories import (
    EVERYTHING,
    IN_WORDS,
    REASON,
    agreement_input,
    attach_scan,
    case_step_fields,
    make_case,
    make_user,
    partnership_step_fields,
    scan,
)

pytestmark = pytest.mark.django_db
NAME = "Ігор Сапожко"
ANSWERED = {"done_other": "done", "done_text": "done"}


@pytest.fixture
def cleared(official, community):
    return make_case("cleared", official=official, community=community)


def address(case, step="submit-signed"):
    return f"/desk/cases/{case.number}/steps/{step}/"


def typed(case, **changes):
    ours, theirs = (case.agreement.partnership.parties.get(side=side) for side in ("ukrainian", "foreign"))
    return {
        "version": case.version,
        "understood": "on",
        "signed_day": "12",
        "signed_month": "6",
        "signed_year": "2025",
        "signed_place": "м. Єна",
        f"name_{ours.pk}": NAME,
        f"position_{ours.pk}": "міський голова",
        f"position_{theirs.pk}": "Oberbürgermeister",
        "file": scan(),
        **changes,
    }


def end_partnership(partnership, actor):
    """End the cooperation, with whatever that step asks for."""
    partnership_step(
        partnership.pk,
        "end",
        actor=actor,
        expected_version=partnership.version,
        reason=IN_WORDS,
        confirm=EVERYTHING,
        **partnership_step_fields("end"),
    )


def test_signing__keeps_who_signed_for_whom_and_the_scan(signed_in, official, cleared):
    client = signed_in(official)
    assert client.post(address(cleared), typed(cleared)).status_code == 302
    people = [(one.side, one.name, one.position) for one in Signatory.objects.all()]
    assert people == [("ukrainian", NAME, "міський голова"), ("foreign", "", "Oberbürgermeister")]
    assert Document.objects.get(agreement=cleared.agreement).kind == "signed_scan"
    page = client.get(f"/desk/partnerships/{cleared.agreement.partnership.code}/").content.decode()
    assert NAME in page


def test_signing__without_signatories__is_taken(signed_in, official, cleared):
    body = {
        name: value for name, value in typed(cleared).items() if not name.startswith(("name_", "position_"))
    }
    assert signed_in(official).post(address(cleared), body).status_code == 302
    assert not Signatory.objects.exists()


@pytest.mark.parametrize("side", ["ukrainian", "foreign"])
def test_name_without_an_office__is_told_beside_the_office(signed_in, official, cleared, side):
    """It is the office that signs; a name alone says nothing in ten years."""
    party = cleared.agreement.partnership.parties.get(side=side)
    changes = {f"name_{party.pk}": "Thomas Nitzsche", f"position_{party.pk}": " "}
    response = signed_in(official).post(address(cleared), typed(cleared, **changes))
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {f"position_{party.pk}"}
    assert "Thomas Nitzsche" in response.content.decode(), "nothing typed is lost"
    assert not Signatory.objects.exists()
    assert not Document.objects.exists()


def test_signing__without_the_scan__is_told_beside_the_file(signed_in, official, cleared):
    body = {name: value for name, value in typed(cleared).items() if name != "file"}
    response = signed_in(official).post(address(cleared), body)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"file"}
    cleared.refresh_from_db()
    assert cleared.status == "cleared"


@pytest.mark.parametrize("kind", ["draft_uk", "other"])
def test_signing__another_document_is_no_scan(signed_in, official, cleared, kind):
    attach_scan(cleared, kind=kind)
    body = {name: value for name, value in typed(cleared).items() if name != "file"}
    assert signed_in(official).post(address(cleared), body).status_code == 422


def test_signing__scan_of_another_agreement_does_not_count(signed_in, official, cleared):
    partnership = cleared.agreement.partnership
    other = add_agreement(partnership.pk, actor=official, data=agreement_input())
    attach_scan(cleared, agreement_id=other.pk)
    body = {name: value for name, value in typed(cleared).items() if name != "file"}
    assert signed_in(official).post(address(cleared), body).status_code == 422


def test_signing__scan_attached_before__is_said_and_is_enough(signed_in, official, cleared):
    attach_scan(cleared)
    client = signed_in(official)
    assert "signed.pdf" in client.get(address(cleared)).content.decode()
    body = {name: value for name, value in typed(cleared).items() if name != "file"}
    assert client.post(address(cleared), body).status_code == 302
    assert Document.objects.count() == 1


def test_amendment__is_signed_with_a_scan_of_its_own(official, clerk, community):
    """The scan of the amended agreement is not that of the amendment."""
    first = make_case("registered", official=official, community=community)
    partnership = first.agreement.partnership
    data = agreement_input(amends_id=first.agreement_id)
    amendment = add_agreement(partnership.pk, actor=official, data=data)
    case = make_case("cleared", partnership=partnership, which=amendment, clerk=clerk)
    step = partial(take_step, case.pk, "submit-signed", actor=official, expected_version=case.version)
    fields = case_step_fields("submit-signed")
    with pytest.raises(RuleViolated) as refused:
        step(**fields | {"upload": None})
    assert [(one.field, one.code) for one in refused.value.problems] == [("documents", "scan_missing")]
    assert step(**fields).status == "registration_filed"


def test_ended_partnership__its_agreement_is_still_signed_registered_and_terminated(
    signed_in, official, association, clerk, cleared
):
    """The Association has no word in what the Ministry has cleared; a step that is taken is taken with its file."""
    partnership = Partnership.objects.get(pk=cleared.agreement.partnership_id)
    end_partnership(partnership, official)
    client = signed_in(official)
    assert client.post(address(cleared), typed(cleared)).status_code == 302
    assert Document.objects.get().kind == "signed_scan"
    cleared.refresh_from_db()
    take_step(
        cleared.pk,
        "register",
        actor=clerk,
        expected_version=cleared.version,
        confirm=["held_by_another"],
    )
    cleared.refresh_from_db()
    body = {**case_step_fields("terminate"), "act_date": "2025-12-01", "version": cleared.version}
    body |= {"file": scan("act.pdf"), "understood": "on"}
    assert client.post(address(cleared, "terminate"), body).status_code == 302
    assert {document.kind for document in Document.objects.all()} == {"signed_scan", "termination_act"}


def test_ended_partnership__api_takes_papers_of_an_agreement_with_the_ministry_only(official, cleared):
    partnership = Partnership.objects.get(pk=cleared.agreement.partnership_id)
    end_partnership(partnership, official)
    api, path = Api(official), f"partnerships/{partnership.pk}/documents/"
    whole = api.upload(path, {"file": scan(), "kind": "other"})
    assert whole.status_code == 403
    body = {"file": scan(), "kind": "signed_scan", "agreement": cleared.agreement_id}
    assert api.upload(path, body).status_code == 201
    signed = {"signed": {"date": "2025-06-12", "precision": "day"}, "signed_place": "Єна"}
    step = api.post(f"registrations/{cleared.pk}/submit-signed/", signed, version=cleared.version)
    assert step.status_code == 200, step.json()


def test_api__without_the_scan__names_what_is_missing_and_where(official, cleared):
    api, path = Api(official), f"registrations/{cleared.pk}/submit-signed/"
    signed = {"signed": {"date": "2025-06-12", "precision": "day"}, "signed_place": "Єна"}
    refused = api.post(path, signed, version=cleared.version)
    assert refused.status_code == 400
    assert [(one["field"], one["code"]) for one in refused.json()["errors"]] == [
        ("documents", "scan_missing")
    ]
    attach_scan(cleared)
    assert api.post(path, signed, version=cleared.version).status_code == 200


@pytest.mark.parametrize("changes", [{"signed_place": " "}, {}])
def test_api__neither_place_nor_online__is_refused(official, cleared, changes):
    attach_scan(cleared)
    signed = {"signed": {"date": "2025-06-12", "precision": "day"}, **changes}
    api, path = Api(official), f"registrations/{cleared.pk}/submit-signed/"
    refused = api.post(path, signed, version=cleared.version)
    assert [(one["field"], one["code"]) for one in refused.json()["errors"]] == [("signed_place", "required")]
    assert api.post(path, {**signed, "signed_online": True}, version=cleared.version).status_code == 200


def test_returned_registration__shows_and_replaces_who_signed(signed_in, official, clerk, cleared):
    client = signed_in(official)
    client.post(address(cleared), typed(cleared))
    cleared.refresh_from_db()
    returned = take_step(
        cleared.pk,
        "return-registration",
        actor=clerk,
        expected_version=cleared.version,
        reason=REASON,
        confirm=["held_by_another"],
    )
    assert NAME in client.get(address(cleared)).content.decode()
    ours = cleared.agreement.partnership.parties.get(side="ukrainian")
    client.post(address(cleared), typed(returned, **ANSWERED, **{f"name_{ours.pk}": "Інша Людина"}))
    assert [one.name for one in Signatory.objects.all()] == ["Інша Людина", ""]


def test_who_signed__is_never_public(client, official, clerk, cleared):
    client.force_login(official)
    client.post(address(cleared), typed(cleared))
    cleared.refresh_from_db()
    case = take_step(
        cleared.pk,
        "register",
        actor=clerk,
        expected_version=cleared.version,
        confirm=["held_by_another"],
    )
    client.logout()
    code, pk = case.agreement.partnership.code, case.agreement.partnership_id
    for path in (
        f"/partnerships/{code}/", "/register/", f"/api/v1/partnerships/{pk}/", f"/api/v1/register/{case.entry.number}/",
        f"/check/?number={case.entry.number}", f"/register/{case.entry.sequence}/extract-uk.pdf",
    ):  # fmt: skip
        assert NAME not in client.get(path).content.decode(errors="replace"), path
    assert NAME not in str(case.entry.content)
    assert not list(chain_problems())
    assert Api(official).get(f"registrations/{case.pk}/").json()["signatories"][0]["name"] == NAME


def test_api__takes_signatories__and_names_what_is_wrong_with_one(official, cleared):
    api, path = Api(official), f"registrations/{cleared.pk}/submit-signed/"
    signed = {"signed": {"date": "2025-06-12", "precision": "day"}, "signed_place": "Єна"}
    attach_scan(cleared)
    for half in ({"name": NAME}, {"position": " ", "name": NAME}):
        wrong = api.post(
            path, {**signed, "signatories": [{"side": "ukrainian", **half}]}, version=cleared.version
        )
        assert wrong.status_code == 400
        assert wrong.json()["errors"][0]["field"] == "signatories[0].position"
    people = [
        {"side": "ukrainian", "position": "голова"},
        {"side": "foreign", "position": "Mayor", "name": "N"},
    ]
    taken = api.post(path, {**signed, "signatories": people}, version=cleared.version)
    assert taken.status_code == 200
    assert taken.json()["signatories"] == [{"name": "", **people[0]}, people[1]]


def test_termination__keeps_the_act_as_a_document(signed_in, official, community):
    case = make_case("registered", official=official, community=community)
    fields = case_step_fields("terminate")
    body = {**fields, "understood": "on", "version": case.version, "file": scan("act.pdf")}
    assert signed_in(official).post(address(case, "terminate"), body).status_code == 302
    kinds = Document.objects.filter(agreement=case.agreement).values_list("kind", flat=True)
    assert set(kinds) == {"signed_scan", "termination_act"}
    assert not list(chain_problems())


def test_clerk__reads_who_signed_and_the_association_does_not(signed_in, official, association, cleared):
    client = signed_in(official)
    client.post(address(cleared), typed(cleared))
    assert Api(make_user("ministry")).get(f"registrations/{cleared.pk}/").json()["signatories"]
    assert Api(association).get(f"registrations/{cleared.pk}/").status_code == 404


BEFORE = {"signed_day": "10", "signed_month": "2", "signed_year": "2025"}
WHY = "Підписано під час візиту, погодження запізнилося."


def test_signed_before_the_order__is_told_and_filed_with_an_explanation(signed_in, official, cleared):
    """The order is of 19 May 2025, the signing of February."""
    client = signed_in(official)
    asked = client.post(address(cleared), typed(cleared, **BEFORE))
    assert asked.status_code == 409
    assert 'value="signed_before_clearance"' in asked.content.decode()
    ticked = BEFORE | {"confirm": "signed_before_clearance"}
    unexplained = client.post(address(cleared), typed(cleared, **ticked))
    assert unexplained.status_code == 422
    assert set(unexplained.context["form"].errors) == {"note"}
    assert client.post(address(cleared), typed(cleared, **ticked, note=WHY)).status_code == 302
    cleared.refresh_from_db()
    assert (cleared.status, cleared.signing_note) == ("registration_filed", WHY)


def test_signed_before_the_order__clerk_reads_why_and_registers_only_with_a_reason(
    client, official, clerk, cleared
):
    case = signed_before(official, cleared)
    case = assign_case(case.pk, actor=clerk, holder_id=clerk.pk, expected_version=case.version)
    client.force_login(clerk)
    record = f"/admin/registration/registrationcase/{case.pk}/"
    assert WHY in client.get(f"{record}change/").content.decode()
    step = client.get(f"{record}steps/register/").content.decode()
    assert WHY in step
    body = {"version": case.version, "number": "", "registered_on": "2025-06-20", "understood": "on"}
    refused = client.post(f"{record}steps/register/", body)
    assert refused.status_code == 400
    assert set(refused.context["form"].errors) == {"text"}
    assert (
        client.post(f"{record}steps/register/", body | {"text": "Зміст угоди погоджено."}).status_code == 302
    )
    event = type(case).pgh_event_model.objects.filter(pgh_obj=case.pk).latest("pgh_id")
    assert event.pgh_context["reason"] == "Зміст угоди погоджено."


def test_signed_before_the_order__api__409_then_text_then_200(official, clerk, cleared):
    attach_scan(cleared)
    api, path = Api(official), f"registrations/{cleared.pk}/submit-signed/"
    body = {"signed": {"date": "2025-02-10", "precision": "day"}, "signed_place": "Єна"}
    asked = api.post(path, body, version=cleared.version)
    assert (asked.status_code, asked.json()["confirm"]) == (409, ["signed_before_clearance"])
    body |= {"confirm": asked.json()["confirm"]}
    unexplained = api.post(path, body, version=cleared.version)
    assert [(one["field"], one["code"]) for one in unexplained.json()["errors"]] == [("text", "required")]
    taken = api.post(path, {**body, "text": WHY}, version=cleared.version)
    assert (taken.status_code, taken.json()["signing_note"]) == (200, WHY)
    register = f"registrations/{cleared.pk}/register/"
    day, desk = {"registered_on": "2025-06-20", "confirm": ["held_by_another"]}, Api(clerk)
    version = taken.json()["version"]
    refused = desk.post(register, day, version=version)
    assert [(one["field"], one["code"]) for one in refused.json()["errors"]] == [("text", "required")]
    assert desk.post(register, {**day, "text": "Зміст погоджено."}, version=version).status_code == 200


@pytest.mark.parametrize(
    ("signed", "asks"),
    [
        ({"signed_day": "18", "signed_month": "5", "signed_year": "2025"}, True),
        ({"signed_day": "19", "signed_month": "5", "signed_year": "2025"}, False),
        ({"signed_day": "", "signed_month": "4", "signed_year": "2025"}, True),
        ({"signed_day": "", "signed_month": "5", "signed_year": "2025"}, False),
        ({"signed_day": "", "signed_month": "", "signed_year": "2025"}, False),
        ({"signed_day": "", "signed_month": "", "signed_year": "2024"}, True),
    ],
)
def test_signed_before_the_order__only_where_every_possible_day_lies_before(
    signed_in, official, cleared, signed, asks
):
    answer = signed_in(official).post(address(cleared), typed(cleared, **signed))
    assert answer.status_code == (409 if asks else 302)


def test_signing_note__is_never_public(client, official, clerk, cleared):
    case = signed_before(official, cleared)
    take_step(
        case.pk,
        "register",
        actor=clerk,
        expected_version=None,
        text="Погоджено.",
        confirm=["held_by_another"],
    )
    code, pk = case.agreement.partnership.code, case.agreement.partnership_id
    for path in (f"/partnerships/{code}/", f"/api/v1/partnerships/{pk}/", "/register/"):
        assert WHY not in client.get(path).content.decode(), path


def signed_before(official, case):
    day = PartialDate(dt.date(2025, 2, 10), DatePrecision.DAY)
    fields = case_step_fields("submit-signed") | {"signed": day, "text": WHY}
    return take_step(
        case.pk,
        "submit-signed",
        actor=official,
        expected_version=case.version,
        confirm=["signed_before_clearance"],
        **fields,
    )
