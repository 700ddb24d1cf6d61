"""What people send is kept only as far as it can be used: a file of a gigabyte does not fill the disk."""

import contextlib
import logging
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler

from common.stored_files import StorageFull

logger = logging.getLogger(__name__)


class CapFileSize(FileUploadHandler):
    """Runs before the storing handlers and passes on at most the largest accepted file.

    The form is read to its end all the same, so that what was typed can be shown again. The file is then
    empty and has its true size, by which it is refused.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Pass on what may still be kept, and let the rest go by."""
        return raw_data if start <= settings.DOCUMENT_MAX_BYTES else None

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """Answer for a file that is too large; leave all others to the next handler."""
        if file_size <= settings.DOCUMENT_MAX_BYTES:
            return None
        return _not_kept(self, file_size)


class TemporaryFiles(TemporaryFileUploadHandler):
    """Django's handler; a disk that is full while the form is read loses the file, not the words of the form."""

    has_room = True

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        self.has_room = True
        try:
            super().new_file(*args, **kwargs)
        except OSError:
            self._give_up()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Write a part while there is room."""
        if self.has_room:
            try:
                super().receive_data_chunk(raw_data, start)
            except OSError:
                self._give_up()
        return None

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """Return the file; what could not be written is known by its size alone."""
        if self.has_room:
            try:
                return super().file_complete(file_size)
            except OSError:
                self._give_up()
        lost = _not_kept(self, file_size)
        lost.had_no_room = True
        return lost

    def _give_up(self) -> None:
        logger.error("No room for temporary files")
        self.has_room = False
        if file := getattr(self, "file", None):
            with contextlib.suppress(OSError):
                file.close()


def require_kept(upload: UploadedFile) -> None:
    """Raise ``StorageFull`` for a file that could not be written while it came."""
    if getattr(upload, "had_no_room", False):
        raise StorageFull


class _NotKept(UploadedFile):
    """A file of which only the size is known."""

    had_no_room = False

    def chunks(self, chunk_size: int | None = None) -> Any:
        """Nothing was kept."""
        return iter(())


def _not_kept(handler: FileUploadHandler, size: int) -> _NotKept:
    return _NotKept(
        BytesIO(),
        handler.file_name,
        handler.content_type,
        size,
        handler.charset,
        handler.content_type_extra,
    )
