"""What every form of the desk shares: looks, and problems of the services beside their fields."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from common.errors import FieldProblem
from common.forms import ConfirmableForm

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

EXACT_DATE_FORMATS = ["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"]


class DeskBoundField(forms.BoundField):
    """A field as the page shows it: a wrong one looks wrong, and hints stand beside it."""

    @property
    def hints(self) -> list[str]:
        """What the checklist says of this field."""
        found: list[str] = getattr(self.form, "hints", {}).get(self.name, [])
        return found

    @property
    def remarks(self) -> list[str]:
        """For what the desk has returned the filing, where it concerns this field."""
        found: list[str] = getattr(self.form, "remarks", {}).get(self.name, [])
        return found

    @property
    def aria_describedby(self) -> str | None:
        """Hints and remarks are read out with the field, too."""
        described = [super().aria_describedby]
        described += [f"{self.auto_id}_hints"] if self.hints else []
        described += [f"{self.auto_id}_remarks"] if self.remarks else []
        return " ".join(filter(None, described)) or None

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Add Bootstrap's class to the control itself."""
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        if self.errors and not isinstance(widget, forms.MultiWidget):
            attrs["class"] = f"{widget.attrs.get('class', '')} is-invalid".strip()
        return attrs


class Checks(forms.CheckboxSelectMultiple):
    """Checkboxes in columns."""

    template_name = "desk/widgets/checks.html"


class Choices(forms.RadioSelect):
    """Radio buttons in columns."""

    template_name = "desk/widgets/checks.html"


class DeskForm(ConfirmableForm):
    """A form whose fields are checked for shape only, so that half-filled drafts can be kept.

    ``needed`` names the fields that are marked as required; what happens when one is empty is said
    by the service. ``problem_fields`` maps the paths of its problems to fields of this form.
    """

    bound_field_class = DeskBoundField
    checks_widget = Checks
    checks_class = "form-check-input"
    use_required_attribute = False  # the browser would stop a draft that the service lets through
    needed: frozenset[str] = frozenset()
    problem_prefix: ClassVar[str] = ""
    problem_fields: ClassVar[Mapping[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hints: dict[str, list[str]] = {}
        self.remarks: dict[str, list[str]] = {}
        for name, field in self.fields.items():
            if css_class := _css_class(field.widget):
                field.widget.attrs.setdefault("class", css_class)
            if name in self.needed:
                field.widget.attrs["aria-required"] = "true"

    def close_all_but(self, names: frozenset[str] | None) -> None:
        """Leave only these fields open; what somebody sends for the others is not looked at. None: all open."""
        for name, field in self.fields.items():
            field.disabled = names is not None and name not in names

    def closed_words(self) -> dict[str, list[str]]:
        """The stored values of closed fields, as a page on which they are open would send them."""
        words: dict[str, list[str]] = {}
        for name, field in self.fields.items():
            if field.disabled:
                value = field.prepare_value(self.get_initial_for_field(field, name))
                words |= _as_sent(self.add_prefix(name), field.widget, value)
        return words

    def hush(self) -> None:
        """Show no errors: the person has not said yet that the page is complete."""
        self._errors = ErrorDict()
        self.cleaned_data: dict[str, Any] = {}

    def field_of(self, path: str) -> str | None:
        """The field beside which a problem belongs, None when there is none."""
        if path in self.problem_fields:
            return self.problem_fields[path]
        name = re.sub(r"\W+", "_", path.removeprefix(self.problem_prefix)).strip("_")
        return name if name in self.fields else None

    def add_problems(self, problems: Iterable[FieldProblem]) -> list[FieldProblem]:
        """Put each problem beside its field; returns those that belong to no field of this form."""
        rest = []
        for problem in problems:
            name = self.field_of(problem.field)
            if name is None:
                rest.append(problem)
            else:
                self.add_error(name, str(problem.detail))
        return rest

    def add_all_problems(self, problems: Iterable[FieldProblem]) -> None:
        """Put each problem beside its field, or on top of the form when it has none here."""
        for problem in self.add_problems(problems):
            self.add_error(None, str(problem.detail))


def _as_sent(name: str, widget: forms.Widget, value: Any) -> dict[str, list[str]]:
    if isinstance(widget, forms.MultiWidget):
        names: list[str] = widget.widgets_names  # type: ignore[attr-defined]  # the stubs lack it
        parts = zip(names, widget.widgets, widget.decompress(value) or [], strict=True)
        return {
            key: sent
            for suffix, part, own in parts
            for key, sent in _as_sent(f"{name}{suffix}", part, own).items()
        }
    shown: Any = widget.format_value(value)
    return {
        name: [
            str(each) for each in (shown if isinstance(shown, list) else [shown]) if each not in (None, "")
        ]
    }


def _css_class(widget: forms.Widget) -> str:
    if isinstance(widget, forms.MultiWidget) or widget.is_hidden:
        return ""
    if isinstance(widget, (forms.CheckboxInput, forms.CheckboxSelectMultiple, forms.RadioSelect)):
        return "form-check-input"
    return "form-select" if isinstance(widget, forms.Select) else "form-control"


def exact_date_field(label: "StrOrPromise", *, help_text: "StrOrPromise" = "") -> forms.DateField:
    """Return a field for a date of which the day is known."""
    return forms.DateField(
        label=label,
        required=False,
        help_text=help_text,
        input_formats=EXACT_DATE_FORMATS,
        widget=forms.DateInput(
            format="%Y-%m-%d",
            attrs={"type": "date", "min": date(1945, 1, 1).isoformat(), "max": "2200-12-31"},
        ),
        error_messages={"invalid": _("Enter the date as day, month and year, for example 15.03.2026.")},
    )


def text_field(
    label: "StrOrPromise", *, most: int, rows: int = 0, help_text: "StrOrPromise" = ""
) -> forms.CharField:
    """Return a field for words: one line, or ``rows`` lines."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(
        label=label, max_length=most, required=False, strip=True, widget=widget, help_text=help_text
    )
