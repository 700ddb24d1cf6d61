"""The Ministry's desk."""

from partnerships.admin.record import use_facts
from registration.admin.case import CaseAdmin
from registration.admin.register import MinistryOrderAdmin, RegisterEntryAdmin
from registration.selectors import facts_of

use_facts(facts_of)

__all__ = ["CaseAdmin", "MinistryOrderAdmin", "RegisterEntryAdmin"]
