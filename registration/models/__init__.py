"""Cases with the Ministry, its orders and the register."""

from registration.models.case import Opinion, RegistrationCase
from registration.models.entry import RegisterEntry
from registration.models.order import MinistryOrder

__all__ = ["MinistryOrder", "Opinion", "RegisterEntry", "RegistrationCase"]
