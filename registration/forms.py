"""Forms of the public pages of the register: they only read."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from communities.countries import choices_of
from communities.models import Country
from partnerships.forms import LONGEST_QUERY, SearchFieldForm
from registration.selectors import register_entries


def registered_countries() -> QuerySet[Country]:
    """Countries of the registered agreements: no draft shows in the choices."""
    used = register_entries().order_by().values("agreement__partnership__parties__municipality__country")
    return Country.objects.filter(code__in=used)


class RegisterFilterForm(SearchFieldForm):
    """Filters of the list of registered agreements."""

    country = forms.ChoiceField(label=_("Country"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].label = _("Registration number, party name or words from the title")
        field = self.fields["country"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # for the type checker
        field.choices = [("", str(_("All"))), *choices_of(registered_countries())]
        field.widget.attrs["class"] = "form-select"


def _words(label: Any, placeholder: Any = "") -> forms.CharField:
    widget = forms.TextInput(attrs={"class": "form-control", "placeholder": placeholder})
    return forms.CharField(label=label, required=False, max_length=LONGEST_QUERY, widget=widget)


class CheckForm(forms.Form):
    """The question of the status check: a number or words, or both parties, and a day."""

    q = _words(_("Registration number or party names"))
    community = _words(_("Ukrainian community"))
    municipality = _words(_("Foreign municipality"))
    on = forms.DateField(
        label=_("Date (leave empty for today)"),
        required=False,
        widget=forms.DateInput(attrs={"class": "form-control", "type": "date"}, format="%Y-%m-%d"),
    )

    def clean(self) -> dict[str, Any]:
        """Parties are looked for in pairs: one alone would list half of the registry."""
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and not data.get("q"):
            for name, other in (("community", "municipality"), ("municipality", "community")):
                if data.get(other) and not data.get(name):
                    self.add_error(name, _("Enter both parties, or use the field above."))
        return data

    @property
    def is_asked(self) -> bool:
        """Whether there is a question at all."""
        return any((self.data.get(name) or "").strip() for name in ("q", "community", "municipality"))
