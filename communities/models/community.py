"""Ukrainian units of the official codifier."""

from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from common.text import transliterate
from communities.choices import CommunityKind, CommunityLevel
from communities.models.fields import (
    LeanManager,
    search_vector_field,
    ukrainian_sort_field,
    valid_coordinates,
)
from communities.search.terms import community_terms
from communities.search_text import build_search_text

# The 1,469 hromadas of which the state speaks, wherever they are listed or counted. Those of Crimea are in the
# codifier but could never be formed; oblasts, raions, Kyiv and Sevastopol are units, but no hromadas.
CRIMEA_CODE = "UA01"
HROMADAS = Q(level=CommunityLevel.HROMADA, is_active=True) & ~Q(katottg__startswith=CRIMEA_CODE)


class Community(models.Model):
    """An oblast, raion, hromada or city with special status, identified by its KATOTTG code.

    Units are never deleted: agreements outlive reforms. A renamed unit keeps its former names, an
    abolished one stays and points to its successor when that is known.
    """

    katottg = models.CharField(
        _("KATOTTG code"),
        max_length=19,
        unique=True,
        help_text=_("Code of the administrative unit (KATOTTG)."),
    )
    level = models.CharField(_("level"), max_length=10, choices=CommunityLevel)
    kind = models.CharField(
        _("kind"),
        max_length=10,
        choices=CommunityKind,
        blank=True,
        default="",
        help_text=_("Type of settlement at the centre of the hromada; empty for oblasts and raions."),
    )
    name_uk = models.CharField(_("name in Ukrainian"), max_length=100)
    full_name_uk = models.CharField(_("full name in Ukrainian"), max_length=200)
    name_en = models.CharField(_("official transliteration"), max_length=100)
    full_name_en = models.CharField(_("full name in English"), max_length=200)
    centre_name_uk = models.CharField(_("centre"), max_length=100, blank=True, default="")
    centre_name_en = models.CharField(_("centre, transliterated"), max_length=100, blank=True, default="")
    centre_katottg = models.CharField(_("KATOTTG code of the centre"), max_length=19, blank=True, default="")
    oblast = models.ForeignKey(
        "self",
        verbose_name=_("oblast"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="units_of_oblast",
    )
    raion = models.ForeignKey(
        "self",
        verbose_name=_("raion"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="units_of_raion",
    )
    lat = models.FloatField(_("latitude of the centre"), null=True, blank=True)
    lon = models.FloatField(_("longitude of the centre"), null=True, blank=True)
    population = models.PositiveIntegerField(
        _("population of the centre"), null=True, blank=True, help_text=_("Source: GeoNames.")
    )
    former_names = ArrayField(
        models.CharField(max_length=100),
        verbose_name=_("former names"),
        default=list,
        blank=True,
    )
    is_active = models.BooleanField(_("exists"), default=True)
    abolished_on = models.DateField(_("abolished on"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        verbose_name=_("successor"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="predecessors",
    )
    search_text = models.TextField(_("search text"), blank=True, default="", editable=False)
    search_vector = search_vector_field()
    name_sort = ukrainian_sort_field("name_uk")

    objects: ClassVar[LeanManager[Self]] = LeanManager()

    class Meta:
        verbose_name = _("community")
        verbose_name_plural = _("communities")
        base_manager_name = "objects"
        ordering = ["name_sort", "id"]
        indexes = [
            GinIndex(fields=["search_vector"], name="community_search_vector", fastupdate=False),
            models.Index(fields=["level", "name_sort", "id"], name="community_level_name"),
            models.Index(fields=["oblast", "level", "name_sort", "id"], name="community_oblast_level"),
            models.Index(fields=["name_sort", "id"], name="community_name_sort"),
            models.Index(fields=["centre_katottg"], name="community_centre"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(katottg__regex=r"^UA\d{17}$"),
                name="community_katottg_format",
                violation_error_message=_("A KATOTTG code is UA followed by 17 digits."),
            ),
            models.CheckConstraint(
                condition=Q(level__in=["oblast", "raion"], kind="")
                | Q(level="hromada", kind__in=CommunityKind.values)
                | Q(level="city", kind="city"),
                name="community_kind_fits_level",
                violation_error_message=_(
                    "A hromada or city must have a kind (city, settlement, village); an oblast "
                    "or raion must not."
                ),
            ),
            models.CheckConstraint(
                condition=Q(level__in=["oblast", "city"], oblast__isnull=True)
                | Q(level__in=["raion", "hromada"], oblast__isnull=False),
                name="community_oblast_fits_level",
                violation_error_message=_("Raions and hromadas must belong to an oblast."),
            ),
            models.CheckConstraint(
                condition=Q(is_active=True, abolished_on__isnull=True) | Q(is_active=False),
                name="community_abolished_is_inactive",
                violation_error_message=_("A unit with an abolition date cannot be active."),
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=F("id")),
                name="community_not_own_successor",
                violation_error_message=_("A unit cannot be its own successor."),
            ),
            valid_coordinates("community_coordinates"),
        ]

    def __str__(self) -> str:
        return self.placed_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep what the unit is found by in step with the names."""
        words = self.prepare_search()
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "search_text", "search_vector"}
        super().save(*args, **kwargs)
        from communities.namesakes import forget_shared_names
        from communities.vocabulary import VocabularyScope, learn

        forget_shared_names()
        learn(VocabularyScope.COMMUNITY, words)

    def prepare_search(self) -> frozenset[str]:
        """Set the columns that search reads; return the words that corrections should know."""
        terms = community_terms(self)
        self.search_text, self.search_vector = self.build_search_text(), terms.vector
        return terms.words

    @property
    def full_name(self) -> str:
        """The full name in the language of the page."""
        return self.full_name_uk if get_language() == "uk" else self.full_name_en

    @property
    def placed_name(self) -> str:
        """The full name with what tells the unit apart from its namesakes; for every list to choose from."""
        from communities.namesakes import placed_name

        return placed_name(self)

    @property
    def name(self) -> str:
        """The short name in the language of the page."""
        return self.name_uk if get_language() == "uk" else self.english_name

    @property
    def english_name(self) -> str:
        """The transliterated name; of an oblast its established name, since nobody calls one "Kyivska" abroad."""
        return self.full_name_en if self.level == CommunityLevel.OBLAST else self.name_en

    def build_search_text(self) -> str:
        """Everything the unit may be asked for: by its town first, by the oblast last."""
        oblast = self.oblast
        own_centre = [self.centre_name_uk, self.centre_name_en] if self.kind else []
        return build_search_text(
            names=[
                *own_centre,
                self.name_uk,
                self.name_en,
                self.katottg,
                self.full_name_uk,
                self.full_name_en,
                *self.former_names,
                *(transliterate(name) for name in self.former_names),
            ],
            context=[oblast.full_name_uk, oblast.full_name_en] if oblast else [],
        )
