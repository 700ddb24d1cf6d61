"""Units of the codifier, foreign municipalities, places of the gazetteer."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.idempotency import answer_once
from accounts.api.views import ReadByAll
from common.api.listing import DEFAULT_PAGE_SIZE, Order
from common.api.openapi import IDEMPOTENCY_KEY, answers, page_of
from common.errors import MovedTo
from communities.api.counts import PartnerCounts
from communities.api.filters import COMMUNITY_LISTING, MUNICIPALITY_LISTING, PLACE_LISTING
from communities.api.querysets import (
    communities_with_counts,
    municipalities_with_counts,
    partner_counts,
    public_municipalities,
    with_counts,
)
from communities.api.serializers import (
    CommunitySerializer,
    MunicipalityInput,
    MunicipalitySerializer,
    PlaceSerializer,
)
from communities.api.shown import AsRead, Shown, ShownRows
from communities.merging import merged_into
from communities.models import Community, ForeignMunicipality, Place
from communities.policies import can_enter_municipality
from communities.selectors import Found, find_communities, find_municipalities, find_places
from communities.services import create_municipality, municipality_from_place

COMMUNITIES = Shown(
    CommunitySerializer,
    Community.objects.all(),
    PartnerCounts(partial(partner_counts, "community"), ("partnership_count", "country_count")),
)
MUNICIPALITIES = Shown(
    MunicipalitySerializer,
    ForeignMunicipality.objects.all(),
    PartnerCounts(partial(partner_counts, "municipality"), ("partnership_count",)),
)
PLACES = Shown(PlaceSerializer, Place.objects.all())


class SearchedList(ReadByAll):
    """A list that is searched by ``search``, best first unless an order is asked for."""

    @property
    def counts_are_needed(self) -> bool:
        """Whether rows are filtered or ordered by their counts, or shown as the database gives them."""
        return "search" not in self.asked or bool(
            {"has_partners", "no_partners", "ordering"} & set(self.asked)
        )

    def searched_page(
        self, rows: QuerySet[Any], find: Callable[..., Found[Any]], shown: Shown, order: Order
    ) -> Response:
        """Answer with the page, and with what the text was taken for."""
        text = self.asked.get("search")
        if not text:
            return self.page(rows, shown.serializer, order)
        if not order.is_ranked:
            found = find(text, rows)
            return self.page(found.rows, shown.serializer, order, did_you_mean=found.did_you_mean)
        # The first page needs no more than shows that there is another.
        is_first = not {"cursor", "count"} & set(self.asked)
        most = {"most": self.asked.get("page_size", DEFAULT_PAGE_SIZE) + 1} if is_first else {}
        found = find(text, rows, **most)
        page = ShownRows(found.ids, shown)
        return self.page(page, AsRead, order, did_you_mean=found.did_you_mean)


class CommunityList(SearchedList):
    """Ukrainian units by the official codifier."""

    parameters = COMMUNITY_LISTING

    @extend_schema(
        operation_id="communities_list",
        tags=["reference data"],
        parameters=COMMUNITY_LISTING.schema(),
        responses=answers({200: page_of(CommunitySerializer, searched=True)}),
    )
    def get(self, request: Request) -> Response:
        """List hromadas, raions, oblasts and the two cities with special status."""
        found = communities_with_counts() if self.counts_are_needed else Community.objects.all()
        for condition in COMMUNITY_LISTING.conditions(self.asked).values():
            found = found.filter(condition)
        order = COMMUNITY_LISTING.order(self.asked, ranked="search" in self.asked)
        return self.searched_page(found, find_communities, COMMUNITIES, order)


class CommunityDetail(ReadByAll):
    """One unit."""

    @extend_schema(
        operation_id="communities_read",
        tags=["reference data"],
        responses=answers({200: CommunitySerializer}, 404),
    )
    def get(self, request: Request, katottg: str) -> Response:
        """Show the unit with this KATOTTG code."""
        unit = communities_with_counts().filter(katottg=katottg.upper()).first()
        if unit is None:
            raise Http404
        return Response(CommunitySerializer(unit).data)


def municipalities_of(request: Request) -> QuerySet[ForeignMunicipality]:
    """What the caller may know of: a territory may be in nothing but somebody's draft."""
    is_known = request.user.is_authenticated
    return ForeignMunicipality.objects.all() if is_known else public_municipalities()


class MunicipalityList(SearchedList):
    """Foreign territories that are or may become partners."""

    parameters = MUNICIPALITY_LISTING

    @extend_schema(
        operation_id="municipalities_list",
        tags=["reference data"],
        parameters=MUNICIPALITY_LISTING.schema(),
        responses=answers({200: page_of(MunicipalitySerializer, searched=True)}),
    )
    def get(self, request: Request) -> Response:
        """List foreign municipalities, counties, regions and associations of municipalities.

        The public sees those of public partnerships; whoever is signed in also those that others have entered.
        """
        found = municipalities_of(request)
        if self.counts_are_needed:
            found = with_counts(found)
        for condition in MUNICIPALITY_LISTING.conditions(self.asked).values():
            found = found.filter(condition)
        order = MUNICIPALITY_LISTING.order(self.asked, ranked="search" in self.asked)
        return self.searched_page(found, find_municipalities, MUNICIPALITIES, order)

    @extend_schema(
        operation_id="municipalities_create",
        tags=["reference data"],
        parameters=[IDEMPOTENCY_KEY],
        request=MunicipalityInput,
        responses=answers({201: MunicipalitySerializer}, 401, 403, 409, 415),
    )
    def post(self, request: Request) -> Response:
        """Add a place from GeoNames, or a territory that is in no gazetteer.

        A repeated request returns the same record.
        """
        return answer_once(request, lambda: self._create(request))

    def _create(self, request: Request) -> Response:
        can_enter_municipality(request.user).require()
        given = MunicipalityInput(data=request.data)
        given.is_valid(raise_exception=True)
        make = municipality_from_place if "geonames_id" in given.validated_data else create_municipality
        municipality = make(actor=self.actor, **given.validated_data)
        shown = MunicipalitySerializer(municipalities_with_counts().get(pk=municipality.pk))
        address = request.build_absolute_uri(reverse("api:municipality", args=[municipality.pk]))
        return Response(shown.data, status=201, headers={"Location": address})


class MunicipalityDetail(ReadByAll):
    """One foreign territory."""

    @extend_schema(
        operation_id="municipalities_read",
        tags=["reference data"],
        responses=answers({200: MunicipalitySerializer}, 302, 404),
    )
    def get(self, request: Request, pk: int) -> Response:
        """Show the territory with this id."""
        visible = municipalities_of(request)
        municipality = with_counts(visible).filter(pk=pk).first()
        if municipality is None:
            if (kept := merged_into(pk)) and visible.filter(pk=kept).exists():
                raise MovedTo(old=pk, new=kept)
            raise Http404
        return Response(MunicipalitySerializer(municipality).data)


class PlaceList(SearchedList):
    """The gazetteer."""

    parameters = PLACE_LISTING

    @extend_schema(
        operation_id="places_list",
        tags=["reference data"],
        parameters=PLACE_LISTING.schema(),
        responses=answers({200: page_of(PlaceSerializer, searched=True)}),
    )
    def get(self, request: Request) -> Response:
        """Suggest places of 1,000 people and more outside Ukraine (GeoNames, CC BY 4.0)."""
        found = Place.objects.all()
        for condition in PLACE_LISTING.conditions(self.asked).values():
            found = found.filter(condition)
        order = PLACE_LISTING.order(self.asked, ranked="search" in self.asked)
        return self.searched_page(found, find_places, PLACES, order)
