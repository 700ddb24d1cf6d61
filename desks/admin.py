"""Who took which lists out of the registry: read by auditors and administrators."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, QueryDict
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from common.admin.access import Access, WorkflowModelAdmin
from common.admin.filters import by_column
from desks.exports import FORMATS
from desks.models import ListExport


@admin.register(ListExport)
class ListExportAdmin(WorkflowModelAdmin):
    """The log of exports; nothing in it is ever changed."""

    access = Access(view=frozenset({Role.AUDITOR, Role.ADMINISTRATOR}))
    record_template = "admin/desks/listexport/record.html"
    list_display = ("exported_at", "user", "role_word", "list_word", "rows", "format")
    list_filter = (by_column("format", _("format"), [(kind, kind.upper()) for kind in FORMATS]),)
    list_select_related = ("user",)
    search_fields = ("user__name", "user__email")
    search_help_text = _("Person’s name or email")

    @admin.display(description=_("role"), ordering="role")
    def role_word(self, row: ListExport) -> str:
        return str(Role(row.role).label) if row.role in Role.values else row.role

    @admin.display(description=_("list"), ordering="list_name")
    def list_word(self, row: ListExport) -> str:
        return list_label(row.list_name)

    def record_context(self, request: HttpRequest, record: ListExport) -> dict[str, Any]:
        return {
            "export": record,
            "list_word": list_label(record.list_name),
            "role_word": self.role_word(record),
            "filters": [
                (name, ", ".join(values)) for name, values in QueryDict(record.query).lists() if any(values)
            ],
            "list_url": _list_url(record),
        }


def list_label(list_name: str) -> str:
    """What people call a list."""
    for model in admin.site._registry:
        if model._meta.label_lower == list_name:
            return str(model._meta.verbose_name_plural)
    return list_name


def _list_url(record: ListExport) -> str:
    try:
        address = reverse(f"admin:{record.list_name.replace('.', '_')}_changelist")
    except NoReverseMatch:  # a list of an earlier version
        return ""
    return f"{address}?{record.query}" if record.query else address
