"""Public pages of Ukrainian communities: here, since they show partnerships."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import OuterRef, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from common.pages import page_of
from common.sorting import by_shown_name
from communities.models import HROMADAS, Community
from communities.partners import has_partner
from communities.selectors import Found, find_communities
from partnerships.forms import CommunityFilterForm
from partnerships.models import RecordCount
from partnerships.public_list import page_of_community
from partnerships.records.facets import COMMUNITY


@login_not_required
@require_safe
def community_list(request: HttpRequest) -> HttpResponse:
    """List communities with the number of their public partnerships."""
    form = CommunityFilterForm(request.GET)
    if not form.is_valid():
        return render(request, "public/communities.html", {"form": form}, status=400)
    data = form.cleaned_data
    found = communities_found(data["q"], data["oblast"], data["partners"])
    page = page_of(request, found.rows)
    keys = [row.pk for row in page.object_list]
    counted = RecordCount.objects.found(COMMUNITY, OuterRef("katottg"))
    units = Community.objects.select_related("oblast", "raion").annotate(partner_count=counted).in_bulk(keys)
    page.object_list = [units[key] for key in keys]
    context = {"form": form, "page": page, "filtered": any(data.values()), "did_you_mean": found.did_you_mean}
    return render(request, "public/communities.html", context)


def communities_found(query: str, oblast: str, partners: str) -> Found[Community]:
    """Return hromadas by the alphabet of the page; with a query units of every level, best first."""
    found = Community.objects.order_by(by_shown_name("name_sort", "full_name_en"), "pk")
    if not query:
        found = found.filter(HROMADAS)
    if oblast:
        found = found.filter(Q(oblast__katottg=oblast) | Q(katottg=oblast))
    if partners:
        found = found.filter(has_partner()) if partners == "with" else found.exclude(has_partner())
    return find_communities(query, found) if query else Found(found)


@login_not_required
@require_safe
def community_page(request: HttpRequest, katottg: str) -> HttpResponse:
    """Show a Ukrainian unit and its public partnerships."""
    units = Community.objects.select_related("oblast", "raion", "successor").prefetch_related(
        Prefetch("predecessors", Community.objects.order_by(by_shown_name("name_sort", "full_name_en"), "pk"))
    )
    community = get_object_or_404(units, katottg=katottg.upper())
    page = page_of_community(community.katottg, request.GET.get("page", 1))
    context = {"community": community, "page": page}
    return render(request, "public/community.html", context)
