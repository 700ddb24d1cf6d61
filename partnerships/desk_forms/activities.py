"""One entry of the cooperation log, to be added in a minute."""

from functools import cache
from typing import Any

from babel import Locale
from babel.core import get_global
from django import forms
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from common.text import with_one_apostrophe
from partnerships.choices import ActivityType, Sphere
from partnerships.desk_forms.base import Checks, Choices, DeskForm, text_field
from partnerships.desk_forms.dates import PartialDateField
from partnerships.desk_forms.documents import DocumentFileField
from partnerships.inputs import ActivityInput
from partnerships.models import Activity

USUAL = ("UAH", "EUR", "USD", "PLN", "GBP", "CHF", "CZK", "RON", "SEK", "NOK", "DKK", "CAD", "JPY")


class CurrencyField(forms.ChoiceField):
    """A currency by its three letters, small or capital."""

    def to_python(self, value: Any) -> str:
        """Codes are written in capitals."""
        return str(super().to_python(value)).strip().upper()


@cache
def in_use() -> frozenset[str]:
    """The currencies with which something can be paid today, but for the usual ones."""
    of_countries = get_global("territory_currencies").values()
    # Each row: code, from, until, whether it is legal tender.
    today = {row[0] for rows in of_countries for row in rows if row[2] is None and row[3]}
    return frozenset(today - set(USUAL))


def currencies() -> list[Any]:
    """The usual currencies, then all of ISO 4217 that are in use, with their names."""
    known = Locale.parse(get_language() or "uk").currencies
    names = {code: with_one_apostrophe(name) for code, name in known.items()}
    if get_language() == "uk":
        names["GBP"] = "фунт стерлінгів"  # CLDR has «англійський фунт»
    usual = [(code, f"{code} – {names.get(code, code)}") for code in USUAL]
    others = sorted((code, f"{code} – {name}") for code, name in names.items() if code in in_use())
    return [("", "—"), *usual, (_("Other currencies"), others)]


class ActivityForm(DeskForm):
    """One entry of the cooperation log."""

    needed = frozenset({"type", "happened", "title_uk"})

    type = forms.ChoiceField(
        label=_("Type of activity"), choices=ActivityType.choices, widget=Choices, initial=ActivityType.VISIT
    )
    happened = PartialDateField(label=_("Date"))
    title_uk = text_field(_("What happened, in Ukrainian"), most=500, rows=2)
    title_en = text_field(_("What happened, in English"), most=500, rows=2)
    value = text_field(
        _("Value"), most=20, help_text=_("For aid: how much it was worth, for example 390000.")
    )
    currency = CurrencyField(label=_("Currency"), required=False, choices=lazy(currencies, list)())
    people = forms.IntegerField(
        label=_("Number of participants"),
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

    file = DocumentFileField(label=_("Photo or document"), required=False)

    def clean_value(self) -> str:
        """Accept «3 900 000,50» as people write it."""
        return "".join(self.cleaned_data["value"].split()).replace(",", ".")

    def clean_happened(self) -> Any:
        """The service takes a date, not its absence."""
        if self.cleaned_data["happened"] is None:
            raise forms.ValidationError(_("Enter when it happened. The year is enough."), code="required")
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

    @staticmethod
    def stored(activity: Activity) -> dict[str, Any]:
        """The stored entry, as the form's initial values."""
        names = ("type", "happened", "title_uk", "title_en", "currency", "people", "spheres")
        value = "" if activity.value is None else f"{activity.value:f}".removesuffix(".00")
        return {"value": value, **{name: getattr(activity, name) for name in names}}
