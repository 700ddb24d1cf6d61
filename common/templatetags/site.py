"""Small things that templates of every app need: icons, numbers, links that keep the query."""

from decimal import Decimal
from typing import Any

from django import template
from django.http import HttpRequest
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from common.languages import own_path

register = template.Library()

# Drawn for this site on a grid of 24; each has a shape of its own, so that colour is never the only sign.
ICONS = {
    "check": '<circle cx="12" cy="12" r="10" fill="currentColor" stroke="none"/>'
    '<path d="M7.5 12.5l3 3 6-7" stroke="#fff"/>',
    "empty": '<circle cx="12" cy="12" r="9" stroke-dasharray="3 2.4"/>',
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3.5 2"/>',
    "return": '<path d="M4 9h10a5 5 0 0 1 0 10H8"/><path d="M8 5L4 9l4 4"/>',
    "cross": '<path d="M8 2.5h8l5.5 5.5v8L16 21.5H8L2.5 16V8z"/><path d="M9 9l6 6M15 9l-6 6"/>',
    "pencil": '<path d="M4 20l1-4L16 5l3 3L8 19z"/>',
    "stop": '<rect x="4" y="4" width="16" height="16" rx="2"/><path d="M9 12h6"/>',
    "stamp": '<path d="M12 2l2.6 2.2 3.3-.4.9 3.2 3 1.5-1.2 3.1 1.2 3.1-3 1.5-.9 3.2-3.3-.4L12 21.2l-2.6-2.2'
    '-3.3.4-.9-3.2-3-1.5 1.2-3.1-1.2-3.1 3-1.5.9-3.2 3.3.4z" fill="currentColor" stroke="none"/>'
    '<path d="M8 12l2.7 2.7L16 9" stroke="#fff"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="M15.5 15.5L21 21"/>',
    "arrow": '<path d="M4 12h15M13 6l6 6-6 6"/>',
    "menu": '<path d="M4 6h16M4 12h16M4 18h16"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v5.5M12 7.5v.2"/>',
    "warning": '<path d="M12 3.5L22 20.5H2z"/><path d="M12 10v5M12 17.6v.2"/>',
    "bell": '<path d="M6 17h12l-1.5-2.5V10a4.5 4.5 0 0 0-9 0v4.5z"/><path d="M10 20h4"/>',
    "lock": '<rect x="5" y="11" width="14" height="9" rx="1.5"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/>',
    "person": '<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5c1-4 4-6 7.5-6s6.500 2 7.500 6"/>',
}


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon that goes with a text (hidden from screen readers)."""
    return format_html(
        '<svg class="icon icon-{}" viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor" '
        'stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">'
        "{}</svg>",
        name,
        mark_safe(ICONS[name]),  # noqa: S308  # from the table above
    )


@register.filter
def grouped(value: float | Decimal | None) -> str:
    """Write a number with the separators of the page's language; whole amounts without decimals."""
    if value is None:
        return ""
    whole = value == int(value)
    return number_format(
        int(value) if whole else value, decimal_pos=0 if whole else 2, use_l10n=True, force_grouping=True
    )


@register.filter
def money(value: float | Decimal | None, currency: str) -> str:
    """Write an amount with its currency: «3 900 000 грн» in Ukrainian, "3,900,000 UAH" in English."""
    is_hryvnia = currency == "UAH" and get_language() == "uk"
    return f"{grouped(value)}\N{NO-BREAK SPACE}{'грн' if is_hryvnia else currency}"


@register.simple_tag(takes_context=True)
def query_with(context: dict[str, Any], **changes: Any) -> str:
    """Return the query of this page with some parameters changed; None and "" drop one."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else own_path(request.path)


@register.simple_tag(takes_context=True)
def current(context: dict[str, Any], *prefixes: str) -> SafeString:
    """Mark a navigation link as the current one, by the name of the address."""
    match = getattr(context.get("request"), "resolver_match", None)
    name = (match.url_name or "") if match else ""
    return SafeString(' aria-current="page"') if name in prefixes else SafeString("")


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: dict[str, Any], page: Any) -> dict[str, Any]:
    """Links to the other pages of a list."""
    pages = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {"request": context["request"], "page": page, "pages": list(pages)}
