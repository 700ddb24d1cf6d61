"""View sets, filters, facets, map and export in the way of the documentation."""

import csv
from typing import Any

import django_filters
from django.db.models import Count, F, QuerySet
from django.db.models.functions import ExtractYear
from django.http import HttpResponse
from rest_framework import viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from bench.textbook.serializers import PartnershipSerializer
from partnerships.models import Agreement, Partnership, Party

PUBLIC = ("approved", "transferred", "ended")
FACETS = {
    "status": "status",
    "country": "parties__municipality__country",
    "oblast": "parties__community__oblast__katottg",
    "document_type": "agreements__document_type",
    "registration_status": "agreements__cases__status",
    "kind": "agreements__kinds",
    "sphere": "agreements__spheres",
}
HEADINGS = ("code", "status", "communities", "partners", "countries", "title", "signed", "number")


class PartnershipFilter(django_filters.FilterSet):
    """Filters over the related tables."""

    country = django_filters.CharFilter(field_name="parties__municipality__country", distinct=True)
    oblast = django_filters.CharFilter(field_name="parties__community__oblast__katottg", distinct=True)
    sphere = django_filters.CharFilter(
        field_name="agreements__spheres", lookup_expr="icontains", distinct=True
    )

    class Meta:
        model = Partnership
        fields = ("status", "origin")


class PartnershipViewSet(viewsets.ReadOnlyModelViewSet):
    """List, detail, facets, map and export."""

    serializer_class = PartnershipSerializer
    filterset_class = PartnershipFilter
    search_fields = (
        "code",
        "agreements__title_uk",
        "agreements__title_en",
        "parties__community__name_uk",
        "parties__community__full_name_uk",
        "parties__community__name_en",
        "parties__municipality__name",
        "parties__municipality__name_uk",
        "parties__municipality__name_en",
    )

    def get_queryset(self) -> QuerySet[Partnership]:
        """Fetch related rows in a constant number of queries, as the documentation says."""
        return (
            Partnership.objects.filter(status__in=PUBLIC)
            .prefetch_related(
                "parties__community__oblast",
                "parties__municipality__country",
                "agreements__cases__order",
                "agreements__register_entry",
            )
            .annotate(activities_count=Count("activities", distinct=True))
            .order_by("-id")
        )

    @action(detail=False)
    def facets(self, request: Request) -> Response:
        """Count each facet by a query of its own."""
        found = self.filter_queryset(Partnership.objects.filter(status__in=PUBLIC)).order_by()
        counts: dict[str, dict[str, int]] = {}
        for name, path in FACETS.items():
            rows = found.values_list(path).annotate(count=Count("id", distinct=True))
            counts[name] = {str(value): count for value, count in rows}
        years = found.annotate(year=ExtractYear("agreements__signed_on")).values_list("year")
        counts["year"] = {
            str(year): count for year, count in years.annotate(count=Count("id", distinct=True))
        }
        return Response({"count": found.distinct().count(), "facets": counts})

    @action(detail=False)
    def map(self, request: Request) -> Response:
        """Count the partnerships of each point."""
        found = self.filter_queryset(Partnership.objects.filter(status__in=PUBLIC)).order_by()
        parties = Party.objects.filter(partnership__in=found.values("pk"))
        points: list[Any] = []
        for side in ("community", "municipality"):
            rows = parties.filter(**{f"{side}__lat__isnull": False}).values(
                key=F(f"{side}_id"), name=F(f"{side}__name_uk"), lat=F(f"{side}__lat"), lon=F(f"{side}__lon")
            )
            points += list(rows.annotate(count=Count("partnership", distinct=True)).order_by())
        features = [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [point["lon"], point["lat"]]},
                "properties": {"name": point["name"], "count": point["count"]},
            }
            for point in points
        ]
        return Response({"type": "FeatureCollection", "features": features})

    @action(detail=False)
    def export(self, request: Request) -> HttpResponse:
        """Write everything into one answer."""
        response = HttpResponse(content_type="text/csv")
        writer = csv.writer(response)
        writer.writerow(HEADINGS)
        for row in self.filter_queryset(self.get_queryset()):
            writer.writerow(_cells(row))
        return response


def _cells(row: Partnership) -> list[Any]:
    parties = list(row.parties.all())
    agreements: list[Agreement] = list(row.agreements.all())
    entries = [getattr(agreement, "register_entry", None) for agreement in agreements]
    return [
        row.code,
        row.status,
        "; ".join(party.community.full_name_uk for party in parties if party.community),
        "; ".join(party.municipality.name for party in parties if party.municipality),
        "; ".join(party.municipality.country.name_uk for party in parties if party.municipality),
        "; ".join(agreement.title_uk for agreement in agreements),
        "; ".join(str(agreement.signed_on) for agreement in agreements if agreement.signed_on),
        "; ".join(entry.number for entry in entries if entry),
    ]
