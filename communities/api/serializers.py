"""Public representations of units, municipalities and places, field by field."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from common.api.fields import CodeField, StrictSerializer
from communities.choices import CommunityKind, CommunityLevel, MunicipalityLevel


class OblastSerializer(serializers.Serializer):
    """The oblast of a unit."""

    katottg = serializers.CharField(help_text="KATOTTG code of the oblast.")
    name_uk = serializers.CharField(help_text="Name in Ukrainian.")
    name_en = serializers.CharField(
        source="full_name_en", help_text="Established English name, the same as `full_name_en`."
    )
    full_name_uk = serializers.CharField(help_text="Full name in Ukrainian.")
    full_name_en = serializers.CharField(help_text="Full name in English.")


class CommunityBriefSerializer(serializers.Serializer):
    """A unit as a party of a partnership."""

    katottg = serializers.CharField(help_text="Code of the unit in the official codifier.")
    level = CodeField(CommunityLevel, help_text="Level of the unit; `city` is Kyiv and Sevastopol.")
    kind = CodeField(
        CommunityKind,
        allow_blank=True,
        help_text="What the centre of a hromada is; empty for oblasts and raions.",
    )
    name_uk = serializers.CharField(help_text="Name in Ukrainian.")
    full_name_uk = serializers.CharField(help_text="Full name in Ukrainian.")
    name_en = serializers.CharField(help_text="Official transliteration of the name.")
    full_name_en = serializers.CharField(help_text="Full name in English.")
    centre_name_uk = serializers.CharField(
        help_text="Centre of the unit in Ukrainian, by which people know a hromada; may be empty."
    )
    centre_name_en = serializers.CharField(help_text="Centre of the unit, transliterated; may be empty.")
    oblast = OblastSerializer(
        allow_null=True, help_text="The oblast; null for oblasts and cities with special status."
    )


class CommunitySerializer(CommunityBriefSerializer):
    """An administrative unit (KATOTTG) with what the registry knows about its partnerships."""

    lat = serializers.FloatField(allow_null=True, help_text="Latitude of the centre (GeoNames).")
    lon = serializers.FloatField(allow_null=True, help_text="Longitude of the centre (GeoNames).")
    population = serializers.IntegerField(
        allow_null=True, help_text="Population of the centre (GeoNames), not of the whole unit."
    )
    former_names = serializers.ListField(
        child=serializers.CharField(), help_text="Names the unit had before, in Ukrainian."
    )
    is_active = serializers.BooleanField(help_text="Whether the unit still exists.")
    successor = serializers.CharField(
        source="successor.katottg",
        default=None,
        allow_null=True,
        help_text="KATOTTG code of the unit that took the place of an abolished one.",
    )
    partnership_count = serializers.IntegerField(
        help_text="Public partnerships to which the unit is a party."
    )
    country_count = serializers.IntegerField(help_text="Different countries of the partners in these.")


class MunicipalityBriefSerializer(serializers.Serializer):
    """A foreign territory as a party of a partnership."""

    id = serializers.IntegerField(help_text="Number of the municipality in this registry.")
    name = serializers.CharField(help_text="Name in the original spelling.")
    name_uk = serializers.CharField(help_text="Name in Ukrainian; may be empty.")
    name_en = serializers.CharField(help_text="Name in English; may be empty.")
    country = serializers.CharField(source="country_id", help_text="Country (ISO 3166-1 alpha-2).")
    country_name_uk = serializers.CharField(source="country.name_uk", help_text="Country, in Ukrainian.")
    country_name_en = serializers.CharField(source="country.name_en", help_text="Country, in English.")
    region = serializers.CharField(help_text="State, voivodeship, county or the like; tells homonyms apart.")
    level = CodeField(MunicipalityLevel, help_text="What the territory is.")


class MunicipalitySerializer(MunicipalityBriefSerializer):
    """A foreign territory with which communities are partners."""

    lat = serializers.FloatField(allow_null=True, help_text="Latitude.")
    lon = serializers.FloatField(allow_null=True, help_text="Longitude.")
    geonames_id = serializers.IntegerField(
        allow_null=True, help_text="Id in GeoNames, when taken from there."
    )
    wikidata_id = serializers.CharField(help_text="Id in Wikidata; may be empty.")
    partnership_count = serializers.IntegerField(
        help_text="Public partnerships to which the territory is a party."
    )


class PlaceSerializer(serializers.Serializer):
    """A place of the gazetteer: a suggestion for a new municipality."""

    geonames_id = serializers.IntegerField(help_text="Id in GeoNames; use it as `geonames_id` of a party.")
    name = serializers.CharField(help_text="Name in the original spelling.")
    name_uk = serializers.CharField(help_text="Name in Ukrainian; may be empty.")
    country = serializers.CharField(source="country_id", help_text="Country (ISO 3166-1 alpha-2).")
    region = serializers.CharField(help_text="Region.")
    population = serializers.IntegerField(help_text="Population.")
    lat = serializers.FloatField(help_text="Latitude.")
    lon = serializers.FloatField(help_text="Longitude.")


class MunicipalityInput(StrictSerializer):
    """A foreign territory: a place of the gazetteer by its id, or one that is in no gazetteer."""

    geonames_id = serializers.IntegerField(
        required=False,
        min_value=1,
        max_value=2**31 - 1,
        help_text="Id of a place in GeoNames; then nothing else is given.",
    )
    name = serializers.CharField(
        max_length=200,
        required=False,
        help_text="Name in the original spelling; needed without `geonames_id`.",
    )
    name_uk = serializers.CharField(
        max_length=200, required=False, allow_blank=True, help_text="Name in Ukrainian."
    )
    name_en = serializers.CharField(
        max_length=200, required=False, allow_blank=True, help_text="Name in English."
    )
    country = serializers.RegexField(
        r"^[A-Za-z]{2}$",
        required=False,
        help_text="Country (ISO 3166-1 alpha-2); needed without `geonames_id`.",
    )
    region = serializers.CharField(
        max_length=120, required=False, allow_blank=True, help_text="State, voivodeship, county or the like."
    )
    level = CodeField(
        MunicipalityLevel, required=False, help_text="What it is; `municipality` when left out."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Take a place as the gazetteer has it, or a name with its country."""
        if "geonames_id" in attrs:
            message = _("Enter either the id of a GeoNames place or a description, not both.")
            problems = {name: [message] for name in attrs if name != "geonames_id"}
            code = "not_both"
        else:
            message = _("Enter the id of a GeoNames place, or a name and a country.")
            problems = {name: [message] for name in ("name", "country") if name not in attrs}
            code = "required"
        if problems:
            raise serializers.ValidationError(problems, code=code)
        return attrs
