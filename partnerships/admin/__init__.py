"""The Association's desk."""

from partnerships.admin.partnership import PartnershipAdmin

__all__ = ["PartnershipAdmin"]
