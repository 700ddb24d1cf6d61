"""The Ministry's remarks: where they belong on the form of an agreement, and what became of them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from partnerships.open_fields import with_companions
from partnerships.resubmission import is_unchanged
from partnerships.timeline import timeline_for
from registration.choices import CaseReason, CaseStatus
from registration.models import RegistrationCase
from registration.transitions import CASE_LIFE_CYCLE

if TYPE_CHECKING:
    from accounts.models import User

PLACES: Mapping[str, str] = {
    CaseReason.WRONG_KIND: "kinds",
    CaseReason.UNCLEAR_TERM: "term_kind",
    CaseReason.UNCLEAR_SPHERES: "spheres",
}


def field_remarks(case: RegistrationCase | None) -> dict[str, list[str]]:
    """The reasons of a returned draft in words, by the field that they concern."""
    found: dict[str, list[str]] = {}
    for code in _codes(case):
        if field := PLACES.get(code):
            found.setdefault(field, []).append(str(CaseReason(code).label))
    return found


def open_fields(case: RegistrationCase | None) -> frozenset[str] | None:
    """Names of the fields that the reasons concern; ``None`` when all are open: no reason, or a wider one."""
    codes = _codes(case)
    if not codes or any(code not in PLACES for code in codes):
        return None
    return with_companions(PLACES[code] for code in codes)


def _codes(case: RegistrationCase | None) -> list[str]:
    return case.reason_codes if case and case.status == CaseStatus.RETURNED else []


def is_unchanged_case(user: "User", case: RegistrationCase) -> bool:
    """Whether a filing is to be sent again, or was sent again, as the Ministry has returned it.

    What belongs to the signing is typed with the step itself, which says whether it was the same.
    """
    if case.status == CaseStatus.REGISTRATION_FILED:
        return case.filed_unchanged
    if not (case.reason_codes or case.reason_text):
        return False
    if case.status not in {CaseStatus.RETURNED, CaseStatus.FILED, CaseStatus.IN_REVIEW}:
        return False
    entries = timeline_for(user, case.agreement.partnership)
    return is_unchanged(entries, CASE_LIFE_CYCLE.verb("return"))
