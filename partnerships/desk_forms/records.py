"""Small forms of a partnership's page: a step, a comment, who is responsible."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Role
from common.life_cycle import LifeCycle, Reason, Transition
from partnerships.choices import CommentVisibility
from partnerships.desk_forms.base import Checks, DeskForm, exact_date_field, text_field


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


class ConfirmForm(DeskForm):
    """A page with a button alone: nothing to fill in, only what may be asked once more."""


class StepForm(ReasonForm):
    """Confirms a step of a partnership."""

    ended_on = exact_date_field(_("Ended on"), help_text=_("Leave empty for today."))

    def __init__(self, *args: Any, transition: Transition, **kwargs: Any) -> None:
        super().__init__(*args, transition=transition, **kwargs)
        if "ended_on" not in transition.fields:
            del self.fields["ended_on"]


class CommentForm(DeskForm):
    """A question or an answer."""

    needed = frozenset({"text"})

    text = text_field(_("Your comment"), most=5000, rows=3)
    visibility = forms.ChoiceField(
        label=_("Who can read it"),
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


class ResponsibleForm(DeskForm):
    """Who is to be responsible."""

    needed = frozenset({"responsible"})

    responsible = forms.TypedChoiceField(label=_("Responsible official"), coerce=int)

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["responsible"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # declared above
        field.choices = [(person.pk, person.name) for person in people]
