"""Pages of a person's own account; sign-in itself is allauth's."""

from typing import Any, cast

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.forms import COMMUNITY, AcceptForm, KeyForm, ProfileForm
from accounts.limits import count_unknown_link, say_too_many
from accounts.models import Invitation, Membership, User
from accounts.selectors import active_community_ids
from accounts.services.attempts import TooManyAttempts
from accounts.services.invitations import accept, find_invitation
from accounts.services.sessions import end_other_sessions, end_session, sessions_of
from accounts.services.tokens import create_token, revoke_token
from common.errors import DomainError, NotVisible, RuleViolated
from common.pages import put_into_form, show_error
from common.sorting import by_shown_name


def user_of(request: HttpRequest) -> User:
    """Return the person who is signed in (the middleware lets nobody else in)."""
    return cast(User, request.user)


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Lead people after sign-in to where they work."""
    name = "admin:index" if user_of(request).is_staff else "desk"
    try:
        return redirect(reverse(name))
    except NoReverseMatch:
        return redirect("home")


@login_not_required
@require_safe
def no_sign_up(request: HttpRequest) -> HttpResponse:
    """Say how one gets an account."""
    return render(request, "account/signup_closed.html")


@require_safe
def no_change_of_address(request: HttpRequest) -> HttpResponse:
    """The address is a person's identity here; the profile says who changes it."""
    return redirect("profile")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Show and change one's own name and language; list what one acts for and one's keys."""
    user = user_of(request)
    form = ProfileForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("profile")
    if request.method == "POST":
        user.refresh_from_db()  # the header shows the person as saved, not as typed
    return _profile_page(request, form, _key_form(user), status=400 if form.errors else 200)


def _profile_page(
    request: HttpRequest, form: ProfileForm, key_form: KeyForm, *, new_key: str = "", status: int = 200
) -> HttpResponse:
    user = user_of(request)
    context = {
        "form": form,
        "key_form": key_form,
        "new_key": new_key,
        "keys": user.api_tokens.order_by("-created_at").prefetch_related("communities__oblast"),
        "memberships": Membership.objects.active().filter(user=user).select_related("community__oblast"),
    }
    return render(request, "account/profile.html", context, status=status)


def _key_form(user: User, data: Any = None) -> KeyForm:
    """The form of a new key; whoever acts for several communities may limit it to some."""
    units = COMMUNITY.related_model.objects.filter(pk__in=active_community_ids(user))
    return KeyForm(data, communities=units.order_by(by_shown_name("name_sort", "full_name_en"), "pk"))


@never_cache
@require_POST
def create_key(request: HttpRequest) -> HttpResponse:
    """Make a key and show it this once."""
    user = user_of(request)
    key_form = _key_form(user, request.POST)
    new_key = ""
    if key_form.is_valid():
        try:
            _token, new_key = create_token(user=user, **key_form.cleaned_data)
        except RuleViolated as error:
            put_into_form(key_form, error)
        else:
            key_form = _key_form(user)
    status = 400 if key_form.errors else 200
    return _profile_page(request, ProfileForm(instance=user), key_form, new_key=new_key, status=status)


@require_POST
def revoke_key(request: HttpRequest, token_id: int) -> HttpResponse:
    """Revoke one of one's own keys."""
    try:
        revoke_token(token_id, actor=user_of(request))
    except DomainError as error:
        show_error(request, error)
    else:
        messages.success(request, _("Key revoked."))
    return redirect("profile")


@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """List the browsers in which one is signed in."""
    rows = sessions_of(user_of(request), request.session.session_key)
    return render(request, "account/sessions.html", {"sessions": rows, "idle_minutes": settings.IDLE_MINUTES})


@require_POST
def end_one_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """Sign out one of the browsers."""
    try:
        end_session(session_id, actor=user_of(request))
    except DomainError as error:
        show_error(request, error)
    else:
        messages.success(request, _("Signed out in that browser."))
    return redirect("sessions")


@require_POST
def end_all_other_sessions(request: HttpRequest) -> HttpResponse:
    """Sign out all browsers but this one."""
    end_other_sessions(actor=user_of(request), current_key=request.session.session_key)
    messages.success(request, _("Signed out in all other browsers."))
    return redirect("sessions")


@login_not_required
@never_cache
@sensitive_post_parameters("password", "password_again")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Accept an invitation: choose name and password, or sign in with the account that exists."""
    try:
        found = find_invitation(secret)
    except NotVisible:
        return _no_invitation(request)
    if not found.is_open:
        return render(request, "account/invitation_closed.html", {"invitation": found}, status=410)
    if request.user.is_authenticated or _has_account(found):
        return _accept_with_account(request, found, secret)
    form = AcceptForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            person = accept(secret=secret, name=data["name"], password=data["password"])
        except RuleViolated as error:
            put_into_form(form, error)
        except DomainError as error:
            form.add_error(None, str(error.detail))
        else:
            messages.success(request, _("Your account is ready."))
            response: HttpResponse = perform_login(request, person, redirect_url=reverse("start"))
            return response
    context = {"form": form, "invitation": found}
    return render(request, "account/invitation.html", context, status=400 if form.errors else 200)


def _no_invitation(request: HttpRequest) -> HttpResponse:
    """Say that there is none; whoever tries many is told to wait."""
    try:
        count_unknown_link(request)
    except TooManyAttempts as error:
        say_too_many(request, error.seconds)
        return render(request, "429.html", status=429)
    return render(request, "account/invitation_closed.html", {"invitation": None}, status=404)


def _has_account(found: Invitation) -> bool:
    return User.objects.filter(email=found.email).exists()


def _accept_with_account(request: HttpRequest, found: Invitation, secret: str) -> HttpResponse:
    """Let a person who has an account accept with one button, once signed in."""
    is_own = request.user.is_authenticated and user_of(request).email == found.email
    if request.method == "POST" and is_own:
        try:
            accept(secret=secret, user=user_of(request))
        except DomainError as error:
            show_error(request, error)
        else:
            messages.success(request, _("You can now act for this community too."))
            return redirect("start")
    context = {"invitation": found, "is_own": is_own, "next": request.path}
    return render(request, "account/invitation_account.html", context)
