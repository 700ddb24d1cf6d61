"""The side bar of the desks: only what a person may open, with what waits."""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from common.admin.counting import count_text
from common.admin.desk_pages import desk_pages
from common.errors import Text
from config.desk.cards import ASSOCIATION_SIDE, waiting_counts


def badge_submitted(request: HttpRequest) -> str:
    """Partnerships that wait for the Association."""
    return _badge(waiting_counts(request).get("partnerships", 0))


def badge_cases(request: HttpRequest) -> str:
    """Cases that wait for the Ministry."""
    return _badge(waiting_counts(request).get("cases", 0))


def _badge(count: int) -> str:
    return count_text(count) if count else ""


# A model by its label, or a page of no model by its name; with its icon.
GROUPS: tuple[tuple[Text, tuple[tuple[str, str], ...]], ...] = (
    (
        _("Association"),
        (
            ("partnerships.Partnership", "handshake"),
            ("coverage", ""),
            ("partnerships.PartnershipMerge", "merge"),
            ("accounts.Invitation", "mail"),
            ("accounts.Membership", "badge"),
        ),
    ),
    (
        _("Ministry"),
        (
            ("registration.RegistrationCase", "gavel"),
            ("registration.MinistryOrder", "description"),
            ("registration.RegisterEntry", "list_alt"),
            ("transfer", ""),
        ),
    ),
    (
        _("External lists"),
        (("registration.OutsideList", "lists"), ("registration.OutsideClaim", "help_center")),
    ),
    (
        _("Reference data"),
        (
            ("communities.Community", "home_work"),
            ("communities.ForeignMunicipality", "public"),
            ("communities.MunicipalityMerge", "merge"),
            ("communities.Country", "flag"),
            ("communities.Place", "location_on"),
            ("communities.ReferenceLoad", "database"),
        ),
    ),
    (
        _("Administration"),
        (
            ("jobs", ""),
            ("webhooks.Webhook", "webhook"),
            ("webhooks.WebhookDelivery", "send"),
            ("settings", ""),
        ),
    ),
    (
        _("Access"),
        (("accounts.User", "group"), ("accounts.ApiToken", "key"), ("desks.ListExport", "download")),
    ),
)


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The side bar: only what this person may open."""
    first = [_item(_("Waiting"), "inbox", "index"), _desk_page(request, "status_check")]
    rows: list[tuple[Text | None, list[dict[str, Any] | None]]] = [(None, first)]
    for title, entries in GROUPS:
        rows.append((title, [_entry(request, name, icon) for name, icon in entries]))
    shown = [(title, [item for item in items if item]) for title, items in rows]
    return [{"title": title, "items": items, "separator": False} for title, items in shown if items]


def _entry(request: HttpRequest, name: str, icon: str) -> dict[str, Any] | None:
    if "." not in name:
        return _desk_page(request, name)
    badges = {"registration.RegistrationCase": badge_cases}
    if _is_association(request):
        badges["partnerships.Partnership"] = badge_submitted
    return _page(request, name, icon, badges.get(name))


def account_links(request: HttpRequest) -> list[dict[str, Any]]:
    """What a person does about themselves is on the site, not in the admin."""
    return [
        {"title": _("Notices"), "link": reverse("notices")},
        {"title": _("My profile"), "link": reverse("profile")},
        {"title": _("Change password"), "link": reverse("account_change_password")},
    ]


def _is_association(request: HttpRequest) -> bool:
    return getattr(request.user, "role", "") in ASSOCIATION_SIDE


def _desk_page(request: HttpRequest, name: str) -> dict[str, Any] | None:
    """A page of no model, unless this person may not open it."""
    page = next(page for page in desk_pages() if page.name == name)
    return _item(page.title, page.icon, page.name) if page.is_open_to(request.user) else None


def _item(title: Text, icon: str, address: str) -> dict[str, Any]:
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
    address = f"{opts.app_label}_{opts.model_name}_changelist"
    item = _item(capfirst(opts.verbose_name_plural), icon, address)
    if badge and (number := badge(request)):
        item |= {"badge": number, "badge_variant": "info"}
    return item
