"""Opinions of the Ministry of Justice and the Ministry of Foreign Affairs."""

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.acting import acting
from common.calendar import add_days
from common.errors import Conflict, InvalidTransition, NotVisible, RuleViolated
from common.transition_executor import lock, save_version
from partnerships.rules import choice_problems
from registration.choices import CLOSED_STATUSES, Authority, CaseStatus, Conclusion
from registration.models import Opinion, RegistrationCase
from registration.policies import can_keep_opinions, can_work_as_ministry
from registration.rules import opinion_date_problems, opinion_request_problems

if TYPE_CHECKING:
    from accounts.models import User


def request_opinion(
    case_id: int,
    *,
    actor: "User",
    expected_version: int | None,
    authority: str,
    requested_on: date | None = None,
) -> Opinion:
    """Ask another ministry for its opinion on a draft under review; again only after it has answered.

    Raises ``NotAllowed``, ``StaleVersion``, ``InvalidTransition``, ``Conflict`` while the same authority has
    still to answer, or ``RuleViolated``.
    """
    can_work_as_ministry(actor).require()
    with transaction.atomic(), acting(actor, "request_opinion"):
        case = _case_in_review(case_id, expected_version)
        can_keep_opinions(actor, case).require()
        day = requested_on or timezone.localdate()
        problems = choice_problems("authority", [authority], Authority.values)
        problems += opinion_request_problems(day, case.letter_date)
        if problems:
            raise RuleViolated(problems)
        if case.opinions.filter(authority=authority, given_on=None).exists():
            raise Conflict(
                _("%(authority)s has been asked and has not answered yet. Record that answer first.")
                % {"authority": Authority(authority).label}
            )
        save_version(case, ())
        return Opinion.objects.create(
            case=case, authority=authority, requested_on=day, due_on=_due(authority, day)
        )


def record_opinion(
    opinion_id: int,
    *,
    actor: "User",
    expected_version: int | None,
    given_on: date,
    conclusion: str,
    text: str = "",
) -> Opinion:
    """Write down what another ministry answered, or correct what was written down; history keeps the first.

    Also after the draft was decided upon: an answer that comes late, or was typed wrongly, is told all the same.
    ``expected_version`` is the case's. Raises ``NotVisible``, ``NotAllowed``, ``StaleVersion``,
    ``InvalidTransition`` for a closed case, or ``RuleViolated``.
    """
    can_work_as_ministry(actor).require()
    before = Opinion.objects.filter(pk=opinion_id).first()
    if before is None:
        raise NotVisible
    verb = "correct_opinion" if before.given_on else "record_opinion"
    with transaction.atomic(), acting(actor, verb):
        case = lock(RegistrationCase, before.case_id, expected_version=expected_version)
        can_keep_opinions(actor, case).require()
        opinion = Opinion.objects.select_for_update().get(pk=opinion_id)
        if case.status in CLOSED_STATUSES:
            raise InvalidTransition(
                _("The case is closed: its opinions stay as they are."), current_status=case.status
            )
        problems = choice_problems("conclusion", [conclusion], Conclusion.values)
        problems += opinion_date_problems(given_on, opinion.requested_on)
        if problems:
            raise RuleViolated(problems)
        opinion.given_on, opinion.conclusion, opinion.text = given_on, conclusion, text.strip()
        opinion.save(update_fields=["given_on", "conclusion", "text"])
        save_version(case, ())
    return opinion


def _case_in_review(case_id: int, expected_version: int | None) -> RegistrationCase:
    case = lock(RegistrationCase, case_id, expected_version=expected_version)
    if case.status != CaseStatus.IN_REVIEW:
        raise InvalidTransition(
            _("You can request opinions only while the draft is under review."), current_status=case.status
        )
    return case


def _due(authority: str, requested_on: date) -> date | None:
    """Justice has a term of its own; none is known for Foreign Affairs."""
    if authority != Authority.JUSTICE:
        return None
    return add_days(requested_on, settings.JUSTICE_OPINION_DAYS, kind=settings.REVIEW_DAYS_KIND)
