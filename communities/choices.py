"""Codes of the API contract for units and municipalities, with their labels."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CommunityLevel(models.TextChoices):
    """Level of a unit of the codifier; ``city`` is Kyiv and Sevastopol, which belong to no oblast."""

    OBLAST = "oblast", _("oblast")
    RAION = "raion", _("raion")
    HROMADA = "hromada", _("hromada")
    CITY = "city", _("city with special status")


class CommunityKind(models.TextChoices):
    """What the administrative centre of a hromada is; it decides how the council is called."""

    CITY = "city", _("city")
    SETTLEMENT = "settlement", _("settlement")
    VILLAGE = "village", _("village")


class MunicipalityLevel(models.TextChoices):
    """What a foreign partner is. Partners are not always towns: powiats, regions and associations sign too."""

    MUNICIPALITY = "municipality", _("municipality")
    COUNTY = "county", _("county")
    REGION = "region", _("region")
    DISTRICT = "district", _("district of a city")
    ASSOCIATION = "association", _("association of municipalities")
    OTHER = "other", _("other territory")
