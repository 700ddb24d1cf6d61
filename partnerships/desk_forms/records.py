"""Small forms of a partnership's page: a step, a comment, who is responsible."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Role
from common.life_cycle import LifeCycle, Reason, Transition
from common.remarks import MOST_ANSWER_LETTERS, AnsweredRemark, AnswerInput
from partnerships.choices import CommentVisibility
from partnerships.desk_forms.base import Checks, Choices, DeskForm, exact_date_field, text_field


def understood_field() -> forms.BooleanField:
    """Return the tick without which a step that cannot be taken back is not taken."""
    return forms.BooleanField(
        label=_("I have checked this. I understand that it cannot be taken back."),
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
        error_messages={"required": _("Select this box to confirm the step.")},
    )


class AnsweringForm(DeskForm):
    """Files a record, and after a return says of each remark that it is done, or why not."""

    DONE, NOT_DONE = "done", "not_done"
    CHOICES = ((DONE, _("Done")), (NOT_DONE, _("Not done")))

    def __init__(self, *args: Any, asked: Sequence[AnsweredRemark] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = list(asked)
        for remark in self.asked:
            self._add_remark(remark)

    def _add_remark(self, remark: AnsweredRemark) -> None:
        self.fields[f"done_{remark.code}"] = forms.ChoiceField(
            label=str(remark.label),
            choices=self.CHOICES,
            widget=Choices(attrs={"class": "form-check-input"}),
            error_messages={"required": _("Say whether this is done.")},
        )
        words = text_field(_("What you did, or why not"), most=MOST_ANSWER_LETTERS, rows=2)
        words.widget.attrs["class"] = "form-control"
        self.fields[f"answer_{remark.code}"] = words

    @property
    def answer_fields(self) -> list[forms.BoundField]:
        """The fields of all remarks, in their order."""
        return [self[f"{part}_{remark.code}"] for remark in self.asked for part in ("done", "answer")]

    def field_of(self, path: str) -> str | None:
        """A problem of an answer belongs beside the words of that answer."""
        if found := re.fullmatch(r"answers\[(\d+)\]\.\w+", path):
            return f"answer_{self.asked[int(found[1])].code}"
        return super().field_of(path)

    def answers(self) -> list[AnswerInput]:
        """The answers as the services take them."""
        cleaned = self.cleaned_data
        return [
            AnswerInput(
                remark.code, cleaned[f"answer_{remark.code}"], cleaned[f"done_{remark.code}"] == self.DONE
            )
            for remark in self.asked
        ]


class ReasonForm(AnsweringForm):
    """Confirms a step; asks for the reason where the step needs one."""

    reason_codes = forms.MultipleChoiceField(label=_("Reasons"), required=False, widget=Checks)
    text = text_field(_("Explanation"), most=5000, rows=4)

    def __init__(self, *args: Any, cycle: LifeCycle, transition: Transition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if transition.needs_reason:
            codes = self.fields["reason_codes"]
            assert isinstance(codes, forms.MultipleChoiceField)  # noqa: S101  # declared above
            codes.choices = cycle.reason_choices(transition)
            if not codes.choices:  # the reason is given in words
                del self.fields["reason_codes"]
        else:
            del self.fields["reason_codes"], self.fields["text"]
        if transition.consequences:
            self.fields["understood"] = understood_field()

    def reason(self) -> Reason:
        """The reason as the services take it."""
        cleaned = self.cleaned_data
        return Reason(tuple(cleaned.get("reason_codes", ())), cleaned.get("text", ""))


class ConfirmForm(AnsweringForm):
    """A page with a button: nothing to fill in but answers to remarks, and what may be asked once more."""


class StepForm(ReasonForm):
    """Confirms a step of a partnership."""

    needed = frozenset({"ended_on", "text"})

    ended_on = exact_date_field(_("Ended on"))

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
