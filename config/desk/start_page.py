"""The start page of the desks: what waits, what is most urgent, what others have changed since the last visit."""

from datetime import datetime
from typing import Any

from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from accounts.roles import DESK_ROLES, Role
from audit.timeline import label_of_verb
from common.admin.clock import due_words
from common.admin.desk_pages import DeskPage, add_desk_page
from common.admin.steps import record_url
from common.client_address import proxy_is_not_trusted
from config.desk.cards import ASSOCIATION_SIDE, CASES, MINISTRY_SIDE, PARTNERSHIPS, cards_of
from desks.visits import mark_seen, seen_until
from partnerships.admin.filters import parse_moment
from partnerships.choices import PartnershipStatus
from partnerships.deadlines import check_is_due
from partnerships.models import Partnership
from partnerships.selectors import with_everything
from registration.admin.filters import WAITING
from registration.models import RegistrationCase
from registration.selectors import cases_for

SHOWN = 5
LOOKED_AT = 30  # of the latest changes, among which one's own are left out


def start_page(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Put what concerns the person's role on the start page."""
    user: Any = request.user
    since = seen_until(user)
    context["cards"] = cards_of(user)
    context["proxy_is_not_trusted"] = user.role == Role.ADMINISTRATOR and proxy_is_not_trusted()
    context["longest_waiting"] = [_waiting_row(row) for row in _longest_waiting(user)]
    context["since"] = since
    context["changed"] = [row for kind in _kinds(user) for row in _changed(user, *kind, since)]
    context["changed_lists"] = [
        (label, f"{reverse(f'admin:{address}')}?{urlencode({'queue': 'all', 'changed': since.isoformat()})}")
        for label, address in (
            (_("All partnerships that have changed"), PARTNERSHIPS),
            (_("All cases that have changed"), CASES),
        )
        if user.role in (ASSOCIATION_SIDE if address == PARTNERSHIPS else MINISTRY_SIDE)
    ]
    return context


def _longest_waiting(user: Any) -> list[Any]:
    """What the person could take up first: one's own and nobody's, oldest or most urgent on top."""
    rows: list[Any] = []
    if user.role in ASSOCIATION_SIDE:
        waiting = Partnership.objects.visible_to(user).filter(status=PartnershipStatus.SUBMITTED)
        mine = waiting.filter(Q(reviewer=user) | Q(reviewer=None)) if user.role == "association" else waiting
        rows += with_everything(mine).order_by("submitted_at")[:SHOWN]
    if user.role in MINISTRY_SIDE:
        cases = cases_for(user).filter(status__in=WAITING)
        own = cases.filter(Q(assigned_to=user) | Q(assigned_to=None)) if user.role == "ministry" else cases
        rows += own.order_by(F("due_on").asc(nulls_last=True), "id")[:SHOWN]
    return rows


def _waiting_row(row: Any) -> dict[str, Any]:
    is_filing = isinstance(row, Partnership)
    partnership = row if is_filing else row.agreement.partnership
    due = due_words(check_is_due(row), kind="calendar") if is_filing else due_words(row.due_on)
    return {
        "record": row,
        "url": record_url(row),
        "parties": [str(party) for party in partnership.parties.all()],
        "since": row.submitted_at if is_filing else row.filed_on,
        "due": "" if due == "—" else due,
        "status": row.get_status_display(),
    }


def _kinds(user: Any) -> list[tuple[type[Partnership] | type[RegistrationCase]]]:
    kinds: list[Any] = [(Partnership,)] if user.role in ASSOCIATION_SIDE else []
    return kinds + ([(RegistrationCase,)] if user.role in MINISTRY_SIDE else [])


def _changed(user: Any, model: Any, since: datetime) -> list[dict[str, Any]]:
    """The latest records that somebody else has changed: by whom and how."""
    visible = model.objects.visible_to(user).filter(updated_at__gte=since)
    rows = {row.pk: row for row in visible.order_by("-updated_at", "-pk")[:LOOKED_AT]}
    events = model.pgh_event_model.objects.filter(pgh_obj_id__in=list(rows))
    latest = events.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
    contexts = {event.pgh_obj_id: event.pgh_context or {} for event in latest}
    others = [row for pk, row in rows.items() if contexts.get(pk, {}).get("actor") != user.pk]
    return [
        {
            "record": row,
            "url": record_url(row),
            "at": row.updated_at,
            "status": row.get_status_display(),
            "who": contexts.get(row.pk, {}).get("actor_name") or _("the registry itself"),
            "what": label_of_verb(contexts.get(row.pk, {}).get("verb", "")),
        }
        for row in others[:SHOWN]
    ]


def seen(request: HttpRequest) -> HttpResponse:
    """The person has seen what changed until the page was made (POST only)."""
    if request.method == "POST" and (until := parse_moment(request.POST.get("until", ""))):
        mark_seen(request.user, until)
    return HttpResponseRedirect(reverse("admin:index"))


add_desk_page(DeskPage("changes_seen", "seen/", _("Marked as seen"), "", DESK_ROLES, seen, writes=True))
