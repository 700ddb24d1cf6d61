"""Cases with the Ministry, its orders and the register."""

from registration.models.case import CaseRemarkAnswer, Opinion, RegistrationCase
from registration.models.entry import RegisterEntry
from registration.models.legal_act import LegalAct
from registration.models.order import MinistryOrder
from registration.models.order_file import OrderFile
from registration.models.outside import ClaimState, OutsideClaim, OutsideList
from registration.models.signatory import Signatory

__all__ = [
    "CaseRemarkAnswer",
    "ClaimState",
    "LegalAct",
    "MinistryOrder",
    "Opinion",
    "OrderFile",
    "OutsideClaim",
    "OutsideList",
    "RegisterEntry",
    "RegistrationCase",
    "Signatory",
]
