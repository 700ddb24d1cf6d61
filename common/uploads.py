"""What people send is kept only as far as it can be used: a file of a gigabyte does not fill the disk."""

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class CapFileSize(FileUploadHandler):
    """Stands before the handlers that store; passes on no more than the largest file that is taken.

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
        return _NotKept(
            BytesIO(), self.file_name, self.content_type, file_size, self.charset, self.content_type_extra
        )


class _NotKept(UploadedFile):
    """A file of which only the size is known."""

    def chunks(self, chunk_size: int | None = None) -> Any:
        """Nothing was kept."""
        return iter(())
