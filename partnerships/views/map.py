"""The public map. Its points are the rows of the table below it: one source, for eyes and for screen readers."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from common.errors import RuleViolated
from partnerships.facet_links import Address, chosen_filters
from partnerships.list_parameters import ListRequest, read_request
from partnerships.map_points import COMMUNITY, map_points
from partnerships.public_list import counted
from partnerships.records.cache import cached
from partnerships.records.counts import where_asked

AT_ONCE = 15  # rows of each table that are seen without opening it


@login_not_required
@require_safe
def map_page(request: HttpRequest) -> HttpResponse:
    """Show who has public partnerships, and where; takes the filters of the list."""
    try:
        asked = read_request(request.GET)
        address = Address(request.path, asked)
        chosen = chosen_filters(counted(asked), asked, address)
    except RuleViolated as error:
        context: dict[str, Any] = {"problems": [str(problem.detail) for problem in error.problems]}
        return render(request, "public/map.html", context, status=400)
    context = {
        "tables": tables(asked),
        "chosen": chosen,
        "asked": asked,
        "list_url": Address(reverse("partnerships"), asked).whole,
    }
    return render(request, "public/map.html", context)


def tables(asked: ListRequest) -> SafeString:
    """Both tables, written once for each version of the records and each language."""
    key = ("tables of the map", get_language(), repr(sorted(asked.filters.items())), asked.text)
    written = cached(key, lambda: _written(asked).encode()).decode()
    return mark_safe(written)  # noqa: S308  # a template wrote it


def _written(asked: ListRequest) -> str:
    where, _told = where_asked(asked.filters, asked.text)
    points = map_points(where)
    address = Address(reverse("partnerships"), asked)
    rows = [(point, address.narrowed(point.kind, str(point.key))) for point in points]
    context = {
        "communities": [row for row in rows if row[0].kind == COMMUNITY],
        "municipalities": [row for row in rows if row[0].kind != COMMUNITY],
        "at_once": f":{AT_ONCE}",
        "rest": f"{AT_ONCE}:",
        "most": AT_ONCE,
    }
    return render_to_string("components/map_tables.html", context)
