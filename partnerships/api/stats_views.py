"""Statistics of what is public."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.stored import ServedAsStored, Stored
from common.api.kinds import one_of
from common.api.openapi import answers
from common.api.parameters import Asked, Parameter, ParameterSet
from common.errors import FieldProblem, RuleViolated
from partnerships.api.filters import PARTNERSHIP_FILTERS, SEARCH
from partnerships.api.stats import labelled
from partnerships.records.cache import cached
from partnerships.records.counts import COUNTED_BY, counts_by, facet_counts, totals, where_asked

BY = Parameter(
    "by",
    one_of(*COUNTED_BY),
    "What to count by. `country`, `oblast` and `status` count partnerships; the others count agreements.",
)
STATS_PARAMETERS = ParameterSet([BY, SEARCH, *PARTNERSHIP_FILTERS])
FACET_PARAMETERS = ParameterSet([SEARCH, *PARTNERSHIP_FILTERS])


class CountSerializer(serializers.Serializer):
    """How often one value occurs."""

    key = serializers.CharField(help_text="Code of the value, free of language.")
    label_uk = serializers.CharField(help_text="The value in Ukrainian.")
    label_en = serializers.CharField(help_text="The value in English.")
    count = serializers.IntegerField(help_text="How often it occurs.")


class TotalsSerializer(serializers.Serializer):
    """How much was counted in all; a record may stand under several keys, or under none."""

    partnerships = serializers.IntegerField(help_text="Public partnerships.")
    agreements = serializers.IntegerField(help_text="Their public agreements.")
    communities = serializers.IntegerField(help_text="Different Ukrainian units.")
    municipalities = serializers.IntegerField(help_text="Different foreign territories.")
    countries = serializers.IntegerField(help_text="Different countries.")


class StatsSerializer(serializers.Serializer):
    """Counts by one property."""

    by = serializers.CharField(help_text="What was counted by.")
    results = CountSerializer(many=True, help_text="The most frequent first; years in their order.")
    totals = TotalsSerializer(help_text="How much was counted in all.")


class Stats(ServedAsStored):
    """Statistics of public partnerships."""

    parameters = STATS_PARAMETERS

    @extend_schema(
        operation_id="stats",
        tags=["statistics"],
        parameters=STATS_PARAMETERS.schema(),
        responses=answers({200: StatsSerializer}),
    )
    def get(self, request: Request) -> Response:
        """Count the public partnerships of a list by every property that can be filtered."""
        if "by" not in self.asked:
            detail = _("Choose what to count by: %(known)s.") % {"known": ", ".join(COUNTED_BY)}
            raise RuleViolated([FieldProblem("by", "required", detail)])
        return Response(stats(self.asked))

    def stored(self, request: HttpRequest, asked: Asked, **kwargs: Any) -> Stored | None:
        """The same, counted once for each version of the records."""
        if "by" not in asked:
            return None
        return Stored(cached(request.get_full_path(), lambda: JSONRenderer().render(stats(asked))))


def stats(asked: Asked) -> Any:
    """Counts by the property asked for, and totals."""
    where, _told = where_asked(asked, asked.get(SEARCH.name, ""))
    name = asked["by"]
    body = {
        "by": name,
        "results": labelled(name, counts_by(name, asked, where)),
        "totals": totals(asked, where),
    }
    return StatsSerializer(body).data


class FacetSerializer(serializers.Serializer):
    """All facets of a list: how many public partnerships have each value."""

    total = serializers.IntegerField(help_text="Public partnerships that meet all filters.")
    facets = serializers.DictField(
        child=CountSerializer(many=True),
        help_text=(
            "Facet and its values. A facet that is itself filtered also counts the values that "
            "were not chosen."
        ),
    )
    did_you_mean = serializers.CharField(
        required=False, help_text="What the search was taken for, when not as it was typed."
    )


class FacetList(ServedAsStored):
    """Facets of the public list."""

    parameters = FACET_PARAMETERS

    @extend_schema(
        operation_id="facets",
        tags=["statistics"],
        parameters=FACET_PARAMETERS.schema(),
        responses=answers({200: FacetSerializer}),
    )
    def get(self, request: Request) -> Response:
        """Show the parties of public partnerships as points (GeoJSON), with the filters of the list."""
        return Response(facets(self.asked))

    def stored(self, request: HttpRequest, asked: Asked, **kwargs: Any) -> Stored | None:
        """The same, counted once for each version of the records."""
        return Stored(cached(request.get_full_path(), lambda: JSONRenderer().render(facets(asked))))


def facets(asked: Asked) -> Any:
    """All facets with their labels."""
    found = facet_counts(asked, asked.get(SEARCH.name, ""))
    body: dict[str, Any] = {
        "total": found.total,
        "facets": {name: labelled(name, counts) for name, counts in found.counts.items()},
    }
    return body | ({"did_you_mean": found.did_you_mean} if found.did_you_mean else {})
