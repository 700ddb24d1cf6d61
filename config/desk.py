"""The desks' frame: navigation by role with what waits, and the start page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.db.models import F
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.models import Invitation
from accounts.roles import Role
from common.admin.clock import due_words
from common.admin.counting import count_text, counts_up_to
from common.admin.steps import record_url
from common.errors import Text
from partnerships.choices import PartnershipStatus as P
from partnerships.models import Partnership
from partnerships.selectors import with_everything
from registration.admin.filters import WAITING, WITH_OFFICIALS
from registration.choices import CaseStatus as C
from registration.models import RegistrationCase
from registration.selectors import cases_for

SHOWN = 5
Counts = dict[str, int]


@dataclass(frozen=True)
class Card:
    """One number on the start page, with the list it counts."""

    label: Text
    note: Text
    key: str
    address: str
    query: str
    roles: frozenset[str]
    tone: str = "info"


ASSOCIATION_SIDE = frozenset({Role.ASSOCIATION, Role.AUDITOR, Role.ADMINISTRATOR})
MINISTRY_SIDE = frozenset({Role.MINISTRY, Role.AUDITOR, Role.ADMINISTRATOR})
PARTNERSHIPS = "partnerships_partnership_changelist"
CASES = "registration_registrationcase_changelist"

CARDS = [
    Card(_("To be checked"), _("partnerships submitted to the Association"), "submitted", PARTNERSHIPS,
         "queue=waiting", ASSOCIATION_SIDE),
    Card(_("Returned"), _("wait for the officials"), "returned", PARTNERSHIPS,
         "queue=returned", ASSOCIATION_SIDE, "warning"),
    Card(_("Checked"), _("partnerships in all"), "approved", PARTNERSHIPS,
         "queue=approved", ASSOCIATION_SIDE, "success"),
    Card(_("Open invitations"), _("not accepted yet"), "invitations", "accounts_invitation_changelist",
         "", ASSOCIATION_SIDE, "neutral"),
    Card(_("Overdue"), _("the review period has run out"), "overdue", CASES,
         "queue=overdue", MINISTRY_SIDE, "danger"),
    Card(_("With the Ministry"), _("drafts and filings that wait"), "with_ministry", CASES,
         "queue=waiting", MINISTRY_SIDE),
    Card(_("To be registered"), _("signed agreements"), "signed", CASES,
         "queue=signed", MINISTRY_SIDE),
    Card(_("With the officials"), _("returned, or cleared and not yet signed"), "with_officials", CASES,
         "queue=officials", MINISTRY_SIDE, "neutral"),
    Card(_("Registered"), _("agreements in the register"), "registered", CASES,
         "queue=registered", MINISTRY_SIDE, "success"),
]  # fmt: skip


def counts_for(request: HttpRequest) -> Counts:
    """What waits for this person; counted once per request, in at most three queries."""
    known: Counts | None = getattr(request, "_desk_counts", None)
    if known is None:
        known = _count(request.user)
        request._desk_counts = known  # type: ignore[attr-defined]  # lives as long as the request
    return known


def _count(user: Any) -> Counts:
    counts: Counts = {}
    if user.role in ASSOCIATION_SIDE:
        rows: Any = Partnership.objects.visible_to(user)
        statuses = {"submitted": P.SUBMITTED, "returned": P.RETURNED, "approved": P.APPROVED}
        counts |= counts_up_to({name: rows.filter(status=status) for name, status in statuses.items()})
        now = timezone.now()
        counts["invitations"] = Invitation.objects.filter(accepted_at=None, expires_at__gt=now).count()
    if user.role in MINISTRY_SIDE:
        cases: Any = RegistrationCase.objects.visible_to(user)
        counts |= counts_up_to({
            "overdue": cases.filter(due_on__lt=timezone.localdate()),
            "with_ministry": cases.filter(status__in=WAITING),
            "signed": cases.filter(status=C.REGISTRATION_FILED),
            "with_officials": cases.filter(status__in=WITH_OFFICIALS),
            "registered": cases.filter(status=C.REGISTERED),
        })  # fmt: skip
    return counts


def start_page(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Put what waits for the person's role on the start page."""
    role, counts = getattr(request.user, "role", ""), counts_for(request)
    context["cards"] = [
        {
            "label": card.label,
            "note": card.note,
            "count": counts.get(card.key, 0),
            "count_text": count_text(counts.get(card.key, 0)),
            "tone": card.tone,
            "url": reverse(f"admin:{card.address}") + (f"?{card.query}" if card.query else ""),
        }
        for card in CARDS
        if role in card.roles
    ]
    context["longest_waiting"] = _longest_waiting(request.user)
    return context


def _longest_waiting(user: Any) -> list[dict[str, Any]]:
    """What the person could take up first, oldest or most urgent on top."""
    rows: list[Any] = []
    if user.role in ASSOCIATION_SIDE:
        waiting = with_everything(Partnership.objects.visible_to(user).filter(status=P.SUBMITTED))
        rows += waiting.order_by("submitted_at")[:SHOWN]
    if user.role in MINISTRY_SIDE:
        rows += (
            cases_for(user)
            .filter(status__in=WAITING)
            .order_by(F("due_on").asc(nulls_last=True), "id")[:SHOWN]
        )
    return [
        {
            "record": row,
            "url": record_url(row),
            "parties": [str(party) for party in _partnership_of(row).parties.all()],
            "since": row.submitted_at if isinstance(row, Partnership) else row.filed_on,
            "due": due_words(row.due_on) if getattr(row, "due_on", None) else "",
            "status": row.get_status_display(),
        }
        for row in rows
    ]


def _partnership_of(row: Partnership | RegistrationCase) -> Partnership:
    return row if isinstance(row, Partnership) else row.agreement.partnership


def badge_submitted(request: HttpRequest) -> str:
    """Partnerships that wait for the Association."""
    return _badge(counts_for(request).get("submitted", 0))


def badge_cases(request: HttpRequest) -> str:
    """Cases that wait for the Ministry."""
    return _badge(counts_for(request).get("with_ministry", 0))


def _badge(count: int) -> str:
    return count_text(count) if count else ""


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The side bar: only what this person may open."""
    groups: list[tuple[Text | None, list[dict[str, Any] | None]]] = [
        (None, [_item(request, _("What waits"), "inbox", "index")]),
        (
            _("Association"),
            [
                _page(
                    request, Partnership, "handshake", badge_submitted if _is_association(request) else None
                ),
                _page(request, "accounts.Invitation", "mail"),
                _page(request, "accounts.Membership", "badge"),
            ],
        ),
        (
            _("Ministry"),
            [
                _page(request, RegistrationCase, "gavel", badge_cases),
                _page(request, "registration.MinistryOrder", "description"),
                _page(request, "registration.RegisterEntry", "list_alt"),
            ],
        ),
        (
            _("Reference data"),
            [
                _page(request, "communities.Community", "home_work"),
                _page(request, "communities.ForeignMunicipality", "public"),
                _page(request, "communities.Country", "flag"),
                _page(request, "communities.Place", "location_on"),
                _page(request, "communities.ReferenceLoad", "database"),
            ],
        ),
        (
            _("Access"),
            [_page(request, "accounts.User", "group"), _page(request, "accounts.ApiToken", "key")],
        ),
    ]
    rows = [(title, [item for item in items if item]) for title, items in groups]
    return [{"title": title, "items": items, "separator": False} for title, items in rows if items]


def account_links(request: HttpRequest) -> list[dict[str, Any]]:
    """What a person does about themselves is on the site, not in the admin."""
    return [
        {"title": _("Notices"), "link": reverse("notices")},
        {"title": _("My profile"), "link": reverse("profile")},
        {"title": _("Change password"), "link": reverse("account_change_password")},
    ]


def _is_association(request: HttpRequest) -> bool:
    return getattr(request.user, "role", "") in ASSOCIATION_SIDE


def _item(request: HttpRequest, title: Text, icon: str, address: str) -> dict[str, Any]:
    return {"title": title, "icon": icon, "link": reverse(f"admin:{address}")}


def _page(
    request: HttpRequest, model: Any, icon: str, badge: Callable[[HttpRequest], Any] | None = None
) -> dict[str, Any] | None:
    """One list, unless this person may not see it."""
    model = apps.get_model(model) if isinstance(model, str) else model
    page = admin.site._registry[model]
    if not page.has_view_permission(request):
        return None
    opts = model._meta
    item = _item(
        request, capfirst(opts.verbose_name_plural), icon, f"{opts.app_label}_{opts.model_name}_changelist"
    )
    if badge and (number := badge(request)):
        item |= {"badge": number, "badge_variant": "info"}
    return item
