"""The only writers of cases and of the register."""

from registration.services.assigning import assign_case
from registration.services.clearance import accept, clear, decide, file_case, refile
from registration.services.correcting import correct_entry
from registration.services.dispatch import take_step
from registration.services.opinions import record_opinion, request_opinion
from registration.services.orders import correct_order
from registration.services.registering import register, submit_signed, terminate
from registration.services.transfer import transfer_entry

__all__ = [
    "accept",
    "assign_case",
    "clear",
    "correct_entry",
    "correct_order",
    "decide",
    "file_case",
    "record_opinion",
    "refile",
    "register",
    "request_opinion",
    "submit_signed",
    "take_step",
    "terminate",
    "transfer_entry",
]
