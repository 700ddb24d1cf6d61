"""The Association's desk."""

from partnerships.admin import coverage
from partnerships.admin.merging import PartnershipMergeAdmin
from partnerships.admin.partnership import PartnershipAdmin

__all__ = ["PartnershipAdmin", "PartnershipMergeAdmin", "coverage"]
