"""Search and filter of "my partnerships"."""

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.choices import PartnershipStatus
from partnerships.desk_forms.base import DeskForm, text_field


class MyListForm(DeskForm):
    """Words and one status."""

    q = text_field(_("Name, code or words of the title"), most=200)
    status = forms.ChoiceField(
        label=_("Status with the Association"),
        required=False,
        choices=[("", _("all")), *PartnershipStatus.choices],
    )
