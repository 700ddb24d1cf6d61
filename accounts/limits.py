"""How pages and the API say that an attempt comes too early."""

from allauth.account.forms import UserTokenForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.http import HttpRequest
from django.utils.translation import ngettext

from accounts.browsers import visitor_of
from accounts.services.attempts import Attempt, TooManyAttempts, begin, count_unknown
from common.client_address import client_network


def limited(request: HttpRequest, what: str, account: str) -> Attempt:
    """Begin an attempt of a form; raises ``ValidationError`` with the time to wait.

    The answer then has the status 429 and ``Retry-After`` (``accounts.middleware``).
    """
    try:
        return begin(what, account, visitor_of(request, account))
    except TooManyAttempts as error:
        say_too_many(request, error.seconds)
        raise forms.ValidationError(wait_words(error.seconds), code="too_many_attempts") from error


def say_too_many(request: HttpRequest, seconds: int) -> None:
    """Leave on the request how long the visitor has to wait."""
    request.attempts_wait = seconds  # type: ignore[attr-defined]


def wait_words(seconds: int) -> str:
    """Say when to try again, in whole minutes from one minute on."""
    if seconds < 60:
        said = ngettext(
            "Too many attempts. Try again in %(count)d second.",
            "Too many attempts. Try again in %(count)d seconds.",
            seconds,
        )
        return said % {"count": seconds}
    minutes = -(-seconds // 60)
    said = ngettext(
        "Too many attempts. Try again in %(count)d minute.",
        "Too many attempts. Try again in %(count)d minutes.",
        minutes,
    )
    return said % {"count": minutes}


def count_unknown_link(request: HttpRequest) -> None:
    """Count a link that leads nowhere; raises ``TooManyAttempts``."""
    count_unknown("link", client_network(request))


class LimitedCode(forms.Form):
    """Limits the guesses of second-factor codes; goes before a form of allauth."""

    user: object

    def clean_code(self) -> str:
        """Check the code unless it comes too early after wrong ones."""
        attempt = limited(context.request, "code", self.user.email)  # type: ignore[attr-defined]
        code: str = super().clean_code()  # type: ignore[misc]
        attempt.succeeded()
        return code


class CodeForm(LimitedCode, AuthenticateForm):
    """The code at sign-in."""


class CodeAgainForm(LimitedCode, ReauthenticateForm):
    """The code before a change of the second factor."""


class FirstCodeForm(LimitedCode, ActivateTOTPForm):
    """The first code of a new second factor."""


class ResetLinkForm(UserTokenForm):
    """The link for a new password; invented ones are counted."""

    def clean(self) -> dict[str, object] | None:
        """Check the link."""
        try:
            cleaned: dict[str, object] | None = super().clean()
        except forms.ValidationError:
            try:
                count_unknown_link(context.request)
            except TooManyAttempts as error:
                say_too_many(context.request, error.seconds)
            raise
        return cleaned
