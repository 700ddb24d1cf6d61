"""The settings of notices as a part of another page."""

from typing import Any

from django import template

from notices.forms import NoticeSettingsForm
from notices.services import settings_of

register = template.Library()


@register.inclusion_tag("notices/settings_form.html", takes_context=True)
def notice_settings(context: dict[str, Any]) -> dict[str, Any]:
    """The form with what counts for the person now."""
    form = NoticeSettingsForm.of(settings_of(context["request"].user))
    return {"form": form, "csrf_token": context.get("csrf_token")}
