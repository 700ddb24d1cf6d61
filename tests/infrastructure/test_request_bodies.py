"""A body without Content-Length is read like any other, or refused with nothing done: by a real server, as bytes."""

import datetime as dt
import hashlib
import json
import re

import pytest
from django.utils import timezone

from accounts.services.tokens import create_token
from demo.paper import pdf
from partnerships.models import Document, Partnership, Upload
from tests.communities.factories import make_brovary
from tests.factories import PASSWORD, make_partnership, make_user
from tests.live_server import Server, chunked

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def server(db):
    running = Server(workers="1")  # files of the tests lie in the memory of one process
    yield running
    running.kill()


@pytest.fixture
def official(db):
    return make_user(communities=[make_brovary()])


@pytest.fixture
def key(official):
    return create_token(user=official, name="chunks")[1]


def head(method, path, kind, **headers):
    lines = [
        f"{method} {path} HTTP/1.1",
        "Host: 127.0.0.1",
        "Connection: close",
        "Transfer-Encoding: chunked",
    ]
    lines += [f"Content-Type: {kind}"] if kind else []
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def api_head(key, method, path, kind="application/json", **headers):
    return head(method, f"/api/v1/{path}", kind, Authorization=f"Token {key}", **headers)


def test_json_in_chunks__is_read_like_any_other(server, official, key):
    draft = make_partnership(official=official, community=make_brovary())
    approved = make_partnership("approved", official=official, community=make_brovary())
    body = json.dumps({"summary_en": "In chunks."}).encode()
    answer = server.ask(
        api_head(key, "PATCH", f"partnerships/{draft.pk}/", If_Match='"1"') + chunked(body, 5), wait=0.1
    )
    assert answer.status == 200, answer
    draft.refresh_from_db()
    assert draft.summary_en == "In chunks."

    day = timezone.localdate() - dt.timedelta(days=40)
    said = {"ended_on": day.isoformat(), "text": "Сторони домовилися."}
    end = f"partnerships/{approved.pk}/end/"
    version = f'"{approved.version}"'
    answer = server.ask(api_head(key, "POST", end, If_Match=version), chunked(json.dumps(said).encode()))
    if answer.status == 409:  # it asks once more, and lists what is to be confirmed
        said["confirm"] = json.loads(answer.body)["confirm"]
        answer = server.ask(api_head(key, "POST", end, If_Match=version), chunked(json.dumps(said).encode()))
    assert answer.status in {200, 400}, answer
    approved.refresh_from_db()
    assert approved.ended_on in {day, None}, "never another day than was said"


def test_body_that_does_not_show_its_end__411_and_nothing_is_done(server, official, key):
    approved = make_partnership("approved", official=official, community=make_brovary())
    path = f"partnerships/{approved.pk}/end/"
    for kind, body in (
        ("application/json", b""),
        ("application/x-www-form-urlencoded", b"text=half"),
        ("text/plain", b"text"),
        ("", b"{}"),
    ):
        asked = api_head(key, "POST", path, kind, If_Match=f'"{approved.version}"')
        answer = server.ask(asked + chunked(body))
        assert answer.status == 411, (kind, answer)
        assert answer.headers["content-type"] == "application/problem+json"
        assert json.loads(answer.body)["code"] == "length_required"
    approved.refresh_from_db()
    assert (approved.status, approved.ended_on) == ("approved", None)


def test_json_that_is_cut_off__changes_nothing(server, official, key):
    draft = make_partnership(official=official, community=make_brovary())
    cut = b'10\r\n{"summary_en": "C\r\nZZ\r\n'
    answer = server.ask(api_head(key, "PATCH", f"partnerships/{draft.pk}/", If_Match='"1"'), cut, wait=0.2)
    assert answer.status == 400
    assert Partnership.objects.get(pk=draft.pk).version == 1


def test_upload_in_chunks__receives_every_byte(server, official, key):
    partnership = make_partnership(official=official, community=make_brovary())
    content = pdf("A draft", *(f"Line {number}" for number in range(3000)))
    announced = {
        "name": "draft.pdf", "size": len(content), "sha256": hashlib.sha256(content).hexdigest(), "kind": "draft_uk",
        "agreement": partnership.agreements.get().pk,
    }  # fmt: skip
    path = f"partnerships/{partnership.pk}/documents/announce/"
    answer = server.ask(api_head(key, "POST", path), chunked(json.dumps(announced).encode()))
    assert answer.status == 201, answer
    upload = Upload.objects.get()
    half = len(content) // 2
    for offset, part in ((0, content[:half]), (half, content[half:])):
        asked = api_head(
            key, "PATCH", f"uploads/{upload.pk}/", "application/octet-stream", Upload_Offset=offset
        )
        answer = server.ask(asked, chunked(part, 8000))
        assert answer.status in {200, 201}, answer
        assert json.loads(answer.body)["received"] == offset + len(part)
    assert Upload.objects.filter(pk=upload.pk, document=None).count() == 0


def form_in_parts(boundary, *, ended=True, **fields):
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    file = pdf("Scan").decode("latin-1")
    parts.append(
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n'
        f"Content-Type: application/pdf\r\n\r\n{file}\r\n"
    )
    return ("".join(parts) + (f"--{boundary}--\r\n" if ended else "")).encode("latin-1")


def test_form_in_parts__is_taken_when_it_is_whole(server, official, key):
    partnership = make_partnership(official=official, community=make_brovary())
    path, kind = f"partnerships/{partnership.pk}/documents/", "multipart/form-data; boundary=xyz"
    for ended, status, made in ((False, 400, 0), (True, 201, 1)):
        body = form_in_parts("xyz", ended=ended, kind="other")
        answer = server.ask(api_head(key, "POST", path, kind), chunked(body))
        assert answer.status == status, answer
        assert partnership.documents.count() == made


def test_page_form_in_chunks__is_refused_in_words_and_changes_nothing(server, official):
    answer = server.ask(
        head("POST", "/en/account/login/", "application/x-www-form-urlencoded"),
        chunked(f"login={official.email}&password={PASSWORD}".encode()),
    )
    assert answer.status == 411
    assert "Nothing was done" in answer.body.decode()
    assert '<html lang="en">' in answer.body.decode()
    assert "sessionid" not in answer.headers.get("set-cookie", "")


def test_page_form_in_parts_in_chunks__signs_in(server, official):
    page = server.ask(b"GET /en/account/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
    cookie = page.headers["set-cookie"].split(";")[0]
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.body.decode())[1]
    body = form_in_parts("b", csrfmiddlewaretoken=token, login=official.email, password=PASSWORD)
    answer = server.ask(
        head("POST", "/en/account/login/", "multipart/form-data; boundary=b", Cookie=cookie), chunked(body)
    )
    assert answer.status == 302, answer


def test_more_than_is_taken__413_and_nothing_is_done(server, official, key):
    partnership = make_partnership(official=official, community=make_brovary())
    piece = b"x" * (1024 * 1024)
    asked = api_head(
        key, "POST", f"partnerships/{partnership.pk}/documents/", "multipart/form-data; boundary=xyz"
    )
    try:
        answer = server.ask(
            asked, *(b"%x\r\n%s\r\n" % (len(piece), piece) for _number in range(30)), b"0\r\n\r\n"
        )
    except ConnectionError:
        answer = None  # the server had answered and closed before all was sent
    assert answer is None or answer.status == 413
    assert not Document.objects.exists()


def test_length_and_chunks_together__the_chunks_count(server, official, key):
    draft = make_partnership(official=official, community=make_brovary())
    body = json.dumps({"summary_en": "Whole."}).encode()
    asked = api_head(key, "PATCH", f"partnerships/{draft.pk}/", If_Match='"1"', Content_Length="3")
    answer = server.ask(asked, chunked(body))
    assert answer.status in {200, 400}
    assert Partnership.objects.get(pk=draft.pk).summary_en in {"Whole.", ""}
