"""Which communities have no partner yet, by oblast: for the Association, which looks for one for them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from common.admin.desk_pages import DeskPage, add_desk_page, render_desk_page
from partnerships.coverage import Coverage, coverage_by_oblast

MAY_READ = frozenset({Role.ASSOCIATION, Role.AUDITOR, Role.ADMINISTRATOR})


def coverage(request: HttpRequest) -> HttpResponse:
    """The oblasts with bars; each number leads to its list."""
    rows = coverage_by_oblast()
    total, without = sum(row.total for row in rows), sum(row.without for row in rows)
    context: dict[str, Any] = {
        "rows": [(row, _list_url(row)) for row in rows],
        "total": total,
        "without": without,
        "having": total - without,
        "all_url": _address("partners=none"),
    }
    return render_desk_page(request, "admin/partnerships/partnership/coverage.html", TITLE, context)


def _list_url(row: Coverage) -> str:
    return _address(f"partners=none&oblast={row.oblast.katottg}")


def _address(query: str) -> str:
    return f"{reverse('admin:communities_community_changelist')}?{query}"


TITLE = _("Communities without a partner")
add_desk_page(DeskPage("coverage", "coverage/", TITLE, "travel_explore", MAY_READ, coverage))
