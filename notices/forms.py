"""The settings of notices."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from notices.choices import Delivery, NoticeKind
from notices.models import NoticeSettings


class NoticeSettingsForm(forms.Form):
    """When letters come and of what."""

    delivery = forms.ChoiceField(
        label=_("How often we email you"), choices=Delivery.choices, widget=forms.RadioSelect
    )
    kinds = forms.MultipleChoiceField(
        label=_("Email me when"),
        choices=NoticeKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    @classmethod
    def of(cls, settings: NoticeSettings, data: Any = None) -> "NoticeSettingsForm":
        """Make the form with what counts now."""
        kinds = [kind for kind in NoticeKind.values if kind not in settings.muted]
        return cls(data, initial={"delivery": settings.delivery, "kinds": kinds})
