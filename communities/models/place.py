"""The gazetteer: where a new foreign municipality is taken from."""

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.foreign_names import region_shown
from communities.models.fields import LeanManager, search_vector_field

BIGGEST, BIG = 100_000, 15_000  # people: one place in thirty, one in five


class Place(models.Model):
    """A populated place of 1,000 people or more outside Ukraine, from GeoNames (CC BY 4.0)."""

    geonames_id = models.PositiveIntegerField(_("GeoNames id"), primary_key=True)
    name = models.CharField(_("name"), max_length=200, help_text=_("In the original spelling."))
    name_uk = models.CharField(
        _("name in Ukrainian"),
        max_length=200,
        blank=True,
        default="",
        help_text=_("Empty if GeoNames has no name that is certainly Ukrainian."),
    )
    country = models.ForeignKey(
        "communities.Country",
        verbose_name=_("country"),
        on_delete=models.PROTECT,
        related_name="places",
        db_index=False,
    )
    region = models.CharField(_("region"), max_length=120, blank=True, default="")
    population = models.PositiveIntegerField(_("population"), default=0)
    lat = models.FloatField(_("latitude"))
    lon = models.FloatField(_("longitude"))
    alternative_names = ArrayField(
        models.TextField(), verbose_name=_("alternative names"), default=list, blank=True
    )
    search_vector = search_vector_field()

    objects: ClassVar[LeanManager[Self]] = LeanManager()

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        base_manager_name = "objects"
        ordering = ["-population", "geonames_id"]
        indexes = [
            GinIndex(fields=["search_vector"], name="place_search_vector", fastupdate=False),
            # First letters find thousands; people want the biggest (communities.search.candidates.SIZES).
            GinIndex(
                fields=["search_vector"],
                name="place_search_biggest",
                fastupdate=False,
                condition=models.Q(population__gte=BIGGEST),
            ),
            GinIndex(
                fields=["search_vector"],
                name="place_search_big",
                fastupdate=False,
                condition=models.Q(population__gte=BIG),
            ),
            models.Index(fields=["country", "-population", "geonames_id"], name="place_country_population"),
            models.Index(fields=["-population", "geonames_id"], name="place_population"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.country_id})"

    @property
    def region_shown(self) -> str:
        """The region for a page: in its own spelling, with its language, where there is no other name."""
        return region_shown(self.country_id, self.region)
