"""Which amendment of an agreement is on its way with the Ministry."""

from partnerships.amendments import relations_of
from partnerships.models import Agreement
from registration.choices import CLOSED_STATUSES


def open_amendment(agreement: Agreement) -> Agreement | None:
    """The amendment of an agreement that is on its way; reads what is prefetched with the partnership."""
    siblings = list(agreement.partnership.agreements.all())
    return next((other for other in relations_of(agreement, siblings).amendments if _is_open(other)), None)


def _is_open(amendment: Agreement) -> bool:
    """Neither registered nor given up."""
    if hasattr(amendment, "register_entry"):
        return False
    statuses = [case.status for case in amendment.cases.all()]  # the related name of a later model
    return not statuses or any(status not in CLOSED_STATUSES for status in statuses)
