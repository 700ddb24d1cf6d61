"""Partnerships with their parties, agreements, documents, activities and comments."""

from partnerships.models.activity import Activity
from partnerships.models.agreement import Agreement
from partnerships.models.comment import Comment
from partnerships.models.counter import NumberCounter
from partnerships.models.document import Document
from partnerships.models.partnership import Partnership, Party

__all__ = ["Activity", "Agreement", "Comment", "Document", "NumberCounter", "Partnership", "Party"]
