"""What the pages of the desk share: who may come in, errors in words, the record that is meant."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse

from accounts.models import User
from common.errors import (
    ConfirmationNeeded,
    DomainError,
    MovedTo,
    NotAllowed,
    NotVisible,
    RuleViolated,
    Text,
)
from partnerships.desk_forms.base import DeskForm
from partnerships.merged import kept_instead
from partnerships.models import Agreement, Partnership
from partnerships.policies import can_read_file_content
from partnerships.selectors import partnerships_for
from partnerships.services.documents import warning_about_last

View = Callable[..., HttpResponse]


def desk_page(view: View) -> View:
    """Ask for sign-in; show an invisible record as missing and a forbidden one with the reason.

    A script that sends a file (``static/desk/upload.js``) is told where to go instead of being sent there.
    """

    @wraps(view)
    @login_required
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except MovedTo as error:
            return _kept_page(error)
        except NotVisible as error:
            raise Http404(str(error.detail)) from None
        except NotAllowed as error:
            response = forbidden(request, error.detail)
        if request.headers.get("X-Upload") and response.status_code == 302:
            # Followed by the script itself, the next page would be shown to nobody and its messages lost.
            response = JsonResponse({"next": response["Location"]})
        return response

    return page


def warn_of_same_file(request: HttpRequest, partnership_id: int) -> None:
    """After a step that took a file: say that the same file was attached before."""
    if request.FILES and (warning := warning_about_last(partnership_id, person(request))):
        messages.warning(request, warning)


def _kept_page(error: MovedTo) -> HttpResponse:
    """Lead to the record into which the one that is asked for was merged."""
    return redirect("desk_partnership", Partnership.objects.get(pk=error.new).code)


def forbidden(request: HttpRequest, reason: Text) -> HttpResponse:
    """Say why this page is not for this person."""
    context = {"reason": reason, "desk_url": staff_desk_url(request)}
    return render(request, "desk/forbidden.html", context, status=403)


def staff_desk_url(request: HttpRequest, name: str = "admin:index", *args: Any) -> str:
    """Address in the admin, where the staff's own desks are; empty for people who have none."""
    if not person(request).is_staff:
        return ""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def person(request: HttpRequest) -> User:
    """The signed-in person (``desk_page`` has let nobody else in)."""
    return cast(User, request.user)


def open_partnership(request: HttpRequest, code: str) -> Partnership:
    """The partnership of this code with all that pages show.

    Raises ``NotVisible``, or ``NotAllowed`` when its non-public parts are not for this person.
    """
    partnership = partnerships_for(person(request)).filter(code=code).first()
    if partnership is None:
        if kept := kept_instead(person(request), code=code):
            raise MovedTo(old=0, new=kept.pk)
        raise NotVisible
    can_read_file_content(person(request), partnership).require()
    return partnership


def open_agreement(request: HttpRequest, agreement_id: int) -> Agreement:
    """One agreement of a partnership that is open to this person."""
    code = Agreement.objects.filter(pk=agreement_id).values_list("partnership__code", flat=True).first()
    partnership = open_partnership(request, code or "")
    return next(agreement for agreement in partnership.agreements.all() if agreement.pk == agreement_id)


def posted_version(request: HttpRequest) -> int:
    """The version that was on the person's page; one that was never there when it is missing."""
    version = request.POST.get("version", "")
    return int(version) if version.isdecimal() and len(version) < 10 else -1


def refuse(form: DeskForm, error: DomainError) -> int:
    """Show a refusal or questions on the form, with everything that was typed; returns the status."""
    if isinstance(error, RuleViolated):
        form.add_all_problems(error.problems)
        return 422
    if isinstance(error, ConfirmationNeeded):
        form.ask(error)
        return error.status
    form.add_error(None, str(error.detail))
    return error.status
