"""States and territories of the world."""

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from communities.models.fields import ukrainian_sort_field


class Country(models.Model):
    """A state by its ISO 3166-1 alpha-2 code; names are those of Unicode CLDR (through Babel)."""

    code = models.CharField(_("code"), max_length=2, primary_key=True)
    name_uk = models.CharField(_("name in Ukrainian"), max_length=100)
    name_en = models.CharField(_("name in English"), max_length=100)
    borders_ukraine = models.BooleanField(
        _("borders Ukraine"),
        default=False,
        help_text=_("Cooperation across a shared border can be called cross-border."),
    )
    name_uk_sort = ukrainian_sort_field("name_uk")

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ["name_uk_sort", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[A-Z]{2}$"),
                name="country_code_is_alpha2",
                violation_error_message=_("A country code is two capital letters (A to Z)."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the page."""
        return self.name_uk if get_language() == "uk" else self.name_en
