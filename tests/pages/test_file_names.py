"""Names of uploaded files in whatever encoding a program sends them; through pages and API alike."""

import pytest
from django.urls import reverse

from demo.paper import pdf
from partnerships.models import Document
from tests.api.client import BASE, Api
from tests.factories import make_partnership

pytestmark = pytest.mark.django_db
BOUNDARY = "--------part"
NAME = "Угода про співпрацю №5.pdf"
QUOTED = "%D0%A3%D0%B3%D0%BE%D0%B4%D0%B0.pdf"

NAMES = {
    "UTF-8": (f'filename="{NAME}"'.encode(), NAME),
    "cp1251": (f'filename="{NAME}"'.encode("cp1251"), NAME),
    "without quotation marks": ("filename=Угода.pdf".encode("cp1251"), "Угода.pdf"),
    "RFC 5987": (f"filename=\"x.pdf\"; filename*=UTF-8''{QUOTED}".encode(), "Угода.pdf"),
    "RFC 5987 alone": (f"filename*=utf-8''{QUOTED}".encode(), "Угода.pdf"),
    "RFC 5987 in cp1251": (b"filename*=windows-1251''%D3%E3%EE%E4%E0.pdf", "Угода.pdf"),
    "RFC 5987 of 200 letters": (f"filename*=UTF-8''{'%D0%A3' * 200}.pdf".encode(), "У" * 200 + ".pdf"),
    "RFC 2047": (b'filename="=?UTF-8?B?0KPQs9C+0LTQsC5wZGY=?="', "Угода.pdf"),
    "bytes of no encoding": (b'filename="\x98\xff.pdf"', "ÿ.pdf"),
    "a path of Windows": (b'filename="C:\\Users\\a\\draft.pdf"', "draft.pdf"),
    "no ending": (b'filename="draft"', "draft.pdf"),
    "an ending in capitals": (b'filename="DRAFT.PDF"', "DRAFT.PDF"),
}


def body(name, content):
    lines = [
        b"--" + BOUNDARY.encode(),
        b'Content-Disposition: form-data; name="kind"',
        b"",
        b"other",
        b"--" + BOUNDARY.encode(),
        b'Content-Disposition: form-data; name="file"; ' + name,
        b"Content-Type: application/pdf",
        b"",
        content,
        b"--" + BOUNDARY.encode() + b"--",
        b"",
    ]
    return b"\r\n".join(lines)


@pytest.mark.parametrize("case", NAMES)
def test_file__with_a_name_in_any_encoding_is_taken_by_the_page(client, case):
    name, expected = NAMES[case]
    partnership = make_partnership()
    client.force_login(partnership.responsible)
    address = reverse("desk_document_upload", args=[partnership.code])
    # Larger than what Django reads at once, so that the parts are put together rightly.
    content = pdf("x") + b"\0" * 200_000
    answer = client.generic("POST", address, body(name, content), f"multipart/form-data; boundary={BOUNDARY}")
    assert answer.status_code == 302, answer.context["form"].errors
    document = Document.objects.get()
    assert document.original_name == expected
    assert document.file.read() == content


@pytest.mark.parametrize("case", NAMES)
def test_file__with_a_name_in_any_encoding_is_taken_by_the_api(case):
    name, expected = NAMES[case]
    partnership = make_partnership()
    api = Api(partnership.responsible)
    answer = api.http.generic(
        "POST",
        f"{BASE}partnerships/{partnership.pk}/documents/",
        body(name, pdf("x")),
        f"multipart/form-data; boundary={BOUNDARY}",
        headers=api.headers,
    )
    assert answer.status_code == 201, answer.content
    assert answer.json()["name"] == expected


def test_header__without_end_is_no_server_error(client):
    partnership = make_partnership()
    client.force_login(partnership.responsible)
    address = reverse("desk_document_upload", args=[partnership.code])
    long = body(b'filename="' + b"x" * 20_000 + b'"', pdf("x"))
    answer = client.generic("POST", address, long, f"multipart/form-data; boundary={BOUNDARY}")
    assert answer.status_code == 400
