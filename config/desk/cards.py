"""The numbers of the start page: each is a queue of a list, or a list of its own, and leads there."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Invitation
from accounts.roles import Role
from common.admin.counting import count_text, counts_up_to
from common.admin.queues import Queue
from common.errors import Text
from partnerships.admin.filters import PartnershipQueues
from partnerships.models import Partnership
from registration.admin.filters import CaseQueues
from registration.models import RegistrationCase

ASSOCIATION_SIDE = frozenset({Role.ASSOCIATION, Role.AUDITOR, Role.ADMINISTRATOR})
MINISTRY_SIDE = frozenset({Role.MINISTRY, Role.AUDITOR, Role.ADMINISTRATOR})
ASSOCIATION, MINISTRY = frozenset({Role.ASSOCIATION}), frozenset({Role.MINISTRY})
PARTNERSHIPS = "partnerships_partnership_changelist"
CASES = "registration_registrationcase_changelist"
INVITATIONS = "accounts_invitation_changelist"


@dataclass(frozen=True)
class Card:
    """One number on the start page, with the list that it counts."""

    label: Text
    note: Text
    address: str
    queue: str
    roles: frozenset[str]
    tone: str = "info"


CARDS = [
    Card(_("Assigned to me"), _("filings assigned to me"), PARTNERSHIPS, "mine", ASSOCIATION),
    Card(_("Overdue"), _("waiting longer than the Association’s target"), PARTNERSHIPS, "overdue",
         ASSOCIATION_SIDE, "danger"),
    Card(_("To check"), _("partnerships submitted to the Association"), PARTNERSHIPS, "waiting",
         ASSOCIATION_SIDE),
    Card(_("Resubmitted"), _("corrected by the officials"), PARTNERSHIPS, "resubmitted", ASSOCIATION_SIDE),
    Card(_("Unassigned"), _("filings without a reviewer"), PARTNERSHIPS, "unassigned", ASSOCIATION_SIDE,
         "neutral"),
    Card(_("Returned for revision"), _("waiting for the officials"), PARTNERSHIPS, "returned", ASSOCIATION_SIDE,
         "warning"),
    Card(_("Checked"), _("partnerships in all"), PARTNERSHIPS, "approved", ASSOCIATION_SIDE, "success"),
    Card(_("Open invitations"), _("not yet accepted"), INVITATIONS, "", ASSOCIATION_SIDE, "neutral"),
    Card(_("Assigned to me"), _("cases assigned to me"), CASES, "mine", MINISTRY),
    Card(_("Overdue"), _("review period has ended"), CASES, "overdue", MINISTRY_SIDE, "danger"),
    Card(_("With the Ministry"), _("drafts and filings waiting"), CASES, "waiting", MINISTRY_SIDE),
    Card(_("Resubmitted"), _("drafts corrected after remarks"), CASES, "resubmitted", MINISTRY_SIDE),
    Card(_("Unassigned"), _("cases without a clerk"), CASES, "unassigned", MINISTRY_SIDE, "neutral"),
    Card(_("To register"), _("signed agreements"), CASES, "signed", MINISTRY_SIDE),
    Card(_("With the officials"), _("returned, or cleared and not yet signed"), CASES, "officials",
         MINISTRY_SIDE, "neutral"),
    Card(_("Registered"), _("agreements in the register"), CASES, "registered", MINISTRY_SIDE, "success"),
]  # fmt: skip


def waiting_counts(request: HttpRequest) -> dict[str, int]:
    """What waits for this person's desk, for the badges of every page; counted once per request."""
    known: dict[str, int] | None = getattr(request, "_waiting_counts", None)
    if known is None:
        user: Any = request.user
        rows = {}
        if user.role in ASSOCIATION_SIDE:
            rows["partnerships"] = _queue_rows(PARTNERSHIPS, "waiting", user)
        if user.role in MINISTRY_SIDE:
            rows["cases"] = _queue_rows(CASES, "waiting", user)
        known = counts_up_to(rows)
        request._waiting_counts = known  # type: ignore[attr-defined]  # lives as long as the request
    return known


def cards_of(user: Any) -> list[dict[str, Any]]:
    """The cards of a person's role with their numbers, all counted in one query."""
    cards = [card for card in CARDS if user.role in card.roles]
    counts = counts_up_to({str(place): _rows(card, user) for place, card in enumerate(cards)})
    return [
        {
            "label": card.label,
            "note": card.note,
            "count": counts[str(place)],
            "count_text": count_text(counts[str(place)]),
            "tone": card.tone,
            "url": reverse(f"admin:{card.address}") + (f"?queue={card.queue}" if card.queue else ""),
        }
        for place, card in enumerate(cards)
    ]


def _rows(card: Card, user: Any) -> QuerySet[Any]:
    if card.address == INVITATIONS:
        return Invitation.objects.filter(accepted_at=None, expires_at__gt=timezone.now())
    return _queue_rows(card.address, card.queue, user)


def _queue_rows(address: str, name: str, user: Any) -> QuerySet[Any]:
    queues: Any = PartnershipQueues.queues if address == PARTNERSHIPS else CaseQueues.queues
    queue: Queue = next(queue for queue in queues if queue.name == name)
    model: Any = Partnership if address == PARTNERSHIPS else RegistrationCase
    rows: QuerySet[Any] = model.objects.visible_to(user).filter(queue.condition(user))
    return rows
