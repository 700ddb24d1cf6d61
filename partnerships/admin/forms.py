"""What the Association's steps and comments ask for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.admin.forms import DayField, DeskForm, StepForm
from partnerships.choices import CommentVisibility


class EndForm(StepForm):
    """When a partnership ended."""

    ended_on = DayField(label=_("Ended on"), help_text=_("Today or in the past."))


class CommentForm(DeskForm):
    """A comment of a desk."""

    text = forms.CharField(
        label=_("New comment"), max_length=5000, widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    visibility = forms.ChoiceField(
        label=_("Who can read it"), choices=CommentVisibility.choices, initial=CommentVisibility.DESK
    )
