"""Small forms of a partnership's page: a step, an activity, a comment."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from common.life_cycle import LifeCycle, Reason, Transition
from partnerships.choices import ActivityType, CommentVisibility, Sphere
from partnerships.desk_forms.base import Checks, DeskForm, exact_date_field, text_field
from partnerships.desk_forms.dates import PartialDateField
from partnerships.inputs import ActivityInput


class ReasonForm(DeskForm):
    """Confirms a step; asks for the reason where the step needs one."""

    reason_codes = forms.MultipleChoiceField(label=_("Reasons"), required=False, widget=Checks)
    text = text_field(_("Explanation"), most=5000, rows=4)

    def __init__(self, *args: Any, cycle: LifeCycle, transition: Transition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if transition.needs_reason:
            codes = self.fields["reason_codes"]
            assert isinstance(codes, forms.MultipleChoiceField)  # noqa: S101  # declared above
            codes.choices = cycle.reason_codes.choices
        else:
            del self.fields["reason_codes"], self.fields["text"]

    def reason(self) -> Reason:
        """The reason as the services take it."""
        cleaned = self.cleaned_data
        return Reason(tuple(cleaned.get("reason_codes", ())), cleaned.get("text", ""))


class StepForm(ReasonForm):
    """Confirms a step of a partnership."""

    ended_on = exact_date_field(_("Ended on"), help_text=_("Today, when left empty."))

    def __init__(self, *args: Any, transition: Transition, **kwargs: Any) -> None:
        super().__init__(*args, transition=transition, **kwargs)
        if "ended_on" not in transition.fields:
            del self.fields["ended_on"]


class ActivityForm(DeskForm):
    """One entry of the cooperation log."""

    needed = frozenset({"type", "happened", "title_uk"})

    type = forms.ChoiceField(label=_("Type of activity"), choices=ActivityType.choices)
    happened = PartialDateField(label=_("When"))
    title_uk = text_field(_("What happened, in Ukrainian"), most=500, rows=2)
    title_en = text_field(_("What happened, in English"), most=500, rows=2)
    value = text_field(
        _("Value"), most=20, help_text=_("For aid: how much it was worth, for example 390000.")
    )
    currency = text_field(_("Currency"), most=3, help_text=_("Three letters: UAH, EUR, USD."))
    people = forms.IntegerField(
        label=_("People taking part"),
        required=False,
        min_value=0,
        max_value=2_000_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    spheres = forms.MultipleChoiceField(
        label=_("Spheres"),
        choices=Sphere.choices,
        required=False,
        widget=Checks,
    )

    def clean_value(self) -> str:
        """Accept «3 900 000,50» as people write it."""
        return "".join(self.cleaned_data["value"].split()).replace(",", ".")

    def clean_happened(self) -> Any:
        """The service takes a date, not its absence."""
        if self.cleaned_data["happened"] is None:
            raise forms.ValidationError(_("Say when it was; the year is enough."), code="required")
        return self.cleaned_data["happened"]

    def to_input(self) -> ActivityInput:
        """What the service takes."""
        cleaned = self.cleaned_data
        return ActivityInput(
            type=cleaned["type"],
            happened=cleaned["happened"],
            title_uk=cleaned["title_uk"],
            title_en=cleaned["title_en"],
            value=cleaned["value"] or None,
            currency=cleaned["currency"],
            people=cleaned["people"],
            spheres=tuple(cleaned["spheres"]),
        )


class CommentForm(DeskForm):
    """A question or an answer."""

    needed = frozenset({"text"})

    text = text_field(_("Your comment"), most=5000, rows=3)
    visibility = forms.ChoiceField(
        label=_("Who reads it"),
        choices=CommentVisibility.choices,
        initial=CommentVisibility.OFFICIAL,
        required=False,
    )

    def __init__(self, *args: Any, role: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if role == Role.OFFICIAL:
            del self.fields["visibility"]

    @property
    def chosen_visibility(self) -> str:
        """Officials' comments are always read by the desks."""
        return self.cleaned_data.get("visibility") or CommentVisibility.OFFICIAL
