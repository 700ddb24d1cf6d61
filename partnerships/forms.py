"""Forms of the public pages: they only read."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.sorting import by_shown_name
from communities.models import Community

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
    """The controls of the public list; its values are read by ``partnerships.list_parameters``."""

    FACTS = (
        ("", _("All")),
        ("checked", _("Checked by the Association")),
        ("not_checked", _("Not checked by the Association")),
        ("cleared", _("Cleared by the Ministry")),
        ("registered", _("Registered")),
        ("not_registered", _("Not registered")),
    )
    IN_FORCE = (
        ("", _("All")),
        ("true", _("In force today")),
        ("false", _("Not in force today")),
        ("unknown", _("Not known")),
    )
    SORTS = (("", _("Newest first")), ("community", _("By community name")))
    SORTS_OF_SEARCH = (
        ("", _("Best match first")),
        ("newest", _("Newest first")),
        ("community", _("By community name")),
    )

    fact = forms.CharField(label=_("Registration"), required=False, widget=forms.Select(choices=FACTS))
    in_force = forms.CharField(label=_("In force"), required=False, widget=forms.Select(choices=IN_FORCE))
    sort = forms.CharField(label=_("Sort by"), required=False, widget=forms.Select)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"] = forms.CharField(  # how long it may be is said by the one who reads it
            label=_("Name of a community or partner, registration number or code"),
            required=False,
            widget=forms.TextInput(
                attrs={"class": "form-control", "type": "search", "maxlength": LONGEST_QUERY}
            ),
        )
        searched = bool(self.data.get("q", "").strip())
        self.fields["sort"].widget = forms.Select(choices=self.SORTS_OF_SEARCH if searched else self.SORTS)
        for name in ("fact", "in_force", "sort"):
            self.fields[name].widget.attrs["class"] = "form-select"


class CommunityFilterForm(SearchFieldForm):
    """Filters of the public list of communities."""

    PARTNERS = (("", _("All")), ("with", _("With partners")), ("without", _("Without partners")))

    oblast = forms.ChoiceField(label=_("Oblast"), required=False)
    partners = forms.ChoiceField(label=_("Partners"), choices=PARTNERS, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].label = _("Community name or KATOTTG code")
        field = self.fields["oblast"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # for the type checker
        field.choices = [("", str(_("All"))), *oblast_choices()]
        for name in ("oblast", "partners"):
            self.fields[name].widget.attrs["class"] = "form-select"


def oblast_choices() -> list[tuple[str, str]]:
    """Oblasts and the cities with special status."""
    units = list(
        Community.objects.filter(level__in=("oblast", "city")).order_by(
            by_shown_name("name_sort", "full_name_en"), "pk"
        )
    )
    oblasts = [unit for unit in units if unit.level == "oblast"]
    cities = [unit for unit in units if unit.level == "city"]
    return [(unit.katottg, unit.full_name) for unit in [*oblasts, *cities]]
