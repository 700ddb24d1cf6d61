"""Forms of the desks: plain Django forms in the admin's dress."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import BaseConstraint, Q
from django.utils.translation import gettext_lazy as _
from unfold.widgets import INPUT_CLASSES, TEXTAREA_CLASSES

from common.errors import ConfirmationNeeded, DomainError, FieldProblem, RuleViolated
from common.forms import CONFIRM, ConfirmableForm

# The first that fits; the browser's own arrow stays on selects.
CLASSES: list[tuple[type[forms.Widget], list[str]]] = [
    (forms.RadioSelect, ["desk-checks"]),  # checkboxes are a kind of them
    (forms.CheckboxInput, ["desk-check"]),
    (forms.Textarea, TEXTAREA_CLASSES),
    (forms.Select, [*INPUT_CLASSES, "desk-select"]),
    (forms.DateInput, [*INPUT_CLASSES, "desk-date"]),
    (forms.Widget, INPUT_CLASSES),
]


class ConstraintsBesideFields(forms.ModelForm[Any]):
    """Checks the constraints of the model also where some of their fields cannot be changed.

    Django leaves out a constraint when the form lacks one of its fields: the database then answers with an
    error that nobody can read. Here its message stands beside the field that the person can change.
    """

    def _post_clean(self) -> None:
        """Check, after Django has, each constraint whose fields have no other problem."""
        super()._post_clean()  # type: ignore[misc]  # a hook of Django that its stubs leave out
        every = {field.name for field in self.instance._meta.fields}
        for constraint in self.instance._meta.constraints:
            names = _fields_of(constraint)
            if set(names) & set(self.errors):
                continue
            try:  # of the other fields some are computed by the database: reading them would undo the form
                constraint.validate(type(self.instance), self.instance, exclude=every - set(names))
            except ValidationError as error:
                self._put_beside(names, error)

    def _put_beside(self, names: list[str], error: ValidationError) -> None:
        beside = [name for name in names if name in self.fields]
        if top := self.errors.get(NON_FIELD_ERRORS):  # where Django says it, of a form with all of the fields
            top.data = [said for said in top.as_data() if said.messages != error.messages]
            if not top.data:
                del self.errors[NON_FIELD_ERRORS]
        self.add_error(beside[-1] if beside else None, error.messages)


def _fields_of(constraint: BaseConstraint) -> list[str]:
    """The fields that a constraint compares; those of its condition come first."""
    condition = getattr(constraint, "condition", None)
    expressions = getattr(constraint, "expressions", ())
    in_expressions = [name for part in expressions for name in Q(part).referenced_base_fields]
    own = [*getattr(constraint, "fields", ()), *in_expressions]
    return [*(sorted(condition.referenced_base_fields) if condition else ()), *own]


class DayInput(forms.DateInput):
    """The browser's own calendar: no script, the reader's format, ISO on the wire."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day with the browser's calendar."""

    widget = DayInput


class DeskForm(ConfirmableForm):
    """A form whose fields look like the admin's, and which takes the problems that services find."""

    required_css_class = "required"
    checks_class = "desk-checks"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            classes = next(known for kind, known in CLASSES if isinstance(field.widget, kind))
            field.widget.attrs["class"] = " ".join(classes)

    def add_problems(self, error: RuleViolated) -> None:
        """Put each problem beside its field, and on top what has no field here."""
        for problem in error.problems:
            self.add_error(
                self._field_of(problem), forms.ValidationError(str(problem.detail), code=problem.code)
            )

    def refuse(self, error: DomainError) -> int:
        """Show why a service has done nothing: problems, questions or the reason; returns the status."""
        if isinstance(error, RuleViolated):
            self.add_problems(error)
        elif isinstance(error, ConfirmationNeeded):
            self.ask(error)
        else:
            self.add_error(None, str(error.detail))
        return error.status

    def renew_version(self, version: int) -> None:
        """Put the present version into a form that came too late, everything typed kept.

        The page now shows what changed: sending it again is a decision about the present state.
        """
        typed: Any = self.data
        typed = typed.copy()
        typed[self.add_prefix("version")] = str(version)
        self.data = typed

    def _field_of(self, problem: FieldProblem) -> str | None:
        return problem.field if problem.field in self.fields else None


class StepForm(DeskForm):
    """What a step asks for; the version says which state of the record the person has seen."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, record: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record = record

    def step_fields(self) -> dict[str, Any]:
        """The keyword arguments for the step's service."""
        own = {"version", "reason_codes", "text", "understood", CONFIRM}
        return {name: value for name, value in self.cleaned_data.items() if name not in own}


def understood_field() -> forms.BooleanField:
    """Return the tick without which a step that cannot be taken back is not taken."""
    return forms.BooleanField(
        label=_("I have checked this. I understand that it cannot be taken back."),
        error_messages={"required": _("Select this box to confirm the step.")},
    )


def with_tick(base: type[StepForm]) -> type[StepForm]:
    """Add the tick to the form of a step that cannot be taken back."""
    return type(f"{base.__name__}WithTick", (base,), {"understood": understood_field()})


def with_reasons(base: type[StepForm], choices: Iterable[tuple[str, Any]]) -> type[StepForm]:
    """Add coded reasons and words to a step's form; words alone where no coded reasons fit the step."""
    offered = list(choices)
    if not offered:
        words = forms.CharField(
            label=_("Reason"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 3})
        )
        return type(f"{base.__name__}WithWords", (base,), {"text": words})
    return type(
        f"{base.__name__}WithReasons",
        (base,),
        {
            "reason_codes": forms.MultipleChoiceField(
                label=_("Reasons"),
                choices=offered,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                help_text=_("The official will read these. Select all that apply."),
            ),
            "text": forms.CharField(
                label=_("What needs to change"),
                required=False,
                max_length=5000,
                widget=forms.Textarea(attrs={"rows": 5}),
                help_text=_("Tell the official what is wrong and how to put it right."),
            ),
        },
    )
