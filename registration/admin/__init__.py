"""The Ministry's desk, and the outside lists that the Association reads."""

from partnerships.admin.record import use_facts
from registration.admin import status_check, transfer
from registration.admin.case import CaseAdmin
from registration.admin.outside import OutsideClaimAdmin, OutsideListAdmin
from registration.admin.register import MinistryOrderAdmin, RegisterEntryAdmin
from registration.selectors import facts_of

use_facts(facts_of)

__all__ = [
    "CaseAdmin",
    "MinistryOrderAdmin",
    "OutsideClaimAdmin",
    "OutsideListAdmin",
    "RegisterEntryAdmin",
    "status_check",
    "transfer",
]
