"""Every form says for whom it was made, beside Django's token."""

from typing import Any

from django import template
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.kept_forms import OWNER_FIELD, owner_mark

register = template.Library()


@register.simple_tag(takes_context=True, name="csrf_token")
def csrf_token_and_owner(context: Any) -> SafeString:
    """Write Django's token; for whoever is signed in also the mark by which only they get a lost form back."""
    token = SafeString(CsrfTokenNode().render(context))
    user = getattr(context.get("request"), "user", None)
    if not token or user is None or not user.is_authenticated:
        return token
    return token + format_html('<input type="hidden" name="{}" value="{}">', OWNER_FIELD, owner_mark(user))
