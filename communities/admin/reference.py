"""Reference data that loaders write: looked up by the desks."""

from collections.abc import Callable
from operator import itemgetter
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.roles import DESK_ROLES, Role
from common.admin.access import Access, RoleModelAdmin
from common.admin.filters import ListedFilter, by_column
from common.sorting import by_shown_name, in_order_of
from communities.choices import CommunityLevel
from communities.countries import choices_of
from communities.models import HROMADAS, Community, Country, ForeignMunicipality, Place, ReferenceLoad
from communities.partners import has_partner
from communities.selectors import search_communities, search_places
from desks.columns import Column
from desks.lists import ListToolsModelAdmin

READ = Access(view=frozenset(DESK_ROLES))


class SearchedByName(RoleModelAdmin):
    """Finds rows in any language and spelling, best first, through the app's own search."""

    access = READ
    search: ClassVar[Callable[..., QuerySet[Any]]]
    search_fields = ("search_text",)
    search_help_text = _("Name in any language")

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
        return in_order_of(((oblast.katottg, oblast.full_name) for oblast in oblasts), itemgetter(1))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        wanted = self.value()
        own = Q(oblast__katottg=wanted) | Q(katottg=wanted, level=CommunityLevel.CITY)  # Kyiv is in no oblast
        return queryset.filter(own) if wanted else queryset


class LevelFilter(ListedFilter):
    """Units of a level; hromadas are those that exist, as everywhere they are counted."""

    title = _("level")
    parameter_name = "level"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(CommunityLevel.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        wanted = self.value()
        if wanted == CommunityLevel.HROMADA:
            return queryset.filter(HROMADAS)
        return queryset.filter(level=wanted) if wanted else queryset


class PartnersFilter(ListedFilter):
    """Hromadas that have a partner, or none."""

    title = _("partners")
    parameter_name = "partners"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("none", _("without a partner")), ("some", _("with a partner"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not (wanted := self.value()):
            return queryset
        units = queryset.filter(HROMADAS)
        match wanted:
            case "none":
                return units.filter(~has_partner())
            case "some":
                return units.filter(has_partner())
        return queryset.none()


class CountryFilter(ListedFilter):
    """Countries that have a municipality here."""

    title = _("country")
    parameter_name = "country"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        used = Exists(ForeignMunicipality.objects.filter(country=OuterRef("pk")))
        return choices_of(Country.objects.filter(used))

    def known_values(self) -> list[str]:
        """Every country: that one of them has no municipality here is no mistake."""
        return list(Country.objects.values_list("code", flat=True))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(country=self.value()) if self.value() else queryset


@admin.register(Community)
class CommunityAdmin(ListToolsModelAdmin, SearchedByName):
    """Units of the official codifier; the loader is their only writer."""

    search = staticmethod(search_communities)
    columns = (
        Column("full_name", _("name"), lambda row: row.full_name),
        Column("katottg", _("KATOTTG code"), lambda row: row.katottg),
        Column("level_word", _("level"), lambda row: row.get_level_display()),
        Column("oblast", _("oblast"), lambda row: row.oblast.full_name if row.oblast else ""),
        Column("raion", _("raion"), lambda row: row.raion.full_name if row.raion else ""),
        Column("population", _("population"), lambda row: row.population, is_shown=False),
        Column(
            "is_active",
            _("exists today"),
            lambda row: _("exists") if row.is_active else _("no longer exists"),
        ),
    )
    list_display = tuple(column.name for column in columns)
    list_filter = (
        PartnersFilter,
        LevelFilter,
        OblastFilter,
        by_column("is_active", _("exists today"), [("True", _("exists")), ("False", _("no longer exists"))]),
    )
    list_select_related = ("oblast", "raion")
    fieldsets = (
        (None, {"fields": ("katottg", "level", "kind", "oblast", "raion")}),
        (_("Names"), {"fields": ("full_name_uk", "full_name_en", "name_uk", "name_en", "former_names")}),
        (_("Centre"), {"fields": ("centre_name_uk", "centre_name_en", "population", "lat", "lon")}),
        (_("Validity"), {"fields": ("is_active", "abolished_on", "successor")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the oblast, by which namesakes are told apart."""
        return super().get_queryset(request).select_related("oblast")

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        """By the names that the page shows."""
        return [by_shown_name("name_sort", "full_name_en"), "pk"]

    def name_in_choices(self, obj: Any) -> str:
        name: str = obj.placed_name
        return name

    @admin.display(description=_("level"), ordering="level")
    def level_word(self, row: Community) -> str:
        return str(row.get_level_display())

    @admin.display(description=_("name"), ordering="name_sort")
    def full_name(self, row: Community) -> str:
        return row.full_name


@admin.register(Place)
class PlaceAdmin(SearchedByName):
    """The gazetteer."""

    search = staticmethod(search_places)
    list_display = ("name", "name_uk", "country", "region_in_list", "population")
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

    @admin.display(description=_("region"), ordering="region")
    def region_in_list(self, row: Place) -> str:
        return row.region_shown


@admin.register(Country)
class CountryAdmin(RoleModelAdmin):
    """Names of states."""

    access = READ
    list_display = ("code", "name_uk", "name_en", "borders_ukraine")

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        """By the names in the language of the page."""
        return [by_shown_name("name_uk_sort", "name_en"), "pk"]

    search_fields = ("code", "name_uk", "name_en")


@admin.register(ReferenceLoad)
class ReferenceLoadAdmin(RoleModelAdmin):
    """What was loaded from where."""

    access = Access(view=frozenset({Role.AUDITOR, Role.ADMINISTRATOR}))
    list_display = ("name", "fingerprint", "rows", "loaded_at")
