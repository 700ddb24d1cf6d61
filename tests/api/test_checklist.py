"""The checklist and the current versions of documents, as programs of communities read them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from demo.paper import pdf
from partnerships.models import Document
from tests.api.client import Api
from tests.api.conftest import PDF
from tests.factories import make_partnership

pytestmark = pytest.mark.django_db


def checklist_of(api: Api, pk: int) -> dict:
    response = api.get(f"partnerships/{pk}/checklist/")
    assert response.status_code == 200, response.json()
    return response.json()


def test_checklist__of_a_filing_with_gaps__names_field_weight_and_both_languages(official, filing):
    filing["agreement"] |= {"spheres": [], "kinds": ["cross_border"], "term": {"kind": "unknown"}}
    api = Api(official)
    found = checklist_of(api, api.post("partnerships/", filing).json()["id"])
    hints = {hint["code"]: hint for hint in found["hints"]}
    assert found["is_complete"] is False
    assert (hints["no_sphere"]["weight"], hints["no_sphere"]["field"]) == ("missing", "agreement.spheres")
    assert hints["no_term"]["weight"] == "return"
    assert hints["not_cross_border"]["step"] == "agreement"
    assert hints["no_draft_uk"]["text_uk"].startswith("Очікується")
    assert hints["no_draft_uk"]["text_en"].startswith("Expected")
    assert {"step": "parties", "text_uk": "Українська сторона", "text_en": "Ukrainian side"} in found[
        "complete"
    ]


def test_checklist__of_a_second_filing_of_the_same_parties__names_the_first(official, filing):
    api = Api(official)
    first = api.post("partnerships/", filing).json()
    second = api.post("partnerships/", filing).json()
    hints = {hint["code"]: hint for hint in checklist_of(api, second["id"])["hints"]}
    assert hints["duplicate"]["partnerships"] == [first["code"]]


def test_checklist__complete__can_be_submitted(official, filing):
    api = Api(official)
    made = api.post("partnerships/", filing).json()
    assert checklist_of(api, made["id"])["is_complete"] is True
    assert api.post(f"partnerships/{made['id']}/submit/", version=made["version"]).status_code == 200


def test_documents__a_later_file_of_the_same_kind__is_the_current_one():
    partnership = make_partnership("approved")
    api, path = Api(partnership.responsible), f"partnerships/{partnership.pk}/documents/"
    ids = [
        api.upload(path, {"file": SimpleUploadedFile("a.pdf", content), "kind": "draft_uk"}).json()["id"]
        for content in (PDF, pdf("Second"))
    ]
    shown = {row["id"]: row["is_current"] for row in api.get(path).json()["results"]}
    assert shown == {ids[0]: False, ids[1]: True}
    assert [row["id"] for row in api.get(path, {"current": "true"}).json()["results"]] == ids[1:]
    assert [row["id"] for row in api.get(path, {"current": "false"}).json()["results"]] == ids[:1]


def test_documents__replaced_by_one_that_is_not_public__stay_current_for_everybody():
    partnership = make_partnership("approved")
    api, path = Api(partnership.responsible), f"partnerships/{partnership.pk}/documents/"
    for content in (PDF, pdf("Second")):
        api.upload(path, {"file": SimpleUploadedFile("a.pdf", content), "kind": "draft_uk"})
    Document.objects.filter(pk=Document.objects.earliest("pk").pk).update(is_public=True)
    assert [row["is_current"] for row in Api().get(path).json()["results"]] == [True]
