"""What forms of pages and of the admin share: ticks for what is possible but unusual."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from common.errors import ConfirmationNeeded

CONFIRM = "confirm"
MOST_CONFIRMED = 50


class TicksField(forms.MultipleChoiceField):
    """Ticks of which the service says which ones it needs: a page may show some before anything is asked."""

    def valid_value(self, value: Any) -> bool:
        """Let every code pass: those about which nobody asks are ignored."""
        return True


class ConfirmableForm(forms.Form):
    """A form that comes again with a tick for each question of a ``ConfirmationNeeded``.

    The page passes ``confirmed`` to the service, and calls ``ask`` when the service has questions; the
    field for the ticks exists only then. See ``common.confirmation``.
    """

    checks_widget: ClassVar[type[forms.Widget]] = forms.CheckboxSelectMultiple
    checks_class: ClassVar[str] = ""

    @property
    def confirmed(self) -> list[str]:
        """The codes that the person has ticked."""
        name = self.add_prefix(CONFIRM)
        ticked: Any = forms.CheckboxSelectMultiple().value_from_datadict(self.data, self.files, name)
        return [str(code) for code in ticked or ()][:MOST_CONFIRMED]

    def ask(self, error: ConfirmationNeeded) -> None:
        """Add a tick for each question at the end of the form; what was ticked before stays ticked."""
        bound: Any = self._bound_fields_cache  # type: ignore[attr-defined]  # of fewer questions, asked before
        bound.pop(CONFIRM, None)
        self.fields[CONFIRM] = TicksField(
            label=error.title,
            choices=[(question.code, question.detail) for question in error.questions],
            required=False,
            widget=self.checks_widget(attrs={"class": self.checks_class}),
            help_text=_("Select each statement that you have checked, then send the form again."),
        )

    @property
    def question_field(self) -> forms.BoundField | None:
        """The field with the ticks, None while nothing is asked."""
        return self[CONFIRM] if CONFIRM in self.fields else None
