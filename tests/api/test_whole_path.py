"""From a draft to a registered agreement that anybody finds, through the API alone."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.api.client import Api
from tests.api.conftest import PDF

pytestmark = pytest.mark.django_db

LETTER = {"letter_number": "02-15/1", "letter_date": "2025-04-14"}
ORDER = {"order_number": "879", "order_date": "2025-05-19", "signer": "Заступник Міністра"}
SIGNING = {"signed": {"date": "2025-06-02", "precision": "day"}, "signed_place": "м. Ерланген"}


@dataclass
class Story:
    """The people, and where the filing and its case are."""

    officer: Api
    checker: Api
    clerk: Api
    address: str = ""
    case: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


def step(api: Api, address: str, name: str, body=None):
    """Take a step the way a program does: read, then write what was read."""
    answer = api.post(f"{address}{name}/", body, If_Match=api.get(address)["ETag"])
    assert answer.status_code == 200, answer.json()
    return answer.json()


@pytest.fixture
def story(official, association, ministry) -> Story:
    return Story(Api(official), Api(association), Api(ministry))


def test_whole_path__draft_to_register__anybody_finds_the_number(story, filing, anybody, brovary, erlangen):
    file_and_submit(story, filing, anybody)
    return_correct_and_approve(story)
    attach_the_draft(story)
    file_and_clear(story)
    number = sign_and_register(story)
    assert number == "2025-0001"
    everybody_reads(story, anybody, number)
    everybody_finds(anybody, story, number, brovary, erlangen)


def file_and_submit(story: Story, filing, anybody):
    created = story.officer.post("partnerships/", filing)
    assert created.status_code == 201, created.json()
    body = created.json()
    story.address = f"partnerships/{body['id']}/"
    assert created["Location"].endswith(f"/api/v1/{story.address}")
    assert (body["status"], body["warnings"]) == ("draft", [])
    assert [row["name"] for row in body["available_transitions"]] == ["submit", "withdraw"]
    assert anybody.get(story.address).status_code == 404
    step(story.officer, story.address, "submit")


def return_correct_and_approve(story: Story):
    remarks = {"reason_codes": ["unclear_term"], "text": "Який строк?"}
    returned = step(story.checker, story.address, "return", remarks)
    assert returned["filing"]["reason_codes"] == ["unclear_term"]
    change = {"agreement": {"term": {"kind": "open_ended"}}}
    corrected = story.officer.patch(story.address, change, version=returned["version"])
    assert corrected.json()["agreements"][0]["term"]["kind"] == "open_ended"
    step(story.officer, story.address, "submit")
    story.facts = step(story.checker, story.address, "approve")
    assert story.facts["status_label_en"] == "Checked by the Association"


def attach_the_draft(story: Story):
    file = SimpleUploadedFile("проєкт.pdf", PDF, content_type="application/pdf")
    uploaded = story.officer.upload(f"{story.address}documents/", {"file": file, "kind": "draft_uk"})
    assert uploaded.status_code == 201, uploaded.json()
    assert uploaded.json()["content_type"] == "application/pdf"


def file_and_clear(story: Story):
    agreement = story.facts["agreements"][0]["id"]
    filed = story.officer.post("registrations/", {"agreement": agreement, **LETTER})
    assert filed.status_code == 201, filed.json()
    assert filed.json()["agreement"] == agreement
    story.case = f"registrations/{filed.json()['id']}/"
    step(story.clerk, story.case, "accept")
    assert step(story.clerk, story.case, "clear", ORDER)["order"]["number"] == "879"


def sign_and_register(story: Story) -> str:
    scan = SimpleUploadedFile("підписана.pdf", PDF, content_type="application/pdf")
    agreement = story.facts["agreements"][0]["id"]
    document = {"file": scan, "kind": "signed_scan", "agreement": agreement}
    assert story.officer.upload(f"{story.address}documents/", document).status_code == 201
    step(story.officer, story.case, "submit-signed", SIGNING)
    registered = step(story.clerk, story.case, "register", {"registered_on": "2025-06-20"})
    return registered["entry"]["number"]


def everybody_reads(story: Story, anybody: Api, number: str):
    public = anybody.get(story.address).json()
    assert public["agreements"][0]["registration"] == {
        "status": "registered",
        "order_number": "879",
        "order_date": "2025-05-19",
        "number": number,
        "registered_on": "2025-06-20",
        "corrected_on": None,
        "number_is_doubtful": False,
    }
    assert (public["filing"], public["available_transitions"]) == (None, [])
    assert anybody.get(f"register/{number}/").json()["partnership_code"] == public["code"]


def everybody_finds(anybody: Api, story: Story, number: str, brovary, erlangen):
    questions = [
        {"number": f"№ {number}"},
        {"community": brovary.katottg, "municipality": erlangen.pk},
        {"q": "Чи зареєстрована угода Броварів з Ерлангеном?"},
    ]
    for question in questions:
        (fact,) = anybody.get("check/", question).json()["results"]
        assert {fact["checked"], fact["cleared"], fact["registered"], fact["in_force"]} == {True}
        assert fact["url"].endswith(f"/partnerships/{story.facts['code']}/")
