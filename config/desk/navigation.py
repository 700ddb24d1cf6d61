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
from partnerships.models import Partnership
from registration.models import RegistrationCase


def badge_submitted(request: HttpRequest) -> str:
    """Partnerships that wait for the Association."""
    return _badge(waiting_counts(request).get("partnerships", 0))


def badge_cases(request: HttpRequest) -> str:
    """Cases that wait for the Ministry."""
    return _badge(waiting_counts(request).get("cases", 0))


def _badge(count: int) -> str:
    return count_text(count) if count else ""


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The side bar: only what this person may open."""
    groups: list[tuple[Text | None, list[dict[str, Any] | None]]] = [
        (None, [_item(_("What waits"), "inbox", "index"), _desk_page(request, "status_check")]),
        (
            _("Association"),
            [
                _page(
                    request, Partnership, "handshake", badge_submitted if _is_association(request) else None
                ),
                _desk_page(request, "coverage"),
                _page(request, "partnerships.PartnershipMerge", "merge"),
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
                _desk_page(request, "transfer"),
            ],
        ),
        (
            _("Reference data"),
            [
                _page(request, "communities.Community", "home_work"),
                _page(request, "communities.ForeignMunicipality", "public"),
                _page(request, "communities.MunicipalityMerge", "merge"),
                _page(request, "communities.Country", "flag"),
                _page(request, "communities.Place", "location_on"),
                _page(request, "communities.ReferenceLoad", "database"),
            ],
        ),
        (
            _("Installation"),
            [
                _desk_page(request, "jobs"),
                _page(request, "webhooks.Webhook", "webhook"),
                _page(request, "webhooks.WebhookDelivery", "send"),
                _desk_page(request, "settings"),
            ],
        ),
        (
            _("Access"),
            [
                _page(request, "accounts.User", "group"),
                _page(request, "accounts.ApiToken", "key"),
                _page(request, "desks.ListExport", "download"),
            ],
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
