"""The inbox, and the settings of notices."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from common.errors import RuleViolated
from common.pages import page_of, put_into_form
from notices.forms import NoticeSettingsForm
from notices.selectors import for_reading, link_of, shown, still_open_for
from notices.services import mark_all_read, mark_read, save_settings, settings_of
from partnerships.views.desk_support import desk_page, person

LONGEST_NUMBER = 18  # digits of a key that PostgreSQL can look for


@desk_page
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """One's own notices, the newest first."""
    page = page_of(request, for_reading(still_open_for(person(request))))
    rows = shown(list(page.object_list))
    newest = max((row.notice.pk for row in rows), default=0)
    has_unread = any(row.notice.read_at is None for row in rows)
    context = {"page": page, "rows": rows, "newest": newest, "has_unread": has_unread}
    return render(request, "notices/inbox.html", context)


@desk_page
@require_POST
def read(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Mark one notice as read; leads back to the list, or to what the notice is about."""
    notice = mark_read(notice_id, actor=person(request))
    return redirect(link_of(notice) if "open" in request.POST else _list_address(request))


@desk_page
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything that was on the page, and what is older, as read."""
    until = request.POST.get("until", "")
    known = until.isdecimal() and len(until) <= LONGEST_NUMBER
    mark_all_read(actor=person(request), until=int(until) if known else 0)
    return redirect("notices")


def _list_address(request: HttpRequest) -> str:
    page = request.POST.get("page", "")
    query = f"?page={page}" if page.isdecimal() and page != "1" else ""
    return reverse("notices") + query


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Save the settings; they stand on the profile, and alone here when something is wrong."""
    user = person(request)
    form = NoticeSettingsForm.of(settings_of(user), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            save_settings(actor=user, **form.cleaned_data)
        except RuleViolated as error:
            put_into_form(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect(reverse("profile") + "#notices")
    return render(request, "notices/settings.html", {"form": form}, status=400 if form.errors else 200)
