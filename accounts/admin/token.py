"""Keys of programs: seen by whoever answers for access, made and revoked only by their owners."""

from django.contrib import admin

from accounts.models import ApiToken
from accounts.roles import Role
from common.admin.access import Access, RoleModelAdmin


@admin.register(ApiToken)
class ApiTokenAdmin(RoleModelAdmin):
    """Without the key itself, which nobody can read again."""

    access = Access(view=frozenset({Role.AUDITOR, Role.ADMINISTRATOR}))
    list_display = (
        "user",
        "name",
        "prefix",
        "read_only",
        "created_at",
        "expires_at",
        "last_used_at",
        "revoked_at",
    )
    list_select_related = ("user",)
    search_fields = ("user__email", "name")
    fields = (
        "user",
        "name",
        "prefix",
        "read_only",
        "communities",
        "created_at",
        "expires_at",
        "last_used_at",
        "revoked_at",
    )
    readonly_fields = fields
