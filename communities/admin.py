"""Reference data: looked up by the desks; only the names of foreign municipalities are corrected here."""

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.roles import DESK_ROLES, Role
from common.acting import acting
from common.admin.access import Access, RoleModelAdmin
from common.admin.filters import ListedFilter, by_column
from communities.choices import CommunityLevel, MunicipalityLevel
from communities.models import Community, Country, ForeignMunicipality, Place, ReferenceLoad
from communities.party_rules import non_municipal_reason
from communities.selectors import search_communities, search_municipalities, search_places

READ = Access(view=frozenset(DESK_ROLES))


class SearchedByName(RoleModelAdmin):
    """Finds rows in any language and spelling, best first, through the app's own search."""

    access = READ
    search: ClassVar[Callable[..., QuerySet[Any]]]
    search_fields = ("search_text",)
    search_help_text = _("Any name, in any language")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        if not search_term.strip():
            return queryset, False
        return self.search(search_term, queryset), False


class OblastFilter(ListedFilter):
    """Units of one oblast."""

    title = _("oblast")
    parameter_name = "oblast"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        oblasts = Community.objects.filter(level=CommunityLevel.OBLAST, is_active=True)
        return [(oblast.katottg, oblast.full_name) for oblast in oblasts]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(oblast__katottg=self.value()) if self.value() else queryset


class CountryFilter(ListedFilter):
    """Countries that have a municipality here."""

    title = _("country")
    parameter_name = "country"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        used = Exists(ForeignMunicipality.objects.filter(country=OuterRef("pk")))
        return [(country.code, country.name) for country in Country.objects.filter(used)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(country=self.value()) if self.value() else queryset


@admin.register(Community)
class CommunityAdmin(SearchedByName):
    """Units of the official codifier; the loader is their only writer."""

    search = staticmethod(search_communities)
    list_display = ("full_name", "katottg", "level", "oblast", "raion", "is_active")
    list_filter = (
        by_column("level", _("level"), CommunityLevel.choices),
        OblastFilter,
        by_column("is_active", _("existence"), [("True", _("exists")), ("False", _("no longer exists"))]),
    )
    list_select_related = ("oblast", "raion")
    fieldsets = (
        (None, {"fields": ("katottg", "level", "kind", "oblast", "raion")}),
        (_("Names"), {"fields": ("full_name_uk", "full_name_en", "name_uk", "name_en", "former_names")}),
        (_("Centre"), {"fields": ("centre_name_uk", "centre_name_en", "population", "lat", "lon")}),
        (_("Existence"), {"fields": ("is_active", "abolished_on", "successor")}),
    )

    @admin.display(description=_("name"), ordering="name_sort")
    def full_name(self, row: Community) -> str:
        return row.full_name


class MunicipalityForm(forms.ModelForm[ForeignMunicipality]):
    """Corrections of names; the version keeps two people from overwriting each other."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = ForeignMunicipality
        fields = ("name", "name_uk", "name_en", "region", "version")

    def clean(self) -> dict[str, Any]:
        """Refuse what is no territory, and what somebody else has changed meanwhile."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for field in ("name", "name_uk", "name_en"):
            if reason := non_municipal_reason(cleaned.get(field, "")):
                self.add_error(field, str(reason))
        stored = ForeignMunicipality.objects.filter(pk=self.instance.pk).values_list("version", flat=True)
        if self.instance.pk and cleaned.get("version") not in stored:
            raise forms.ValidationError(
                _("Somebody else has changed this record since you opened it. Open it again."), code="stale"
            )
        return cleaned


@admin.register(ForeignMunicipality)
class ForeignMunicipalityAdmin(SearchedByName):
    """The Association corrects names; new municipalities come with filings."""

    access = Access(view=frozenset(DESK_ROLES), change=frozenset({Role.ASSOCIATION}))
    search = staticmethod(search_municipalities)
    form = MunicipalityForm
    list_display = ("name", "name_uk", "name_en", "country", "region", "level")
    list_filter = (CountryFilter, by_column("level", _("level"), MunicipalityLevel.choices))
    list_select_related = ("country",)
    readonly_fields = (
        "country",
        "level",
        "lat",
        "lon",
        "geonames_id",
        "wikidata_id",
        "created_by",
        "created_at",
    )
    fieldsets = (
        (None, {"fields": ("name", "name_uk", "name_en", "region", "version")}),
        (_("Place"), {"fields": ("country", "level", "lat", "lon", "geonames_id", "wikidata_id")}),
        (_("Origin"), {"fields": ("created_by", "created_at")}),
    )

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save the names with the next version."""
        actor: Any = request.user
        with acting(actor, "correct"):
            obj.version += 1
            super().save_model(request, obj, form, change)


@admin.register(Place)
class PlaceAdmin(SearchedByName):
    """The gazetteer."""

    search = staticmethod(search_places)
    list_display = ("name", "name_uk", "country", "region", "population")
    list_select_related = ("country",)
    fields = (
        "geonames_id",
        "name",
        "name_uk",
        "country",
        "region",
        "population",
        "lat",
        "lon",
        "alternative_names",
    )


@admin.register(Country)
class CountryAdmin(RoleModelAdmin):
    """Names of states."""

    access = READ
    list_display = ("code", "name_uk", "name_en", "borders_ukraine")
    search_fields = ("code", "name_uk", "name_en")


@admin.register(ReferenceLoad)
class ReferenceLoadAdmin(RoleModelAdmin):
    """What was loaded from where."""

    access = Access(view=frozenset({Role.AUDITOR, Role.ADMINISTRATOR}))
    list_display = ("name", "fingerprint", "rows", "loaded_at")
