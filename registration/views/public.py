"""Public pages of the register: home, status check, list of registered agreements, integrity."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from common.pages import page_of
from partnerships.models import Party
from partnerships.records.found import publicly_found_by
from partnerships.status_words import PARTNERSHIP_WORDS
from registration.choices import CaseStatus
from registration.forms import CheckForm, RegisterFilterForm
from registration.front_page import numbers, recently_registered
from registration.models import LegalAct, RegisterEntry
from registration.register_chain import chain_problems
from registration.selectors import register_entries
from registration.status_check import check
from registration.status_words import CASE_WORDS

INTEGRITY_SECONDS = 300  # walking the chain is work: everybody shares one answer for five minutes


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Say what this is, in numbers, and lead to search and status check."""
    return render(request, "public/home.html", {"numbers": numbers(), "recent": recently_registered()})


@login_not_required
@require_safe
def check_page(request: HttpRequest) -> HttpResponse:
    """Answer whether an agreement is checked, cleared, registered and in force."""
    asked = request.GET.copy()
    if asked.get("number") and not asked.get("q"):  # as the API calls it: an address made by hand answers too
        asked.setlist("q", asked.getlist("number"))
    form = CheckForm(asked or None)
    context: dict[str, Any] = {"form": form, "answer": None, "today": timezone.localdate()}
    if form.is_bound and not form.is_valid():
        return render(request, "public/check.html", context, status=400)
    if form.is_bound and form.is_asked:
        data = form.cleaned_data
        context["answer"] = check(
            words=data["q"], community=data["community"], municipality=data["municipality"], on=data["on"]
        )
        context["day"] = data["on"] or timezone.localdate()
    return render(request, "public/check.html", context)


@login_not_required
@require_safe
def register_list(request: HttpRequest) -> HttpResponse:
    """List the registered agreements."""
    form = RegisterFilterForm(request.GET)
    if not form.is_valid():
        return render(request, "public/register.html", {"form": form}, status=400)
    data = form.cleaned_data
    entries = find_entries(data["q"], data["country"])
    context = {"form": form, "page": page_of(request, entries), "filtered": any(data.values())}
    return render(request, "public/register.html", context)


def find_entries(query: str, country: str) -> QuerySet[RegisterEntry]:
    """Return entries by words or number, newest first."""
    entries = register_entries()
    if query:
        found = publicly_found_by(query, path="agreement__partnership")
        entries = entries.filter(Q(number__iexact=query) | found)
    if country:
        foreign = Party.objects.filter(municipality__country=country)
        entries = entries.filter(agreement__partnership__in=foreign.values("partnership"))
    return entries


@login_not_required
@require_safe
def integrity_page(request: HttpRequest) -> HttpResponse:
    """Say whether the register is still what was registered."""
    key = f"register-integrity-{get_language()}"
    result = cache.get(key)
    if result is None:
        last = LegalAct.objects.order_by("-sequence").first()
        result = {
            "problems": list(chain_problems()),
            "checked_at": timezone.now(),
            "count": LegalAct.objects.count(),
            "last_hash": last.act_hash if last else "",
            "last_act": str(last) if last else "",
        }
        cache.set(key, result, INTEGRITY_SECONDS)
    return render(request, "public/integrity.html", result)


@login_not_required
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Explain every word, who does what, accessibility and data protection."""
    context = {
        "partnership_statuses": list(PARTNERSHIP_WORDS.items()),
        "case_statuses": [(status, CASE_WORDS[status]) for status in CaseStatus.values],
    }
    return render(request, "public/about.html", context)
