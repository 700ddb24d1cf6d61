"""The map: where communities and municipalities with public partnerships lie."""

import json
from typing import Any

from django.http import HttpRequest
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.stored import ServedAsStored, Stored
from common.api.openapi import answers
from common.api.parameters import Asked, ParameterSet
from partnerships.api.exports import FILTERS
from partnerships.api.filters import SEARCH
from partnerships.map_points import map_points
from partnerships.records.cache import cached
from partnerships.records.counts import where_asked

MAP_PARAMETERS = ParameterSet(FILTERS)


class PointSerializer(serializers.Serializer):
    """A point of GeoJSON."""

    type = serializers.CharField(help_text="`Point`.")
    coordinates = serializers.ListField(
        child=serializers.FloatField(), min_length=2, max_length=2, help_text="Longitude and latitude."
    )


class MapPropertiesSerializer(serializers.Serializer):
    """The community or municipality at this point."""

    kind = serializers.ChoiceField(
        choices=["community", "municipality"], help_text="A Ukrainian unit or a foreign territory."
    )
    katottg = serializers.CharField(required=False, help_text="KATOTTG code, of a community only.")
    id = serializers.IntegerField(required=False, help_text="Number, of a municipality only.")
    name_uk = serializers.CharField(help_text="Name in Ukrainian; hromadas go by their town.")
    name_en = serializers.CharField(help_text="Name in English.")
    country = serializers.CharField(help_text="Country (ISO 3166-1 alpha-2).")
    partnership_count = serializers.IntegerField(help_text="Public partnerships that meet the filters.")


class MapFeatureSerializer(serializers.Serializer):
    """A community or municipality on the map."""

    type = serializers.CharField(help_text="`Feature`.")
    geometry = PointSerializer(allow_null=True, help_text="Location; null if unknown.")
    properties = MapPropertiesSerializer(help_text="The community or municipality at this point.")


class MapSerializer(serializers.Serializer):
    """The map as GeoJSON."""

    type = serializers.CharField(help_text="`FeatureCollection`.")
    features = MapFeatureSerializer(many=True, help_text="Communities first; the most partnerships first.")


class PartnershipMap(ServedAsStored):
    """Points of the public list."""

    parameters = MAP_PARAMETERS

    @extend_schema(
        operation_id="map",
        tags=["statistics"],
        parameters=MAP_PARAMETERS.schema(),
        responses=answers({200: MapSerializer}),
    )
    def get(self, request: Request) -> Response:
        """Show who has public partnerships as points (GeoJSON), under the filters of the list."""
        return Response(json.loads(map_body(self.asked)))

    def stored(self, request: HttpRequest, asked: Asked, **kwargs: Any) -> Stored | None:
        """The same, made once for each version of the records."""
        return Stored(cached(request.get_full_path(), lambda: map_body(asked)))


def map_body(asked: Asked) -> bytes:
    """The whole answer."""
    where, _told = where_asked(asked, asked.get(SEARCH.name, ""))
    body = {"type": "FeatureCollection", "features": [point.feature for point in map_points(where)]}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
