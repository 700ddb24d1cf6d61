"""Webhooks at the administrator's desk: approved, paused, looked at, sent again."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminURLInputWidget

from accounts.roles import Role
from common.admin.access import Access, RoleModelAdmin, WorkflowModelAdmin
from common.admin.filters import by_related
from common.admin.steps import back_to_record
from partnerships.records.changes import latest_place
from webhooks.delivering import resend
from webhooks.models import Webhook, WebhookDelivery

READERS = frozenset({Role.AUDITOR, Role.ADMINISTRATOR})
KEEPERS = frozenset({Role.ADMINISTRATOR})


@admin.register(Webhook)
class WebhookAdmin(RoleModelAdmin):
    """Addresses of approved partners; whoever is no longer told is made inactive, not deleted."""

    access = Access(view=READERS, add=KEEPERS, change=KEEPERS)
    list_display = ("name", "url", "is_active", "failures", "next_try_at")
    search_fields = ("name", "url", "contact")
    fields = (
        "name",
        "url",
        "contact",
        "is_active",
        "cursor",
        "failures",
        "next_try_at",
        "created_by",
        "created_at",
    )
    formfield_overrides: ClassVar = {
        models.URLField: {"assume_scheme": "https", "widget": UnfoldAdminURLInputWidget}
    }
    readonly_fields = ("cursor", "failures", "next_try_at", "created_by", "created_at")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A new one begins with what happens from now on; its secret is shown this once."""
        if not change:
            obj.created_by, obj.cursor = request.user, latest_place()
        if "is_active" in form.changed_data:
            obj.failures, obj.next_try_at = 0, None
        super().save_model(request, obj, form, change)
        if not change:
            said = _("The secret that signs deliveries. It is shown only once: %(secret)s")
            messages.warning(request, said % {"secret": obj.secret})


@admin.register(WebhookDelivery)
class WebhookDeliveryAdmin(WorkflowModelAdmin):
    """The log of deliveries."""

    access = Access(view=READERS)
    record_template = "admin/webhooks/webhookdelivery/record.html"
    list_display = ("sent_at", "webhook", "number", "attempt", "response_status", "error", "is_resent")
    list_filter = (by_related("webhook", Webhook),)
    search_fields = ("webhook__name", "error")
    search_help_text = gettext_lazy("Webhook name or error")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.resend_view)
        return [path("<int:pk>/resend/", view, name="webhooks_webhookdelivery_resend"), *super().get_urls()]

    def for_list(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related("webhook")

    def record_context(self, request: HttpRequest, record: WebhookDelivery) -> dict[str, Any]:
        return {"delivery": record, "may_resend": self._may_resend(request)}

    @staticmethod
    def _may_resend(request: HttpRequest) -> bool:
        return getattr(request.user, "role", "") in KEEPERS

    def resend_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Tell once more of the same changes (POST only)."""
        record = self.visible_record(request, pk)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self._may_resend(request):
            raise PermissionDenied(_("Only administrators can send deliveries again."))
        delivery = resend(record.pk)
        if delivery.is_taken:
            messages.success(request, _("Delivery accepted."))
        else:
            messages.error(request, _("Delivery failed: %(error)s") % {"error": delivery.error})
        return back_to_record(request, delivery)
