"""The settings of this installation, with what each means: read by auditors and administrators, set by the server."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from common.admin.desk_pages import DeskPage, add_desk_page, render_desk_page
from common.client_address import proxy_is_not_trusted
from common.errors import Text

MAY_READ = frozenset({Role.AUDITOR, Role.ADMINISTRATOR})
TITLE = _("Settings")


@dataclass(frozen=True)
class Setting:
    """One setting: the variable of the environment that sets it, and what it means."""

    name: str
    meaning: Text
    variable: str = ""

    @property
    def value(self) -> str:
        """As it is in force now."""
        value: Any = getattr(settings, self.name)
        if isinstance(value, bool):
            return str(_("yes") if value else _("no"))
        return ", ".join(map(str, value)) if isinstance(value, (list, tuple, set)) else str(value)


SHOWN = (
    (
        _("Terms and numbers"),
        (
            Setting("CLEARANCE_REVIEW_DAYS", _("Days the Ministry has to review a draft.")),
            Setting(
                "JUSTICE_OPINION_DAYS",
                _("Days within this period that the Ministry of Justice has for its opinion."),
            ),
            Setting(
                "REVIEW_DAYS_KIND",
                _("How both are counted: calendar or working days. The resolution does not say."),
            ),
            Setting(
                "ASSOCIATION_CHECK_DAYS",
                _("The Association’s target for checking a filing, in calendar days. No law sets it."),
            ),
            Setting(
                "REGISTRATION_NUMBER_FORMAT",
                _("Format of the registration numbers that the register suggests."),
            ),
            Setting(
                "AGREEMENT_IN_FORCE_NEEDS_REGISTRATION",
                _(
                    "Whether only a registered agreement is in force. Neither law 3668-IX (article 11) nor "
                    "resolution 357 makes registration a condition of it."
                ),
            ),
            Setting(
                "TAKE_BACK_MINUTES",
                _(
                    "Minutes within which a step without legal effect can be undone. Its letters wait as long."
                ),
            ),
            Setting(
                "REGISTRATION_NUMBER_FORMAT",
                _("Format of the registration numbers that the register suggests."),
            ),
            Setting("BLOCKED_COUNTRIES", _("Countries whose communities cannot be partners (law 3668-IX).")),
        ),
    ),
    (
        _("Files and notices"),
        (
            Setting("DOCUMENT_MAX_BYTES", _("Largest file accepted, in bytes.")),
            Setting("DOCUMENT_MAX_UNPACKED_BYTES", _("Bytes that a DOCX, ODT or ASiC file can unpack to.")),
            Setting(
                "DOCUMENT_ACTIVE_CONTENT",
                _("Files with programs, other files or links that load by themselves: refuse or warn."),
            ),
            Setting("NOTICES_KEPT_DAYS", _("Days after which a read notice is removed from the inbox.")),
            Setting("INVITATIONS_A_DAY", _("Invitations one official may send in a day.")),
            Setting("DEFAULT_FROM_EMAIL", _("Sender of emails.")),
            Setting("SITE_URL", _("Address of the registry in emails and files.")),
        ),
    ),
    (
        _("Access and limits"),
        (
            Setting("STAFF_NEEDS_SECOND_FACTOR", _("Whether staff must use two-step sign-in.")),
            Setting(
                "IDLE_MINUTES", _("Minutes without a request after which a person is signed out; 0: never.")
            ),
            Setting("ALLAUTH_TRUSTED_PROXY_COUNT", _("Proxies in front of the registry (TRUSTED_PROXIES).")),
            Setting("SESSION_COOKIE_AGE", _("Seconds after which a person has to sign in again.")),
            Setting(
                "STATEMENT_TIMEOUT_SECONDS",
                _("Seconds after which the database cancels a page’s query; 0: never."),
            ),
            Setting(
                "API_MOST_WAITING",
                _("API clients in one process that may wait for changes at the same time."),
            ),
            Setting("PAGE_CACHE_BYTES", _("Bytes of ready responses that each process keeps in memory.")),
        ),
    ),
)


def settings_page(request: HttpRequest) -> HttpResponse:
    """The settings in groups. They are set where the registry is installed (docs/operations.md), not here."""
    return render_desk_page(
        request,
        "admin/desk/settings.html",
        TITLE,
        {"groups": SHOWN, "proxy_is_not_trusted": proxy_is_not_trusted()},
    )


add_desk_page(DeskPage("settings", "settings/", TITLE, "settings", MAY_READ, settings_page))
