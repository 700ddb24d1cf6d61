"""Uploaded files: the type comes from the content, the hash is right, the name goes nowhere."""

import hashlib
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from common.errors import RuleViolated
from demo.paper import pdf
from partnerships.models import Document
from partnerships.services import attach_document, file_types
from tests.factories import first_agreement, make_partnership

PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452") + bytes(30)
JPEG = bytes.fromhex("ffd8ffe000104a4649460001") + bytes(30)
EXE = b"MZ\x90\x00" + bytes(200)
TYPES = {"mimetype": file_types.ODT.encode(), "content.xml": b"<office/>"}
WORD = {"[Content_Types].xml": b"<Types/>", "_rels/.rels": b"<r/>", "word/document.xml": b"<w:document/>"}


def archive(parts, method=zipfile.ZIP_DEFLATED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as packed:
        for name, content in parts.items():
            packed.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else method)
    return file.getvalue()


def encrypted(content):
    """Set the flag of encryption in the local and the central header."""
    local, central = content.index(b"PK\x03\x04"), content.index(b"PK\x01\x02")
    changed = bytearray(content)
    changed[local + 6] |= 1
    changed[central + 8] |= 1
    return bytes(changed)


ACCEPTED = {
    "PDF": (pdf("Demo"), "application/pdf"),
    "PNG named .pdf": (PNG, "image/png"),
    "JPEG": (JPEG, "image/jpeg"),
    "DOCX": (archive(WORD), file_types.DOCX),
    "ODT": (archive(TYPES), file_types.ODT),
}
REFUSED = {
    "EXE named .pdf": EXE,
    "script": b"<html><script>alert(1)</script></html>",
    "text": "Угода".encode(),
    "PDF signature further on": b"x%PDF-1.7",
    "PNG signature alone": PNG[:8] + b"<script>",
    "any archive": archive({"a.txt": b"x"}),
    "archive with a word folder": archive({"word/evil.exe": EXE}),
    "spreadsheet": archive({"[Content_Types].xml": b"<T/>", "xl/workbook.xml": b"<w/>"}),
    "open spreadsheet": archive({**TYPES, "mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
    "DOCX with macros": archive({**WORD, "word/vbaProject.bin": EXE}),
    "ODT whose type comes late": archive(dict(reversed(TYPES.items()))),
    "DOCX cut short": archive(WORD)[:120],
    "archive signature alone": b"PK\x03\x04" + b"\xff" * 60,
    "EXE in front of a DOCX": EXE + archive(WORD),
    "encrypted DOCX": encrypted(archive(WORD)),
    "nothing packed": archive({}),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_type__is_told_from_the_content(name):
    content, expected = ACCEPTED[name]
    assert file_types.detect(content) == expected
    assert expected in file_types.ACCEPTED_TYPES


@pytest.mark.parametrize("name", REFUSED)
def test_type__of_anything_else_is_unknown(name):
    assert file_types.detect(REFUSED[name]) == ""


def test_type__of_an_archive_that_unpacks_to_too_much_is_unknown(monkeypatch):
    bomb = archive({**WORD, "word/media/a": bytes(2_000_000)})
    assert len(bomb) < 10_000
    assert file_types.detect(bomb) == file_types.DOCX
    monkeypatch.setattr(file_types, "MOST_UNPACKED_BYTES", 1_000_000)
    assert file_types.detect(bomb) == ""
    monkeypatch.undo()
    monkeypatch.setattr(file_types, "MOST_PARTS", 3)
    assert file_types.detect(bomb) == ""


@pytest.mark.parametrize(
    ("given", "type_", "kept"),
    [
        ("угода.pdf", file_types.PDF, "угода.pdf"),
        ("Угода.PDF", file_types.PDF, "Угода.PDF"),
        ("скан.jpeg", file_types.JPEG, "скан.jpeg"),
        ("угода.exe", file_types.PDF, "угода.exe.pdf"),
        ("угода", file_types.DOCX, "угода.docx"),
        ("угода\u202efdp.exe", file_types.PDF, "угодаfdp.exe.pdf"),
        ("угода\r\n.pdf", file_types.PDF, "угода.pdf"),
        (".pdf", file_types.PDF, "pdf.pdf"),
        ("", file_types.ODT, "document.odt"),
        ("я" * 300 + ".pdf", file_types.PDF, "я" * 251 + ".pdf"),
    ],
)
def test_name__ends_as_the_content_says_and_shows_as_it_is(given, type_, kept):
    assert file_types.safe_name(given, type_) == kept


def attach(partnership, content, name="угода.pdf", **fields):
    return attach_document(
        partnership.pk,
        actor=partnership.responsible,
        upload=SimpleUploadedFile(name, content),
        **{"kind": "draft_uk", **fields},
    )


@pytest.mark.django_db
class TestAttaching:
    def test_hash_size_type_and_name_are_kept__the_path_is_the_hash(self):
        content = pdf("Agreement")
        partnership = make_partnership()
        document = attach(
            partnership, content, name="../../угода.pdf", agreement_id=first_agreement(partnership).pk
        )
        stored = Document.objects.get(pk=document.pk)
        digest = hashlib.sha256(content).hexdigest()
        assert (stored.sha256, stored.size, stored.detected_type) == (digest, len(content), "application/pdf")
        assert stored.original_name == "угода.pdf"
        assert stored.file.name.startswith(f"documents/{digest[:2]}/{digest}")
        assert stored.file.read() == content
        assert not stored.is_public

    def test_same_file_twice__both_can_be_read(self):
        partnership = make_partnership()
        first, second = (attach(partnership, pdf("Same")) for _ in range(2))
        assert first.sha256 == second.sha256
        assert first.file.read() == second.file.read()

    @pytest.mark.parametrize(
        ("content", "code"),
        [(b"", "empty"), (EXE, "unsupported_type"), (pdf("x") + bytes(5000), "too_large")],
    )
    def test_fails_with_an_unusable_file(self, settings, content, code):
        settings.DOCUMENT_MAX_BYTES = 5000
        with pytest.raises(RuleViolated) as raised:
            attach(make_partnership(), content)
        assert [(problem.field, problem.code) for problem in raised.value.problems] == [("file", code)]
        assert not Document.objects.exists()

    def test_fails_with_an_unknown_kind_or_a_foreign_agreement(self):
        partnership, other = make_partnership(), make_partnership()
        with pytest.raises(RuleViolated) as raised:
            attach(partnership, pdf("x"), kind="poem")
        assert raised.value.problems[0].field == "kind"
        with pytest.raises(RuleViolated) as raised:
            attach(partnership, pdf("x"), agreement_id=first_agreement(other).pk)
        assert raised.value.problems[0].field == "agreement"
