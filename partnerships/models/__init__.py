"""Partnerships with their parties, agreements, documents, activities and comments."""

from partnerships.models.activity import Activity
from partnerships.models.agreement import Agreement
from partnerships.models.comment import Comment
from partnerships.models.counter import NumberCounter
from partnerships.models.document import Document
from partnerships.models.filing_draft import FilingDraft
from partnerships.models.partnership import Partnership, Party
from partnerships.models.record import DeskRecord, Record, RecordVersion
from partnerships.models.record_count import RecordCount

__all__ = [
    "Activity",
    "Agreement",
    "Comment",
    "DeskRecord",
    "Document",
    "FilingDraft",
    "NumberCounter",
    "Partnership",
    "Party",
    "Record",
    "RecordCount",
    "RecordVersion",
]
