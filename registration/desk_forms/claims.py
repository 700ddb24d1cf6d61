"""Denying a claim."""

from django.utils.translation import gettext_lazy as _

from partnerships.desk_forms.base import DeskForm, text_field


class DenyForm(DeskForm):
    """Why a claim is wrong."""

    needed = frozenset({"note"})

    note = text_field(
        _("Why this is not correct"),
        most=1000,
        rows=3,
        help_text=_("For example: it ended in 2014, or the list means another community with the same name."),
    )
