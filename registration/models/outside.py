"""Lists kept by others, and the partnerships that they claim."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.models import Community, Country, ForeignMunicipality


class OutsideList(models.Model):
    """A list of partnerships that somebody else keeps."""

    name = models.CharField(_("name of the list"), max_length=200, unique=True)
    source = models.URLField(_("address of the list"), max_length=500, blank=True)
    licence = models.CharField(_("licence"), max_length=200, blank=True)
    dated_on = models.DateField(_("as of"))
    loaded_at = models.DateTimeField(_("loaded"), auto_now=True)

    class Meta:
        verbose_name = _("external list")
        verbose_name_plural = _("external lists")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class ClaimState(models.TextChoices):
    """What is known of a claim; whether a partnership answers it is asked of the partnerships."""

    OPEN = "open", _("Claimed")
    NOT_OURS = "not_ours", _("Denied by the community")
    NO_COMMUNITY = "no_community", _("No community, or more than one, has this name")
    UNKNOWN_COUNTRY = "unknown_country", _("The country is missing or not understood")
    OUT_OF_SCOPE = "out_of_scope", _("Outside the scope of the law")


class OutsideClaim(models.Model):
    """One row of an outside list, with what was understood of it; ``cells`` is the row as it stands there."""

    outside_list = models.ForeignKey(
        OutsideList, models.CASCADE, related_name="claims", verbose_name=_("external list")
    )
    row = models.PositiveIntegerField(_("row"))
    cells = models.JSONField(_("cells"))
    community = models.ForeignKey(
        Community, models.PROTECT, null=True, related_name="claims", verbose_name=_("community")
    )
    partner_name = models.CharField(_("partner as written in the list"), max_length=300)
    country = models.ForeignKey(
        Country, models.PROTECT, null=True, related_name="+", verbose_name=_("country")
    )
    municipality = models.ForeignKey(
        ForeignMunicipality, models.PROTECT, null=True, related_name="+", verbose_name=_("municipality")
    )
    geonames_id = models.PositiveIntegerField(_("GeoNames place"), null=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True)
    state = models.CharField(_("status"), max_length=20, choices=ClaimState.choices, default=ClaimState.OPEN)
    note = models.TextField(_("note"), max_length=1000, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("answered by")
    )
    decided_at = models.DateTimeField(_("answered on"), null=True)

    class Meta:
        verbose_name = _("claim in an external list")
        verbose_name_plural = _("claims in external lists")
        ordering = ("outside_list", "row")
        constraints = (models.UniqueConstraint(fields=("outside_list", "row"), name="claim_once_per_row"),)
        indexes = (models.Index(fields=("community", "state"), name="claim_by_community"),)

    def __str__(self) -> str:
        return f"{self.outside_list} {self.row}"
