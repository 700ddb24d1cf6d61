"""Files in two calls: announced with their hash, sent in parts, resumed, checked when whole."""

import datetime as dt
import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from demo.paper import pdf
from partnerships.models import Document, Upload
from partnerships.services.uploads import forget_old_uploads
from tests.api.client import Api
from tests.communities.factories import make_brovary
from tests.factories import make_partnership, make_user

pytestmark = pytest.mark.django_db
CONTENT = pdf("Проєкт угоди")


@pytest.fixture
def official(db):
    return make_user(communities=[make_brovary()])


@pytest.fixture
def partnership(official):
    return make_partnership(official=official, community=make_brovary())


@pytest.fixture
def api(official):
    return Api(official)


def announced(content=CONTENT, **changes):
    return {
        "name": "проєкт.pdf",
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "kind": "draft_uk",
        **changes,
    }


def begin(api, partnership, **changes):
    answer = api.post(f"partnerships/{partnership.pk}/documents/announce/", announced(**changes))
    assert answer.status_code == 201, answer.content
    return f"uploads/{answer.json()['id']}/"


def send(api, address, part, offset):
    return api.http.patch(
        f"/api/v1/{address}",
        data=part,
        content_type="application/octet-stream",
        headers={**api.headers, "Upload-Offset": str(offset)},
    )


def test_two_calls__announce_and_send__make_a_document(api, partnership):
    address = begin(api, partnership)
    answer = send(api, address, CONTENT, 0)
    assert (answer.status_code, answer.json()["received"]) == (201, len(CONTENT))
    document = Document.objects.get(pk=answer.json()["document"])
    assert (document.sha256, document.original_name) == (announced()["sha256"], "проєкт.pdf")
    assert api.get(address).json()["document"] == document.pk


def test_broken_line__goes_on_where_it_ended(api, partnership):
    address = begin(api, partnership)
    assert send(api, address, CONTENT[:100], 0).json()["received"] == 100
    wrong = send(api, address, CONTENT[50:], 50)
    assert (wrong.status_code, wrong.json()["code"]) == (409, "wrong_offset")
    assert api.get(address).json()["received"] == 100
    assert send(api, address, CONTENT[100:], 100).status_code == 201
    assert Document.objects.get().size == len(CONTENT)
    again = send(api, address, b"x", len(CONTENT))
    assert again.status_code == 409


def test_other_bytes_than_announced__have_to_be_sent_anew(api, partnership):
    address = begin(api, partnership)
    answer = send(api, address, b"x" * len(CONTENT), 0)
    assert (answer.status_code, answer.json()["received"], answer.json()["document"]) == (200, 0, None)
    assert send(api, address, CONTENT, 0).status_code == 201


def test_more_bytes_than_announced__are_refused(api, partnership):
    address = begin(api, partnership)
    answer = send(api, address, CONTENT + b"more", 0)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "too_large")
    assert not Document.objects.exists()


def test_file_that_cannot_be_used__is_refused_like_any_other(api, partnership):
    program = b"MZ\x90\x00" + bytes(200)
    address = begin(api, partnership, content=program)
    answer = send(api, address, program, 0)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "file")
    assert not Document.objects.exists()
    assert not Upload.objects.exists(), "the same bytes would be refused again"


@pytest.mark.parametrize("offset", ["", "-1", "x", "1" * 40])
def test_offset_that_is_none__is_refused(api, partnership, offset):
    answer = send(api, begin(api, partnership), CONTENT, offset)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "Upload-Offset")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"sha256": "nonsense"}, "sha256"),
        ({"size": 0}, "size"),
        ({"size": 10**10}, "size"),
        ({"kind": "song"}, "kind"),
        ({"name": ""}, "name"),
        ({"more": 1}, "more"),
    ],
)
def test_wrong_announcement__is_named(api, partnership, changes, field):
    answer = api.post(f"partnerships/{partnership.pk}/documents/announce/", announced(**changes))
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, field)


def test_upload_of_somebody_else__does_not_exist(api, partnership):
    address = begin(api, partnership)
    for other in (Api(make_user(communities=[make_brovary()])), Api(make_user("administrator"))):
        assert other.get(address).status_code == 404
        assert send(other, address, CONTENT, 0).status_code == 404
    assert Api().get(address).status_code == 401


def test_nobody_announces_endlessly(api, partnership):
    for _number in range(20):
        begin(api, partnership)
    address = f"partnerships/{partnership.pk}/documents/announce/"
    assert api.post(address, announced()).status_code == 409
    Upload.objects.update(created_at=timezone.now() - dt.timedelta(days=2))
    assert api.post(address, announced()).status_code == 201, "what has run out holds up nobody"


def test_what_was_announced_a_day_ago__is_forgotten_with_its_bytes(api, partnership):
    address = begin(api, partnership)
    send(api, address, CONTENT[:10], 0)
    path = Upload.objects.get().file.path
    Upload.objects.update(created_at=timezone.now() - dt.timedelta(days=2))
    assert api.get(address).status_code == 404
    assert forget_old_uploads() == 1
    from pathlib import Path

    assert not Path(path).exists()


def test_the_same_file_twice_in_parts__is_taken_with_a_warning(api, partnership):
    documents = []
    for _number in range(2):
        address = begin(api, partnership)
        assert api.get(address).json()["warnings"] == [], "nothing has come yet"
        answer = send(api, address, CONTENT, 0)
        assert answer.status_code == 201
        documents.append(answer.json())
    assert documents[0]["warnings"] == []
    [warning] = documents[1]["warnings"]
    assert (warning["code"], warning["document"]) == ("same_file", documents[0]["document"])


def test_the_same_file_twice__is_taken_with_a_warning(api, partnership):
    path = f"partnerships/{partnership.pk}/documents/"
    first, second = (
        api.upload(path, {"file": SimpleUploadedFile(name, CONTENT), "kind": "other"}).json()
        for name in ("перший.pdf", "другий.pdf")
    )
    assert first["warnings"] == []
    [warning] = second["warnings"]
    assert (warning["code"], warning["document"]) == ("same_file", first["id"])
    assert "перший.pdf" in warning["detail"]
