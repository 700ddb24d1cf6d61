"""Uploaded files: the type comes from the content, the hash is right, the name goes nowhere."""

import hashlib
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from common.errors import RuleViolated
from demo.paper import pdf
from partnerships.document_versions import with_versions
from partnerships.models import Document
from partnerships.services import attach_document, file_archives, file_images, file_types, limited_process
from partnerships.services.file_checks import detect_type, examine
from partnerships.services.file_contents import Content, labels_of
from partnerships.services.file_problems import UnusableFile
from tests.factories import first_agreement, make_partnership
from tests.files import ACCEPTED, EXE, REFUSED, WITH_SOMETHING_INSIDE, WORD, archive, signature


@pytest.mark.parametrize("name", ACCEPTED)
def test_type__is_told_from_the_content(name):
    content, expected = ACCEPTED[name]
    assert examine(content) == Content(expected)
    assert expected in file_types.ACCEPTED_TYPES


@pytest.mark.parametrize("name", REFUSED)
def test_file__that_cannot_be_used_is_refused_with_what_to_do(name):
    content, code = REFUSED[name]
    found, [problem] = detect_type(SimpleUploadedFile("угода.pdf", content))
    assert (found.type, problem.field, problem.code) == ("", "file", code)
    assert "again" in str(problem.detail) or "ще раз" in str(problem.detail)


@pytest.mark.parametrize("name", WITH_SOMETHING_INSIDE)
def test_file__with_something_inside_is_refused_and_says_what(name):
    content, codes = WITH_SOMETHING_INSIDE[name]
    assert list(examine(content).inside) == codes
    _nothing, [problem] = detect_type(SimpleUploadedFile("угода.pdf", content))
    assert problem.code == "active_content"
    assert labels_of(codes) in str(problem.detail)


@pytest.mark.parametrize("name", WITH_SOMETHING_INSIDE)
def test_file__with_something_inside_is_taken_by_setting(settings, name):
    settings.DOCUMENT_ACTIVE_CONTENT = "warn"
    content, codes = WITH_SOMETHING_INSIDE[name]
    found, problems = detect_type(SimpleUploadedFile("угода.pdf", content))
    assert (list(found.inside), problems) == (codes, [])


# Beside the project, where the team keeps them; a worktree lies one folder deeper.
CASE_FOLDERS = [parent / "shared" / "cases" for parent in Path(__file__).resolve().parents]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("bom.pdf", file_types.PDF),
        ("crlf.pdf", file_types.PDF),
        ("junk200.pdf", file_types.PDF),
        ("word-online-document2.docx", file_types.DOCX),
    ],
)
def test_file__as_its_makers_write_it_is_accepted(name, expected):
    path = next((one / name for one in CASE_FOLDERS if (one / name).exists()), None)
    if path is None:
        pytest.skip("The shared cases are not here; tests/files.py has files of the same kinds.")
    assert examine(path.read_bytes()) == Content(expected)


def test_archive__that_unpacks_to_hundreds_of_megabytes_is_not_opened():
    bomb = archive({**WORD, **{f"word/media/{number}": bytes(31_000_000) for number in range(10)}})
    with pytest.raises(UnusableFile) as raised:
        examine(bomb)
    assert raised.value.code == "unpacks_to_too_much"


@pytest.mark.parametrize("limit", ["DOCUMENT_MAX_UNPACKED_BYTES", "MOST_PARTS"])
def test_archive__that_unpacks_to_too_much_is_not_opened(monkeypatch, settings, limit):
    bomb = archive({**WORD, "word/media/a": bytes(2_000_000)})
    assert len(bomb) < 10_000
    assert examine(bomb) == Content(file_types.DOCX)
    if limit == "MOST_PARTS":
        monkeypatch.setattr(file_archives, limit, 3)
    else:
        setattr(settings, limit, 3)
    with pytest.raises(UnusableFile) as raised:
        examine(bomb)
    assert raised.value.code == "unpacks_to_too_much"


def test_picture__with_too_many_pixels_is_not_decoded(monkeypatch):
    monkeypatch.setattr(file_images, "MOST_PIXELS", 1000)
    with pytest.raises(UnusableFile) as raised:
        examine(ACCEPTED["PNG"][0])
    assert raised.value.code == "too_many_pixels"


def test_pdf__whose_reader_would_run_for_hours_is_given_up(monkeypatch):
    monkeypatch.setattr(limited_process, "SECONDS", 0.5)
    with pytest.raises(UnusableFile) as raised:
        examine(b"%PDF-1.4\n" + b" " * 15_000_000 + b"\nstartxref\n9\n%%EOF")
    assert raised.value.code == "broken"


def test_xml__that_would_eat_all_memory_is_given_up():
    deep = archive({**WORD, "word/document.xml": b"<a>" * 15_000_000})
    with pytest.raises(UnusableFile) as raised:
        examine(deep)
    assert raised.value.code == "broken"


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

    def test_fails_with_an_unknown_language(self):
        with pytest.raises(RuleViolated) as raised:
            attach(make_partnership(), pdf("x"), kind="draft_foreign", language="klingon")
        assert raised.value.problems[0].field == "language"


@pytest.mark.django_db
class TestVersions:
    def shown(self, partnership):
        rows = with_versions(partnership.documents.all())
        return [(row.current.original_name, [one.original_name for one in row.earlier]) for row in rows]

    def test_new_file_of_the_same_kind_language_and_agreement__replaces_the_earlier_one(self):
        partnership = make_partnership()
        for name in ("1.pdf", "2.pdf", "3.pdf"):
            attach(partnership, pdf(name), name=name)
        assert self.shown(partnership) == [("3.pdf", ["2.pdf", "1.pdf"])]

    def test_another_kind_language_or_agreement__stands_beside_it(self):
        partnership = make_partnership()
        agreement_id = first_agreement(partnership).pk
        attach(partnership, pdf("x"), name="uk.pdf")
        attach(partnership, pdf("x"), name="pl.pdf", kind="draft_foreign", language="pl")
        attach(partnership, pdf("x"), name="de.pdf", kind="draft_foreign", language="de")
        attach(partnership, pdf("x"), name="own.pdf", agreement_id=agreement_id)
        attach(partnership, signature(), name="uk.pdf.p7s")
        names = ["uk.pdf.p7s", "own.pdf", "de.pdf", "pl.pdf", "uk.pdf"]
        assert self.shown(partnership) == [(name, []) for name in names]

    def test_draft_in_ukrainian__needs_no_language(self):
        partnership = make_partnership()
        attach(partnership, pdf("x"), name="1.pdf")
        attach(partnership, pdf("x"), name="2.pdf", language="uk")
        assert self.shown(partnership) == [("2.pdf", ["1.pdf"])]

    def test_other_documents__replace_one_another_only_under_one_name(self):
        partnership = make_partnership()
        for name in ("план.pdf", "звіт.pdf", "план.pdf"):
            attach(partnership, pdf("x"), name=name, kind="other")
        assert self.shown(partnership) == [("план.pdf", ["план.pdf"]), ("звіт.pdf", [])]
