"""Statistics of what is public."""

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.views import ReadByAll
from common.api.kinds import one_of
from common.api.openapi import answers
from common.api.parameters import Parameter, ParameterSet
from common.errors import FieldProblem, RuleViolated
from partnerships.api.filters import FILTERS, SEARCH, narrowed, narrowed_agreements
from partnerships.api.stats import COUNTERS, rows_by, totals
from partnerships.models import Partnership
from partnerships.selectors import agreements_for

BY = Parameter(
    "by",
    one_of(*COUNTERS),
    "What to count by. `country`, `oblast` and `status` count partnerships; the others count agreements.",
)
STATS_PARAMETERS = ParameterSet([BY, SEARCH, *(item.parameter for item in FILTERS)])


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


class Stats(ReadByAll):
    """Statistics of public partnerships."""

    parameters = STATS_PARAMETERS

    @extend_schema(
        operation_id="stats",
        tags=["statistics"],
        parameters=STATS_PARAMETERS.schema(),
        responses=answers({200: StatsSerializer}),
    )
    def get(self, request: Request) -> Response:
        """Count public partnerships, or their agreements, by one property."""
        if "by" not in self.asked:
            detail = _("Say what to count by: %(known)s.") % {"known": ", ".join(COUNTERS)}
            raise RuleViolated([FieldProblem("by", "required", detail)])
        public = agreements_for(AnonymousUser())
        partnerships = narrowed(Partnership.objects.public(), self.asked, public)
        agreements = narrowed_agreements(public.filter(partnership__in=partnerships), self.asked)
        body = {
            "by": self.asked["by"],
            "results": rows_by(self.asked["by"], partnerships, agreements),
            "totals": totals(partnerships, agreements),
        }
        return Response(StatsSerializer(body).data)
