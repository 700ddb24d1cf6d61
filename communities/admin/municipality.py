"""Foreign municipalities: corrected by the Association, merged when there are two of one."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.roles import DESK_ROLES, Role
from common.acting import acting
from common.admin.access import Access
from common.admin.filters import by_column
from communities.admin.merging import MergingModelAdmin
from communities.admin.reference import CountryFilter, SearchedByName
from communities.choices import MunicipalityLevel
from communities.models import ForeignMunicipality
from communities.party_rules import non_municipal_reason
from communities.selectors import search_municipalities


class MunicipalityForm(forms.ModelForm[ForeignMunicipality]):
    """Corrections; the version keeps two people from overwriting each other."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = ForeignMunicipality
        fields = ("name", "name_uk", "name_en", "region", "level", "lat", "lon", "wikidata_id", "version")

    def clean(self) -> dict[str, Any]:
        """Refuse what is no territory, and what somebody else has changed meanwhile."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for field in ("name", "name_uk", "name_en"):
            if reason := non_municipal_reason(cleaned.get(field, "")):
                self.add_error(field, str(reason))
        stored = ForeignMunicipality.objects.filter(pk=self.instance.pk).values_list("version", flat=True)
        if self.instance.pk and cleaned.get("version") not in stored:
            raise forms.ValidationError(
                _("Someone else changed this record after you opened it. Open it again."), code="stale"
            )
        return cleaned


@admin.register(ForeignMunicipality)
class ForeignMunicipalityAdmin(MergingModelAdmin, SearchedByName):
    """The Association corrects names, place and level; new municipalities come with filings."""

    access = Access(view=frozenset(DESK_ROLES), change=frozenset({Role.ASSOCIATION}))
    search = staticmethod(search_municipalities)
    form = MunicipalityForm
    list_display = ("name", "name_uk", "name_en", "country", "region_in_list", "level")
    list_filter = (CountryFilter, by_column("level", _("level"), MunicipalityLevel.choices))
    list_select_related = ("country",)
    readonly_fields = ("country", "geonames_id", "created_by", "created_at")
    fieldsets = (
        (None, {"fields": ("name", "name_uk", "name_en", "region", "version")}),
        (_("Place"), {"fields": ("country", "level", "lat", "lon", "geonames_id", "wikidata_id")}),
        (_("Origin"), {"fields": ("created_by", "created_at")}),
    )

    @admin.display(description=_("region"), ordering="region")
    def region_in_list(self, row: ForeignMunicipality) -> str:
        return row.region_shown

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save with the next version."""
        actor: Any = request.user
        with acting(actor, "correct"):
            obj.version += 1
            super().save_model(request, obj, form, change)
