"""Files on the disk: whole or not at all, for the registry's user alone, given out only as they were sent."""

import errno
import logging
import os
import stat
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import translation

from accounts.roles import Role
from common.stored_files import SANDBOX, StorageFull, WholeFileStorage
from demo.paper import pdf
from partnerships.models import Document
from partnerships.services import attach_document
from registration.models import MinistryOrder
from registration.services.order_files import attach_order_file
from tests.api.client import Api
from tests.factories import make_case, make_partnership, make_user
from tests.files import JS, pdf_with

CONTENT = pdf("Угода")


@pytest.fixture(autouse=True)
def _ukrainian():
    """A request leaves its language behind: every test begins in Ukrainian."""
    translation.activate("uk")


def full_disk(*_args, **_more):
    raise OSError(errno.ENOSPC, "No space left on device")


class TestStorage:
    @pytest.fixture
    def storage(self, tmp_path):
        return WholeFileStorage(
            tmp_path / "media", file_permissions_mode=0o640, directory_permissions_mode=0o750
        )

    def left(self, storage):
        return [name for _folder, _folders, names in os.walk(storage.location) for name in names]

    def test_file__is_stored_and_read_by_its_user_and_group_alone(self, storage):
        name = storage.save("documents/ab/abc", ContentFile(CONTENT))
        assert storage.open(name).read() == CONTENT
        assert stat.S_IMODE(Path(storage.path(name)).stat().st_mode) == 0o640
        for folder in ("", "documents", "documents/ab"):
            assert stat.S_IMODE(Path(storage.path(folder)).stat().st_mode) == 0o750

    def test_same_name_twice__keeps_both(self, storage, monkeypatch):
        """Also when another process takes it between the look and the link."""
        first = storage.save("documents/abc", ContentFile(b"1"))
        looks = iter([False])
        exists = storage.exists
        monkeypatch.setattr(storage, "exists", lambda name: next(looks, None) or exists(name))
        second = storage._save("documents/abc", ContentFile(b"2"))
        assert [storage.open(name).read() for name in (first, second)] == [b"1", b"2"]
        assert len(self.left(storage)) == 2

    @pytest.mark.parametrize("call", ["fsync", "link", "fdopen"])
    def test_full_disk__leaves_nothing_and_says_so(self, storage, monkeypatch, call, caplog):
        monkeypatch.setattr(os, call, full_disk)
        with pytest.raises(StorageFull):
            storage.save("documents/ab/abc", ContentFile(CONTENT))
        assert self.left(storage) == []
        assert "No room for files" in caplog.text

    def test_other_trouble__is_not_taken_for_a_full_disk(self, storage, monkeypatch):
        def broken(*_args, **_more):
            raise OSError(errno.EIO, "Input/output error")

        monkeypatch.setattr(os, "fsync", broken)
        with pytest.raises(OSError, match="Input/output"):
            storage.save("documents/ab/abc", ContentFile(CONTENT))
        assert self.left(storage) == []

    def test_without_hard_links__the_file_is_renamed(self, storage, monkeypatch):
        def refuse(*_args, **_more):
            raise OSError(errno.EPERM, "Operation not permitted")

        monkeypatch.setattr(os, "link", refuse)
        name = storage.save("documents/ab/abc", ContentFile(CONTENT))
        assert (storage.open(name).read(), self.left(storage)) == (CONTENT, ["abc"])


@pytest.mark.django_db
class TestFullDisk:
    def test_api__says_that_there_is_no_room_and_keeps_no_document(self, monkeypatch):
        partnership = make_partnership()
        monkeypatch.setattr(type(default_storage._wrapped), "_save", _save_fails)
        answer = Api(partnership.responsible).upload(
            f"partnerships/{partnership.pk}/documents/",
            {"file": SimpleUploadedFile("a.pdf", CONTENT), "kind": "draft_uk"},
        )
        assert (answer.status_code, answer.json()["code"]) == (507, "storage_full")
        assert not Document.objects.exists()

    def test_page__says_that_there_is_no_room(self, client, monkeypatch):
        partnership = make_partnership()
        client.force_login(partnership.responsible)
        monkeypatch.setattr(type(default_storage._wrapped), "_save", _save_fails)
        data = {"kind": "other", "file": SimpleUploadedFile("a.pdf", CONTENT)}
        answer = client.post(reverse("desk_document_upload", args=[partnership.code]), data)
        assert answer.status_code == 507
        assert str(StorageFull().detail) in answer.content.decode()

    def test_temporary_folder_full__says_so_too(self, client, monkeypatch, settings):
        settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10
        monkeypatch.setattr(TemporaryFileUploadHandler, "receive_data_chunk", full_disk)
        partnership = make_partnership()
        client.force_login(partnership.responsible)
        data = {"kind": "other", "file": SimpleUploadedFile("a.pdf", CONTENT)}
        answer = client.post(reverse("desk_document_upload", args=[partnership.code]), data)
        assert answer.status_code == 507


def _save_fails(*_args, **_more):
    raise StorageFull


@pytest.mark.django_db
class TestGivenOut:
    """By hash: what was altered on the disk, or is gone, is given to nobody."""

    @pytest.fixture
    def document(self):
        partnership = make_partnership()
        return attach_document(
            partnership.pk,
            actor=partnership.responsible,
            upload=SimpleUploadedFile("угода.pdf", CONTENT),
            kind="draft_uk",
        )

    @pytest.fixture
    def order_file(self):
        clerk = make_user(Role.MINISTRY)
        make_case("cleared", clerk=clerk)
        order = MinistryOrder.objects.get()
        return attach_order_file(order.pk, actor=clerk, upload=SimpleUploadedFile("наказ.pdf", CONTENT))

    def by_api(self, document):
        api = Api(document.partnership.responsible)
        return api.get(f"partnerships/{document.partnership_id}/documents/{document.pk}/content/")

    def by_page(self, client, document, name="desk_document"):
        client.force_login(document.partnership.responsible)
        with translation.override("uk"):
            return client.get(reverse(name, args=[document.pk]))

    def by_admin(self, client, order_file):
        client.force_login(make_user(Role.MINISTRY))
        with translation.override("uk"):
            address = reverse(
                "admin:registration_ministryorder_file", args=[order_file.order_id, order_file.pk]
            )
        return client.get(address)

    def test_whole_file__is_saved_and_never_shown_or_run(self, client, document, order_file):
        ways = (
            lambda: self.by_api(document),
            lambda: self.by_page(client, document),
            lambda: self.by_admin(client, order_file),
        )
        for way in ways:  # one after the other: the storage of tests has one place to read at
            answer = way()
            assert b"".join(answer.streaming_content) == CONTENT
            assert answer["Content-Disposition"].startswith("attachment;")
            assert answer["X-Content-Type-Options"] == "nosniff"
            assert answer["Content-Security-Policy"] == SANDBOX

    @pytest.mark.parametrize("damage", ["altered", "cut", "gone"])
    def test_damaged_file__is_refused_logged_and_found_by_the_command(
        self, client, document, order_file, damage, caplog, capsys
    ):
        call_command("check_files")
        for stored in (document, order_file):
            spoil(stored, damage)
        caplog.set_level(logging.ERROR)
        answer = self.by_api(document)
        assert (answer.status_code, answer.json()["code"]) == (503, "file_damaged")
        assert answer["Content-Type"] == "application/problem+json"
        for page in (
            self.by_page(client, document),
            self.by_page(client, document, "desk_document_preview"),
            self.by_admin(client, order_file),
        ):
            assert page.status_code == 503
            assert "резервної копії" in page.content.decode()
        assert document.file.name in caplog.text
        with pytest.raises(CommandError, match="2 of 2"):
            call_command("check_files")
        problem = "missing" if damage == "gone" else "altered"
        assert f"{problem}: Document {document.pk}" in capsys.readouterr().out


def spoil(stored, damage):
    storage, name = stored.file.storage, stored.file.name
    storage.delete(name)
    if damage != "gone":
        storage.save(name, ContentFile(CONTENT[:-9] if damage == "cut" else CONTENT.replace(b"1", b"2")))


@pytest.mark.django_db
class TestWarnings:
    def test_file_with_something_inside__is_shown_with_a_warning_when_the_setting_takes_it(
        self, client, settings
    ):
        settings.DOCUMENT_ACTIVE_CONTENT = "warn"
        partnership = make_partnership()
        document = attach_document(
            partnership.pk,
            actor=partnership.responsible,
            upload=SimpleUploadedFile("угода.pdf", pdf_with(JS)),
            kind="draft_uk",
        )
        assert document.inside == ["program"]
        client.force_login(partnership.responsible)
        page = client.get(reverse("desk_partnership", args=[partnership.code])).content.decode()
        assert "програма (JavaScript або ActiveX)" in page
        [shown] = (
            Api(partnership.responsible).get(f"partnerships/{partnership.pk}/documents/").json()["results"]
        )
        assert shown["inside"] == ["program"]


def test_processes_of_the_registry__write_for_their_user_and_group(tmp_path):
    (tmp_path / "report.txt").write_text("x")
    assert stat.S_IMODE((tmp_path / "report.txt").stat().st_mode) & 0o027 == 0


def test_folder_of_documents_that_others_can_read__is_told_by_the_deployment_check(tmp_path, settings):
    settings.MEDIA_ROOT = str(tmp_path)
    tmp_path.chmod(0o750)
    assert "pobratym.W001" not in [found.id for found in run_checks(include_deployment_checks=True)]
    tmp_path.chmod(0o755)
    assert "pobratym.W001" in [found.id for found in run_checks(include_deployment_checks=True)]
