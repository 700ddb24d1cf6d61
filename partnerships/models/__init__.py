"""Partnerships with their parties, agreements, documents, activities and comments."""

from partnerships.models.activity import Activity
from partnerships.models.agreement import Agreement
from partnerships.models.comment import Comment
from partnerships.models.counter import NumberCounter
from partnerships.models.document import Document
from partnerships.models.filing_draft import FilingDraft
from partnerships.models.merge import PartnershipMerge
from partnerships.models.partnership import Partnership, Party
from partnerships.models.public_change import ChangeAction, ChangedResource, PublicChange
from partnerships.models.record import DeskRecord, Record
from partnerships.models.record_count import RecordCount
from partnerships.models.record_version import RecordVersion
from partnerships.models.remark_answer import AnsweredRemarkModel, RemarkAnswer
from partnerships.models.upload import Upload

__all__ = [
    "Activity",
    "Agreement",
    "AnsweredRemarkModel",
    "ChangeAction",
    "ChangedResource",
    "Comment",
    "DeskRecord",
    "Document",
    "FilingDraft",
    "NumberCounter",
    "Partnership",
    "PartnershipMerge",
    "Party",
    "PublicChange",
    "Record",
    "RecordCount",
    "RecordVersion",
    "RemarkAnswer",
    "Upload",
]
