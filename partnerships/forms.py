"""Forms of the public pages: they only read."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communities.models import Community, Country
from partnerships.choices import PartnershipStatus, Side
from partnerships.models import Party
from partnerships.public_search import PublicFilter

LONGEST_QUERY = 200


class SearchFieldForm(forms.Form):
    """A form with one field of words."""

    q = forms.CharField(
        label=_("Name, number or code"),
        required=False,
        max_length=LONGEST_QUERY,
        widget=forms.TextInput(attrs={"class": "form-control", "type": "search"}),
    )


class PartnershipFilterForm(SearchFieldForm):
    """Filters of the public list of partnerships."""

    STATUSES = (
        ("", _("All")),
        ("checked", PartnershipStatus.APPROVED.label),
        ("cleared", _("Cleared by the Ministry")),
        ("registered", _("Registered")),
        ("not_registered", _("Not registered")),
        ("ended", PartnershipStatus.ENDED.label),
    )
    SORTS = (("", _("Newest first")), ("community", _("By name of the community")))

    status = forms.ChoiceField(label=_("Status"), choices=STATUSES, required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    oblast = forms.ChoiceField(label=_("Oblast"), required=False)
    sort = forms.ChoiceField(label=_("Order"), choices=SORTS, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choices("country", country_choices())
        self._choices("oblast", oblast_choices())
        for name in ("status", "country", "oblast", "sort"):
            self.fields[name].widget.attrs["class"] = "form-select"

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # for the type checker
        field.choices = [("", str(_("All"))), *choices]

    def wanted(self) -> PublicFilter:
        """Return what was asked for; only of a valid form."""
        data = self.cleaned_data
        return PublicFilter(
            query=data["q"],
            status=data["status"],
            country=data["country"],
            oblast=data["oblast"],
            sort=data["sort"],
        )


class CommunityFilterForm(SearchFieldForm):
    """Filters of the public list of communities."""

    PARTNERS = (("", _("All")), ("with", _("With partners")), ("without", _("Without partners")))

    oblast = forms.ChoiceField(label=_("Oblast"), required=False)
    partners = forms.ChoiceField(label=_("Partners"), choices=PARTNERS, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].label = _("Name of the community or KATOTTG code")
        field = self.fields["oblast"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # for the type checker
        field.choices = [("", str(_("All"))), *oblast_choices()]
        for name in ("oblast", "partners"):
            self.fields[name].widget.attrs["class"] = "form-select"


def country_choices() -> list[tuple[str, str]]:
    """Countries that have partners in the registry, in the order of the page's language."""
    used = Party.objects.filter(side=Side.FOREIGN).values("municipality__country")
    countries = Country.objects.filter(code__in=used)
    return [(country.code, country.name) for country in countries]


def oblast_choices() -> list[tuple[str, str]]:
    """Oblasts and the cities with special status."""
    units = Community.objects.filter(level__in=("oblast", "city")).order_by("level", "name_sort")
    oblasts = [unit for unit in units if unit.level == "oblast"]
    cities = [unit for unit in units if unit.level == "city"]
    return [(unit.katottg, unit.full_name) for unit in [*oblasts, *cities]]
