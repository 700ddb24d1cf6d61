"""How the desks (django-unfold) look and what they show; imported by the base settings."""

from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

UNFOLD = {
    "SITE_TITLE": _("Staff workspace of the partnership registry"),
    "SITE_HEADER": _("Pobratym"),
    "SITE_SUBHEADER": _("Registry of partnerships"),
    "SITE_SYMBOL": "handshake",
    "SITE_URL": "/",
    "SHOW_HISTORY": False,  # the timeline of a record replaces the admin's own log
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_LANGUAGES": False,  # the header has links to the same page instead
    "SHOW_BACK_BUTTON": False,
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("site/favicon.svg")},
    ],
    "STYLES": [lambda request: static("desk/admin.css")],
    "SCRIPTS": [lambda request: static("desk/choosing.js")],
    "DASHBOARD_CALLBACK": "config.desk.start_page.start_page",
    "ACCOUNT": {"navigation": "config.desk.navigation.account_links"},
    "SIDEBAR": {
        "show_search": False,
        "show_all_applications": False,
        "navigation": "config.desk.navigation.navigation",
    },
    "BORDER_RADIUS": "6px",
    # A calm blue, dark enough for text on white (contrast 4.5 and more from 600 on).
    "COLORS": {
        "primary": {
            "50": "oklch(97% .014 254.604)",
            "100": "oklch(93.2% .032 255.585)",
            "200": "oklch(88.2% .059 254.128)",
            "300": "oklch(80.9% .105 251.813)",
            "400": "oklch(70.7% .165 254.624)",
            "500": "oklch(58% .17 257)",
            "600": "oklch(47% .16 259)",
            "700": "oklch(41% .15 261)",
            "800": "oklch(36% .13 263)",
            "900": "oklch(31% .11 265)",
            "950": "oklch(25% .08 267)",
        },
    },
}
