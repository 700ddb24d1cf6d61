"""The settings of notices as a part of another page."""

from typing import Any

from django import template

from notices.forms import NoticeSettingsForm
from notices.selectors import told_about
from notices.services import settings_of
from partnerships.models import Partnership

register = template.Library()


@register.inclusion_tag("notices/settings_form.html", takes_context=True)
def notice_settings(context: dict[str, Any]) -> dict[str, Any]:
    """The form with what counts for the person now."""
    form = NoticeSettingsForm.of(settings_of(context["request"].user))
    return {"form": form, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("notices/told.html", takes_context=True)
def notices_told(context: dict[str, Any], partnership: Partnership) -> dict[str, Any]:
    """Who was told of what happened to a partnership."""
    return {"notices": told_about(partnership, context["request"].user)}
