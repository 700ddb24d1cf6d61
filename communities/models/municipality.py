"""Foreign territories that are parties."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from common.text import fold, transliterate
from communities.choices import MunicipalityLevel
from communities.foreign_names import original_shown, region_in_language, region_shown
from communities.models.fields import (
    LeanManager,
    search_vector_field,
    ukrainian_sort_field,
    valid_coordinates,
)
from communities.search.terms import municipality_terms
from communities.search_text import build_search_text


class ForeignMunicipality(models.Model):
    """A municipality, county, region or association of municipalities that partnerships really use.

    Made from a gazetteer ``Place`` or typed in freely, since counties and rural communes are in no
    gazetteer. ``communities.services`` is the only writer.
    """

    name = models.CharField(_("name"), max_length=200, help_text=_("In the original spelling."))
    name_uk = models.CharField(_("name in Ukrainian"), max_length=200, blank=True, default="")
    name_en = models.CharField(_("name in English"), max_length=200, blank=True, default="")
    country = models.ForeignKey(
        "communities.Country",
        verbose_name=_("country"),
        on_delete=models.PROTECT,
        related_name="municipalities",
        db_index=False,
    )
    region = models.CharField(
        _("region"),
        max_length=120,
        blank=True,
        default="",
        help_text=_("State, voivodeship, county or similar; distinguishes places with the same name."),
    )
    level = models.CharField(
        _("level"),
        max_length=15,
        choices=MunicipalityLevel,
        default=MunicipalityLevel.MUNICIPALITY,
    )
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    lon = models.FloatField(_("longitude"), null=True, blank=True)
    # No foreign key: a newer gazetteer may drop a place, the partner stays.
    geonames_id = models.PositiveIntegerField(_("GeoNames id"), null=True, blank=True, unique=True)
    wikidata_id = models.CharField(_("Wikidata id"), max_length=15, blank=True, default="")
    aliases = models.TextField(
        _("other names"),
        blank=True,
        default="",
        editable=False,
        help_text=_("Alternative names from GeoNames, used only for search."),
    )
    identity = models.CharField(_("identity key"), max_length=400, editable=False, db_index=True)
    search_text = models.TextField(_("search text"), blank=True, default="", editable=False)
    search_vector = search_vector_field()
    name_sort = ukrainian_sort_field("name")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("created by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    objects: ClassVar[LeanManager[Self]] = LeanManager()

    class Meta:
        verbose_name = _("foreign municipality")
        verbose_name_plural = _("foreign municipalities")
        base_manager_name = "objects"
        ordering = ["name_sort", "id"]
        indexes = [
            GinIndex(fields=["search_vector"], name="municipality_search_vector", fastupdate=False),
            models.Index(fields=["country", "name_sort", "id"], name="municipality_country_name"),
            models.Index(fields=["name_sort", "id"], name="municipality_name_sort"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="municipality_has_name",
                violation_error_message=_("A municipality needs a name."),
            ),
            models.CheckConstraint(
                condition=~Q(country="UA"),
                name="municipality_is_foreign",
                violation_error_message=_(
                    "Ukrainian communities come from KATOTTG and cannot be entered as foreign."
                ),
            ),
            models.CheckConstraint(
                condition=Q(wikidata_id="") | Q(wikidata_id__regex=r"^Q[1-9]\d*$"),
                name="municipality_wikidata_format",
                violation_error_message=_("A Wikidata id is Q followed by digits."),
            ),
            # Gazetteer places are told apart by their id: one region may hold two villages of one name.
            models.UniqueConstraint(
                fields=["identity"],
                condition=Q(geonames_id__isnull=True),
                name="municipality_typed_in_once",
                violation_error_message=_(
                    "This municipality is already in the registry: same name, country, level and region."
                ),
            ),
            valid_coordinates("municipality_coordinates"),
        ]

    def __str__(self) -> str:
        return f"{self.display_name} ({self.country_id})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep identity and what it is found by in step with the names."""
        self.identity = identity_of(self.name, self.country_id, self.level, self.region)
        terms = municipality_terms(self)
        self.search_text, self.search_vector = self.build_search_text(), terms.vector
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "identity", "search_text", "search_vector"}
        super().save(*args, **kwargs)
        from communities.vocabulary import VocabularyScope, learn

        learn(VocabularyScope.MUNICIPALITY, terms.words)

    def clean(self) -> None:
        """Renew the identity before forms compare it with that of the others."""
        self.identity = identity_of(self.name, self.country_id, self.level, self.region)

    @property
    def display_name(self) -> str:
        """The name in the language of the page, in the original spelling when there is none."""
        return (self.name_uk if get_language() == "uk" else self.name_en) or self.name

    @property
    def region_in_language(self) -> str:
        """The region in the language of the page; nothing rather than an English name in a Ukrainian text."""
        return region_in_language(self.country_id, self.region)

    @property
    def region_shown(self) -> str:
        """The region for a page: in its own spelling, with its language, where there is no other name."""
        return region_shown(self.country_id, self.region)

    @property
    def original_shown(self) -> str:
        """The name in the original spelling for a page, with its language."""
        return original_shown(self.country_id, self.name)

    @property
    def display_shown(self) -> str:
        """The name for a page; one in the original spelling with its language."""
        return self.original_shown if self.display_name == self.name else self.display_name

    def build_search_text(self) -> str:
        """Names in every known spelling first, then region and country."""
        return build_search_text(
            names=[
                self.name,
                self.name_uk,
                self.name_en,
                transliterate(self.name_uk),
                *self.aliases.split("|"),
                self.wikidata_id,
            ],
            context=[self.region, self.country.name_uk, self.country.name_en],
        )


def identity_of(name: str, country_code: str, level: str, region: str) -> str:
    """What makes two freely typed municipalities one: folded name, country, level and region."""
    return "|".join([country_code, level, fold(name), fold(region)])[:400]
