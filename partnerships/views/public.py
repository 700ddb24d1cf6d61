"""Public pages of partnerships. They start from the public selector and name what they show."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from common.pages import page_of
from partnerships.choices import Side
from partnerships.forms import PartnershipFilterForm
from partnerships.models import Partnership
from partnerships.policies import can_read_file_content
from partnerships.public_search import find_public
from partnerships.selectors import public_partnerships, with_everything


@login_not_required
@require_safe
def partnership_list(request: HttpRequest) -> HttpResponse:
    """List public partnerships; a filter that makes no sense is named, and then nothing is listed."""
    form = PartnershipFilterForm(request.GET)
    if not form.is_valid():
        return render(request, "public/partnerships.html", {"form": form}, status=400)
    page = page_of(request, find_public(form.wanted()))
    page.object_list = _in_order(page.object_list)
    filtered = any(value for name, value in form.cleaned_data.items() if name != "sort")
    context = {"form": form, "page": page, "filtered": filtered}
    return render(request, "public/partnerships.html", context)


def _in_order(rows: object) -> list[Partnership]:
    """Fetch what the rows show: counted and sliced on bare keys first, which stays cheap."""
    keys = [row.pk for row in rows]  # type: ignore[attr-defined]
    found = {row.pk: row for row in with_everything(Partnership.objects.filter(pk__in=keys))}
    return [found[key] for key in keys]


@login_not_required
@require_safe
def partnership_page(request: HttpRequest, code: str) -> HttpResponse:
    """Show one public partnership; people who see more of it are led to the desk."""
    partnership = public_partnerships().filter(code=code.upper()).first()
    if partnership is None:
        return _desk_or_nothing(request, code)
    context = {
        "partnership": partnership,
        "ukrainian": [party for party in partnership.parties.all() if party.side == Side.UKRAINIAN],
        "foreign": [party for party in partnership.parties.all() if party.side == Side.FOREIGN],
        "activities": partnership.activities.order_by("-happened_on", "-id"),
        "documents": partnership.documents.filter(is_public=True),
        "desk_url": desk_url(partnership) if can_read_file_content(request.user, partnership) else "",
    }
    return render(request, "public/partnership.html", context)


def _desk_or_nothing(request: HttpRequest, code: str) -> HttpResponse:
    partnership = Partnership.objects.visible_to(request.user).filter(code=code.upper()).first()
    if partnership is None or not (url := desk_url(partnership)):
        raise Http404
    return redirect(url)


def desk_url(partnership: Partnership) -> str:
    """Return the address of the partnership on the desk, empty while there is no desk."""
    try:
        return reverse("desk_partnership", args=[partnership.code])
    except NoReverseMatch:
        return ""
