"""A repeated creating request creates once."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from accounts.models import IdempotentAnswer
from partnerships.models import Document, Partnership
from tests.api.client import Api
from tests.api.conftest import PDF
from tests.factories import make_partnership, make_user

pytestmark = pytest.mark.django_db


def test_same_key_and_body__first_answer_again(official, filing):
    api = Api(official)
    first = api.post("partnerships/", filing, Idempotency_Key="k1")
    again = api.post("partnerships/", filing, Idempotency_Key="k1")
    assert first.status_code == again.status_code == 201
    assert again.content == first.content
    assert (again["Location"], again["ETag"]) == (first["Location"], first["ETag"])
    assert again["Idempotent-Replayed"] == "true"
    assert Partnership.objects.count() == 1


def test_same_key_with_another_body__409(official, filing):
    api = Api(official)
    api.post("partnerships/", filing, Idempotency_Key="k1")
    response = api.post("partnerships/", {**filing, "summary_uk": "Інше."}, Idempotency_Key="k1")
    assert response.status_code == 409
    assert response.json() == {
        "type": "urn:pobratym:problem:idempotency_conflict",
        "title": "This conflicts with another record",
        "status": 409,
        "detail": "This Idempotency-Key has already been used for a different request. Choose a new key.",
        "code": "idempotency_conflict",
    }


def test_refused_request__leaves_the_key_free(official, filing):
    api = Api(official)
    assert api.post("partnerships/", {}, Idempotency_Key="k1").status_code == 400
    assert api.post("partnerships/", filing, Idempotency_Key="k1").status_code == 201


def test_key__belongs_to_one_person(official, filing, brovary):
    api, other = Api(official), Api(make_user(communities=[brovary]))
    first = api.post("partnerships/", filing, Idempotency_Key="k1").json()
    second = other.post("partnerships/", filing, Idempotency_Key="k1").json()
    assert first["id"] != second["id"]
    assert second["warnings"][0]["code"] == "same_parties"
    assert second["warnings"][0]["partnership"]["code"] == first["code"]


@pytest.mark.parametrize("key", ["", "x" * 256, "ключ"])
def test_unusable_key__400(official, filing, key):
    raw = key.encode().decode("latin-1")
    response = Api(official).post("partnerships/", filing, Idempotency_Key=raw)
    assert response.status_code == 400
    assert response.json()["errors"][0]["field"] == "Idempotency-Key"


def test_upload__same_file_once__another_file_conflicts():
    partnership = make_partnership()
    api = Api(partnership.responsible)

    def upload(content):
        body = {"file": SimpleUploadedFile("draft.pdf", content), "kind": "draft_uk"}
        return api.upload(f"partnerships/{partnership.pk}/documents/", body, Idempotency_Key="k1")

    assert upload(PDF).status_code == upload(PDF).status_code == 201
    assert Document.objects.count() == 1
    assert upload(PDF + b"%").status_code == 409


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_once__one_record_one_answer(official, filing):
    barrier = threading.Barrier(2)
    callers = [Api(official), Api(official)]

    def create(api):
        try:
            barrier.wait(timeout=10)
            return api.post("partnerships/", filing, Idempotency_Key="k1")
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(create, callers))
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert Partnership.objects.count() == IdempotentAnswer.objects.count() == 1
