"""What the Ministry's steps ask for."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.admin.forms import DayField, DeskForm, StepForm
from common.errors import ConfirmationNeeded
from registration.choices import Authority, Conclusion, TerminationAct
from registration.numbers import written_number
from registration.selectors import open_opinions
from registration.services.clearance import NO_OPINION_ASKED
from registration.services.registering import was_signed_before_clearance


class ExplainedForm(StepForm):
    """A step for which words are needed where the record gives cause; the service says when."""

    text = forms.CharField(
        label=_("Explanation"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def step_fields(self) -> dict[str, Any]:
        """The keyword arguments for the step's service, the words among them."""
        return super().step_fields() | {"text": self.cleaned_data.get("text", "")}


class ClearForm(ExplainedForm):
    """The order that clears a draft; where opinions speak against it, why it is cleared all the same."""

    order_number = forms.CharField(
        label=_("Order number"),
        max_length=50,
        help_text=_("If an order with this number and date already exists, it is used."),
    )
    order_date = DayField(label=_("Order date"))
    signer = forms.CharField(label=_("Signed by"), max_length=200, required=False)
    field_order = ("version", "order_number", "order_date", "signer", "text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if opinions := open_opinions(self.record):
            self.fields["text"].label = _("Why the draft is cleared all the same")
            self.fields["text"].help_text = "; ".join(opinion.in_words for opinion in opinions)
        else:
            del self.fields["text"]
        if not self.record.opinions.exists():
            self.ask(ConfirmationNeeded([NO_OPINION_ASKED]))

    def step_fields(self) -> dict[str, Any]:
        """The order, the words, and that a draft without any opinion has to be confirmed."""
        return super().step_fields() | {"asks_for_opinions": True}


class RegisterForm(ExplainedForm):
    """Number and date of registration."""

    number = forms.CharField(label=_("Registration number"), required=False)
    registered_on = DayField(label=_("Date of registration"), help_text=_("The date of signing or later."))
    field_order = ("version", "number", "registered_on", "text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Reason to register what was signed before it was cleared")
        if not was_signed_before_clearance(self.record):
            del self.fields["text"]
        example = written_number(timezone.localdate().year, 1)
        self.fields["number"].help_text = _(
            "Leave empty to use the next free number, in the form %(example)s."
        ) % {"example": example}


class TerminateForm(StepForm):
    """The act that ends an agreement."""

    act_kind = forms.ChoiceField(label=_("Type of act"), choices=TerminationAct.choices)
    act_number = forms.CharField(label=_("Act number"), max_length=100)
    act_date = DayField(
        label=_("Act date"), help_text=_("The agreement is no longer in force from this day.")
    )


class OpinionRequestForm(DeskForm):
    """Which ministry is asked, and when."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    authority = forms.ChoiceField(label=_("Ministry"), choices=Authority.choices)
    requested_on = DayField(label=_("Requested on"), required=False, help_text=_("Leave empty for today."))


class OpinionForm(DeskForm):
    """What the other ministry answered."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    given_on = DayField(label=_("Given on"))
    conclusion = forms.ChoiceField(label=_("Conclusion"), choices=Conclusion.choices)
    text = forms.CharField(
        label=_("Text of the opinion"),
        max_length=10000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
