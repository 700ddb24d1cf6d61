"""Files that people have sent: kept whole or not at all, read back only when they are still what they were.

A database takes its rows back, a storage does not: files are stored within ``atomic_with_files``. What a process
that is killed between the two leaves behind is never referred to by a row, so nobody is shown it.
"""

import contextlib
import errno
import hashlib
import logging
import os
import tempfile
from collections.abc import Iterator
from contextvars import ContextVar
from pathlib import Path
from typing import IO, Any, Protocol

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage
from django.db import InterfaceError, OperationalError, transaction
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _

from common.errors import DomainError

logger = logging.getLogger(__name__)

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NO_HARD_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP}
# What somebody has uploaded runs nothing and loads nothing, should a browser show it after all.
SANDBOX = "default-src 'none'; sandbox"


class StoredFile(Protocol):
    """A row that says which file it stands for."""

    pk: Any
    file: FieldFile
    sha256: str


class FileNotWhole(DomainError):
    """The file is not there, cannot be read or is not what was uploaded: it is given to nobody."""

    code = "file_damaged"
    status = 503
    title = _("The file cannot be given out")

    def __init__(self, problem: str) -> None:
        self.problem = problem  # missing, altered or unreadable
        super().__init__(
            _(
                "The stored file is missing or is no longer what was uploaded, so it is not given out. "
                "This has been recorded for the administrators, who can restore it from a backup."
            )
        )


class StorageFull(DomainError):
    """There is no room for a file."""

    code = "storage_full"
    status = 507
    title = _("There is no room for the file")

    def __init__(self) -> None:
        super().__init__(
            _(
                "The registry has no room left for files, so the file was not kept and nothing was changed. "
                "Send it again later. This has been recorded for the administrators."
            )
        )


@contextlib.contextmanager
def room_for_files() -> Iterator[None]:
    """Turn a full disk into ``StorageFull``."""
    try:
        yield
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        logger.exception("No room for files")
        raise StorageFull from error


class WholeFileStorage(FileSystemStorage):
    """Writes a file under another name beside its place and renames it when all of it is on the disk."""

    def _save(self, name: str, content: File) -> str:
        """Store a file; returns its name. Raises ``StorageFull``; nothing of the file is left then."""
        path = Path(self.path(name))
        with room_for_files():
            self._make_folder(path.parent)
            part = self._write_part(path.parent, content)
            try:
                while not _give_name(part, path):
                    name = self.get_available_name(name)
                    path = Path(self.path(name))
            finally:
                part.unlink(missing_ok=True)
            _sync_folder(path.parent)
        return str(name).replace("\\", "/")

    def _make_folder(self, folder: Path) -> None:
        mode = self.directory_permissions_mode
        for missing in reversed([one for one in (folder, *folder.parents) if not one.exists()]):
            missing.mkdir(exist_ok=True)
            if mode is not None:
                missing.chmod(mode)

    def _write_part(self, folder: Path, content: File) -> Path:
        number, written = tempfile.mkstemp(prefix=".part-", dir=folder)
        part = Path(written)
        try:
            with os.fdopen(number, "wb") as file:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            if self.file_permissions_mode is not None:
                part.chmod(self.file_permissions_mode)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        return part


def _give_name(part: Path, path: Path) -> bool:
    """Put a whole file under its name; False when the name is taken meanwhile."""
    try:
        os.link(part, path)
    except FileExistsError:
        return False
    except OSError as error:
        if error.errno not in _NO_HARD_LINKS or path.exists():
            raise
        part.rename(path)
    return True


def _sync_folder(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


Stored = list[tuple[Storage, str]]
_stored: ContextVar[Stored | None] = ContextVar("_stored", default=None)


@contextlib.contextmanager
def atomic_with_files() -> Iterator[None]:
    """A transaction that removes the files stored within it when it is rolled back.

    Blocks may be nested like those of ``transaction.atomic``. When the connection is lost, nobody knows
    whether the rows were saved: the files then stay.
    """
    outer = _stored.get()
    own: Stored = []
    token = _stored.set(own)
    try:
        with transaction.atomic():
            yield
    except (InterfaceError, OperationalError):
        raise
    except BaseException:
        for storage, name in own:
            storage.delete(name)
        raise
    finally:
        _stored.reset(token)
    if outer is not None:
        outer.extend(own)


def store(target: FieldFile, content: File) -> None:
    """Write a file to its field's storage; the caller saves the row, within ``atomic_with_files``."""
    stored = _stored.get()
    if stored is None:
        raise RuntimeError("A file is stored outside of atomic_with_files.")
    target.save("", content, save=False)
    stored.append((target.storage, str(target.name)))


def open_whole(stored: StoredFile) -> IO[bytes]:
    """Open a file whose bytes have the hash that was computed on arrival; raises ``FileNotWhole``, logged."""
    try:
        file = stored.file.storage.open(str(stored.file.name), "rb")
        problem = "" if _hash_of(file) == stored.sha256 else "altered"
    except FileNotFoundError:
        problem = "missing"
    except OSError:
        problem = "unreadable"
    if problem:
        logger.error("%s %s: %s (%s)", type(stored).__name__, stored.pk, problem, stored.file.name)
        raise FileNotWhole(problem)
    return file


def _hash_of(file: File) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def file_answer(stored: StoredFile, *, name: str, content_type: str) -> HttpResponse:
    """Give a file, always as a download that nobody else keeps; raises ``FileNotWhole``."""
    answer = FileResponse(open_whole(stored), as_attachment=True, filename=name, content_type=content_type)
    patch_cache_control(answer, private=True, no_store=True)
    never_shown(answer)
    return answer  # type: ignore[return-value]  # like any other; the stubs keep streams apart


def never_shown(answer: HttpResponseBase) -> None:
    """Let no browser guess another type or run what is inside."""
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = SANDBOX
