"""Public pages of partnerships. They start from the public selector and name what they show."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from common.errors import RuleViolated
from common.pages import put_into_form
from partnerships.activity_totals import totals_of
from partnerships.amendments import relations_of
from partnerships.choices import Side
from partnerships.facet_links import Address, chosen_filters, facets_of
from partnerships.forms import PartnershipFilterForm
from partnerships.list_parameters import export_query, read_request
from partnerships.merged import kept_instead
from partnerships.models import Partnership
from partnerships.policies import can_read_file_content
from partnerships.public_list import counted, page_of_list
from partnerships.selectors import is_public_agreement, public_partnerships


@login_not_required
@require_safe
def partnership_list(request: HttpRequest) -> HttpResponse:
    """List public partnerships; a filter that makes no sense is named, and then nothing is listed."""
    form = PartnershipFilterForm(request.GET)
    form.is_valid()
    try:
        asked = read_request(request.GET)
        found = counted(asked)
        address = Address(request.path, asked)
        chosen = chosen_filters(found, asked, address)
    except RuleViolated as error:
        put_into_form(form, error)
        return render(request, "public/partnerships.html", {"form": form}, status=400)
    context = {
        "form": form,
        "asked": asked,
        "found": found.total,
        "page": page_of_list(asked, found.total, request.GET.get("page", 1)),
        "facets": facets_of(found, asked, address),
        "chosen": chosen,
        "kept": address.kept_by("fact", "in_force"),
        "map_url": Address(reverse("map"), asked).whole,
        "export_query": export_query(asked),
        # A person opens it, perhaps in Excel, which takes UTF-8 for something else without the mark.
        "export_query_of_csv": export_query(asked, bom="true"),
        "meant": found.did_you_mean,
        "meant_url": address.with_text(found.did_you_mean or ""),
    }
    return render(request, "public/partnerships.html", context)


@login_not_required
@require_safe
def partnership_page(request: HttpRequest, code: str) -> HttpResponse:
    """Show one public partnership; people who see more of it are led to the desk."""
    partnership = public_partnerships().filter(code=code.upper()).first()
    if partnership is None:
        return _desk_or_nothing(request, code)
    public = [one for one in partnership.agreements.all() if is_public_agreement(partnership, one)]
    activities = list(partnership.activities.order_by("-happened_on", "-id"))
    context = {
        "partnership": partnership,
        "agreements": [(one, relations_of(one, public)) for one in public],
        "ukrainian": [party for party in partnership.parties.all() if party.side == Side.UKRAINIAN],
        "foreign": [party for party in partnership.parties.all() if party.side == Side.FOREIGN],
        "activities": activities,
        "totals": totals_of(activities),
        "documents": partnership.documents.filter(is_public=True),
        "desk_url": desk_url(partnership) if can_read_file_content(request.user, partnership) else "",
    }
    return render(request, "public/partnership.html", context)


def _desk_or_nothing(request: HttpRequest, code: str) -> HttpResponse:
    partnership = Partnership.objects.visible_to(request.user).filter(code=code.upper()).first()
    if partnership is None:
        if kept := kept_instead(request.user, code=code.upper()):
            return redirect("partnership", kept.code)
        raise Http404
    if not (url := desk_url(partnership)):
        raise Http404
    return redirect(url)


def desk_url(partnership: Partnership) -> str:
    """Return the address of the partnership on the desk, empty while there is no desk."""
    try:
        return reverse("desk_partnership", args=[partnership.code])
    except NoReverseMatch:
        return ""
