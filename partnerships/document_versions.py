"""Versions of documents: a new file of the same kind, language and agreement stands for the earlier one."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from partnerships.choices import DocumentKind
from partnerships.models import Document
from partnerships.services.file_types import P7S

VersionKey = tuple[int | None, int | None, str, str, bool, str]


@dataclass
class VersionedDocument:
    """The current file, and those that it has replaced, newest first."""

    current: Document
    earlier: list[Document] = field(default_factory=list)


def with_versions(documents: Iterable[Document]) -> list[VersionedDocument]:
    """Put earlier versions behind the current one; the newest document comes first."""
    newest_first = sorted(documents, key=lambda document: (document.uploaded_at, document.pk), reverse=True)
    found: dict[VersionKey, VersionedDocument] = {}
    for document in newest_first:
        key = _key(document)
        if key in found:
            found[key].earlier.append(document)
        else:
            found[key] = VersionedDocument(document)
    return list(found.values())


def _key(document: Document) -> VersionKey:
    """Two photos, or papers of the kind "other", are versions of one another only when they have one name.

    A signature stands beside the file that it signs and does not replace it.
    """
    language = document.language or ("uk" if document.kind == DocumentKind.DRAFT_UK else "")
    name = document.original_name if document.kind in {DocumentKind.OTHER, DocumentKind.PHOTO} else ""
    return (
        document.agreement_id,
        document.activity_id,
        document.kind,
        language,
        document.detected_type == P7S,
        name,
    )
