"""Recording the signing: date, place, who signed, the scan; and the act that ends an agreement."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from demo.paper import pdf
from partnerships.models import Document
from registration.models import Signatory
from registration.register_chain import chain_problems
from registration.services import take_step
from tests.api.client import Api
from tests.factories import REASON, case_step_fields, make_case, make_user

pytestmark = pytest.mark.django_db
NAME = "Ігор Сапожко"


@pytest.fixture
def cleared(official, community):
    return make_case("cleared", official=official, community=community)


def address(case, step="submit-signed"):
    return f"/desk/cases/{case.number}/steps/{step}/"


def typed(case, **changes):
    ours, theirs = (case.agreement.partnership.parties.get(side=side) for side in ("ukrainian", "foreign"))
    return {
        "version": case.version,
        "signed_day": "12",
        "signed_month": "6",
        "signed_year": "2025",
        "signed_place": "м. Єна",
        f"name_{ours.pk}": NAME,
        f"position_{ours.pk}": "міський голова",
        f"name_{theirs.pk}": "Thomas Nitzsche",
        **changes,
    }


def test_signing__keeps_who_signed_for_whom_and_the_scan(signed_in, official, cleared):
    scan = SimpleUploadedFile("signed.pdf", pdf("Signed"))
    client = signed_in(official)
    assert client.post(address(cleared), typed(cleared, file=scan)).status_code == 302
    people = [(one.side, one.name, one.position) for one in Signatory.objects.all()]
    assert people == [("ukrainian", NAME, "міський голова"), ("foreign", "Thomas Nitzsche", "")]
    assert Document.objects.get(agreement=cleared.agreement).kind == "signed_scan"
    page = client.get(f"/desk/partnerships/{cleared.agreement.partnership.code}/").content.decode()
    assert NAME in page


def test_signing__without_names__is_taken(signed_in, official, cleared):
    body = {
        name: value for name, value in typed(cleared).items() if not name.startswith(("name_", "position_"))
    }
    assert signed_in(official).post(address(cleared), body).status_code == 302
    assert not Signatory.objects.exists()


def test_position_without_a_name__is_named_beside_the_name(signed_in, official, cleared):
    ours = cleared.agreement.partnership.parties.get(side="ukrainian")
    response = signed_in(official).post(address(cleared), typed(cleared, **{f"name_{ours.pk}": ""}))
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {f"name_{ours.pk}"}
    assert "Thomas Nitzsche" in response.content.decode(), "nothing typed is lost"
    assert not Signatory.objects.exists()


def test_returned_registration__shows_and_replaces_who_signed(signed_in, official, clerk, cleared):
    client = signed_in(official)
    client.post(address(cleared), typed(cleared))
    cleared.refresh_from_db()
    returned = take_step(
        cleared.pk, "return-registration", actor=clerk, expected_version=cleared.version, reason=REASON
    )
    assert NAME in client.get(address(cleared)).content.decode()
    ours = cleared.agreement.partnership.parties.get(side="ukrainian")
    client.post(address(cleared), typed(returned, **{f"name_{ours.pk}": "Інша Людина"}))
    assert [one.name for one in Signatory.objects.all()] == ["Інша Людина", "Thomas Nitzsche"]


def test_who_signed__is_never_public(client, official, clerk, cleared):
    client.force_login(official)
    client.post(address(cleared), typed(cleared))
    cleared.refresh_from_db()
    case = take_step(cleared.pk, "register", actor=clerk, expected_version=cleared.version)
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
    wrong = api.post(
        path, {**signed, "signatories": [{"side": "ukrainian", "name": " "}]}, version=cleared.version
    )
    assert wrong.status_code == 400
    assert wrong.json()["errors"][0]["field"].startswith("signatories")
    people = [{"side": "ukrainian", "name": NAME, "position": "голова"}]
    taken = api.post(path, {**signed, "signatories": people}, version=cleared.version)
    assert taken.status_code == 200
    assert taken.json()["signatories"] == people


def test_termination__keeps_the_act_as_a_document(signed_in, official, community):
    case = make_case("registered", official=official, community=community)
    fields = case_step_fields("terminate")
    body = {**fields, "version": case.version, "file": SimpleUploadedFile("act.pdf", pdf("Act"))}
    assert signed_in(official).post(address(case, "terminate"), body).status_code == 302
    assert Document.objects.get(agreement=case.agreement).kind == "termination_act"
    assert not list(chain_problems())


def test_clerk__reads_who_signed_and_the_association_does_not(signed_in, official, association, cleared):
    client = signed_in(official)
    client.post(address(cleared), typed(cleared))
    assert Api(make_user("ministry")).get(f"registrations/{cleared.pk}/").json()["signatories"]
    assert Api(association).get(f"registrations/{cleared.pk}/").status_code == 404
