"""The cooperation log: add an entry, correct it, remove it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.errors import NotAllowed, NotVisible, RuleViolated, StaleVersion
from common.partial_dates import DatePrecision, PartialDate
from partnerships.desk_forms.activities import ActivityForm
from partnerships.models import Activity, Partnership
from partnerships.policies import can_add
from partnerships.services import add_activity, delete_activity, update_activity
from partnerships.views.desk_support import (
    desk_page,
    open_partnership,
    person,
    posted_version,
    refuse,
    warn_of_same_file,
)

Save = Callable[[ActivityForm], Activity]


@desk_page
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, code: str) -> HttpResponse:
    """Add an entry to the cooperation log."""
    partnership = open_partnership(request, code)

    def save(form: ActivityForm) -> Activity:
        return add_activity(
            partnership.pk,
            actor=person(request),
            data=form.to_input(),
            upload=form.cleaned_data["file"],
        )

    today = PartialDate(timezone.localdate(), DatePrecision.DAY)
    form = ActivityForm(request.POST or None, request.FILES or None, initial={"happened": today})
    return _answer(request, partnership, form, save, done=_("Activity added."))


@desk_page
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, activity_id: int) -> HttpResponse:
    """Correct an entry."""
    activity, partnership = _open(request, activity_id)

    def save(form: ActivityForm) -> Activity:
        return update_activity(
            activity.pk,
            actor=person(request),
            expected_version=posted_version(request),
            data=form.to_input(),
            upload=form.cleaned_data["file"],
        )

    form = ActivityForm(request.POST or None, request.FILES or None, initial=ActivityForm.stored(activity))
    return _answer(request, partnership, form, save, activity=activity, done=_("Activity corrected."))


@desk_page
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, activity_id: int) -> HttpResponse:
    """Remove an entry, after a page that asks."""
    activity, partnership = _open(request, activity_id)
    can_add(person(request), partnership).require()
    stale, status = False, 200
    if request.method == "POST":
        try:
            delete_activity(activity.pk, actor=person(request), expected_version=posted_version(request))
        except StaleVersion:
            stale, status = True, 412
        else:
            messages.success(request, _("Activity removed."))
            return redirect("desk_partnership", partnership.code)
    context = {"activity": activity, "partnership": partnership, "stale": stale}
    return render(request, "desk/activity_remove.html", context, status=status)


def _open(request: HttpRequest, activity_id: int) -> tuple[Activity, Partnership]:
    code = Activity.objects.filter(pk=activity_id).values_list("partnership__code", flat=True).first()
    partnership = open_partnership(request, code or "")
    activity = partnership.activities.filter(pk=activity_id).first()
    if activity is None:
        raise NotVisible
    return activity, partnership


def _answer(
    request: HttpRequest,
    partnership: Partnership,
    form: ActivityForm,
    save: Save,
    *,
    done: str,
    activity: Activity | None = None,
) -> HttpResponse:
    """Show the form, or save it with its file; a refusal keeps what was typed."""
    status, stale = 200, False
    if request.method == "GET":
        can_add(person(request), partnership).require()
    elif not form.is_valid():
        status = 422
    else:
        try:
            save(form)
        except StaleVersion:
            stale, status = True, 412
        except (NotAllowed, RuleViolated) as error:
            status = refuse(form, error)
        else:
            messages.success(request, done)
            warn_of_same_file(request, partnership.pk)
            return redirect("desk_partnership", partnership.code)
    typed_version = request.method == "POST" and not stale
    version = posted_version(request) if typed_version else getattr(activity, "version", None)
    context: dict[str, Any] = {
        "form": form,
        "partnership": partnership,
        "activity": activity,
        "version": version,
        "stale": stale,
        "file_lost": bool(request.FILES),
    }
    return render(request, "desk/activity.html", context, status=status)
