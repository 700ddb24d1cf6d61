"""Search, filters and order of "my partnerships"."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from communities.countries import choices_of
from communities.models import Community, Country
from partnerships.choices import PartnershipStatus
from partnerships.desk_forms.base import DeskForm, text_field
from registration.choices import CaseStatus
from registration.my_partnerships import Order, Show, Wanted, countries_of

if TYPE_CHECKING:
    from accounts.models import User

ANY = ("", _("all"))


class MyListForm(DeskForm):
    """Everything may be left empty; what is chosen narrows together."""

    q = text_field(_("Name, code or words from the title"), most=200)
    status = forms.ChoiceField(
        label=_("Status with the Association"), required=False, choices=[ANY, *PartnershipStatus.choices]
    )
    case_status = forms.ChoiceField(
        label=_("Status with the Ministry"), required=False, choices=[ANY, *CaseStatus.choices]
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    community = forms.ChoiceField(label=_("Community"), required=False)
    responsible = forms.ChoiceField(
        label=_("Responsible"), required=False, choices=[("", _("anybody")), ("me", _("me"))]
    )
    order = forms.ChoiceField(label=_("Sort by"), required=False, choices=Order.choices)
    show = forms.ChoiceField(required=False, choices=Show.choices, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: "User", communities: list[Community], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = countries_of(user)
        self._choose("country", choices_of(Country.objects.filter(code__in=codes)))
        if len(communities) > 1:
            self._choose("community", [(unit.katottg, unit.placed_name) for unit in communities])
        else:
            del self.fields["community"]

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # declared above
        field.choices = [ANY, *choices]

    def clean(self) -> dict[str, Any]:
        """Refuse a name that no filter has: a misspelt one would show another list."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        known = {*MyListForm.base_fields, "page"}
        for name in [name for name in self.data if name not in known]:
            said = _now("This list has no filter “%(name)s”, so no list is shown.")
            self.add_error(None, said % {"name": name})
        return cleaned

    @property
    def wanted(self) -> Wanted:
        """What the list takes."""
        cleaned = self.cleaned_data
        return Wanted(
            words=cleaned["q"],
            status=cleaned["status"],
            case_status=cleaned["case_status"],
            country=cleaned["country"],
            community=cleaned.get("community", ""),
            mine_only=cleaned["responsible"] == "me",
            show=cleaned["show"] or Show.ALL,
            order=cleaned["order"] or Order.URGENT,
        )

    @property
    def narrows(self) -> bool:
        """Whether anything but the part and the order was chosen."""
        return any(value for name, value in self.cleaned_data.items() if name not in {"show", "order"})
