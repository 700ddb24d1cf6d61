"""A form that was sent after the session had ended, or without its cookie, is shown again, filled in.

Nothing is done with it until its sender has signed in and clicks once more, with a new token. While nobody is
signed in, nothing is stored here: the sign-in page itself carries the fields, signed. Once the password is right
the session takes them, through a second factor, too, and the page of the form shows them.

Only forms of our own pages are kept (the browser says where a form comes from), and only for the person for whom the
page was made: each form says so in a signed field. Passwords and files are never kept.

A form that could not be saved because another one was, at the same moment, is shown as well.
"""

import logging
import re
from collections.abc import Callable
from copy import copy
from dataclasses import asdict, dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils.cache import add_never_cache_headers

from common.errors import WRITTEN_AT_ONCE, is_written_at_once
from common.html_forms import filled_in

logger = logging.getLogger(__name__)
OWNER_FIELD = "form_owner"
BLOB_FIELD = "kept_form"
TOKEN_FIELD = "csrfmiddlewaretoken"  # noqa: S105
NOT_KEPT = frozenset({TOKEN_FIELD, OWNER_FIELD, BLOB_FIELD})
_SECRET = re.compile(r"password|passwd|secret|code$|otp", re.IGNORECASE)
_CONFIRMED = re.compile(r"^confirm(?:$|-)")  # what is unusual is asked again, with the question beside it
SESSION_KEY = "kept_form"
OWNER_SALT, BLOB_SALT = "accounts.form-owner", "accounts.kept-form"
KEPT_SECONDS = 12 * 60 * 60
MOST_TYPED = 200_000  # characters; what is longer is shown to be copied, but not carried
ANCHOR = "#kept-form"
LOGIN = "account_login"
SIGN_IN_PAGES = ("account_", "mfa_")


@dataclass(frozen=True)
class KeptForm:
    """What was sent: where to, from which page, by whom, the fields, and the names of files that are gone."""

    path: str
    page: str
    owner: str
    fields: list[tuple[str, str]]
    files: list[str]

    def sealed(self) -> str:
        """The form as a text that only we can have made."""
        return signing.dumps(asdict(self), salt=BLOB_SALT, compress=True)

    @classmethod
    def opened(cls, text: str) -> "KeptForm | None":
        """Read such a text; None when it is no such text or too old."""
        try:
            data = signing.loads(text, salt=BLOB_SALT, max_age=KEPT_SECONDS)
        except signing.BadSignature:
            return None
        return cls(**{**data, "fields": [(name, value) for name, value in data["fields"]]})

    def is_of(self, user: Any) -> bool:
        """Whether the person is the one for whom the form was made."""
        return bool(user.is_authenticated) and str(user.pk) == self.owner

    @property
    def texts(self) -> list[tuple[str, str]]:
        """What a person would miss: everything but the empty."""
        return [(name, value) for name, value in self.fields if value.strip()]


def owner_mark(user: Any) -> str:
    """The value by which a form says for whom it was made."""
    return signing.Signer(salt=OWNER_SALT).sign(str(user.pk))


def _owner(request: HttpRequest) -> str:
    try:
        return signing.Signer(salt=OWNER_SALT).unsign(request.POST.get(OWNER_FIELD, ""))
    except signing.BadSignature:
        return ""


def sent_form(request: HttpRequest) -> KeptForm | None:
    """Return the form of a request that a person has sent from a page of ours; None for all else."""
    if request.method != "POST" or not _is_navigation(request) or not is_from_own_page(request):
        return None
    if _is_sign_in(request.path_info):
        return None
    fields = [
        (name, value)
        for name in request.POST
        if name not in NOT_KEPT and not _SECRET.search(name) and not _CONFIRMED.search(name)
        for value in request.POST.getlist(name)
    ]
    files = [str(file.name) for name in request.FILES for file in request.FILES.getlist(name)]
    return KeptForm(request.get_full_path(), _page_of(request), _owner(request), fields, files)


def kept(form: KeptForm | None) -> KeptForm | None:
    """Return a form that may be carried: we know whose it is, and it is not too long."""
    if form is None or not form.owner or sum(len(value) for _name, value in form.fields) > MOST_TYPED:
        return None
    return form


def is_from_own_page(request: HttpRequest) -> bool:
    """Whether the browser says that a page of this very site has sent the form."""
    own = f"{request.scheme}://{request.get_host()}"
    if origin := request.headers.get("Origin"):
        return origin == own
    if referer := request.headers.get("Referer"):
        parts = urlsplit(referer)
        return f"{parts.scheme}://{parts.netloc}" == own
    return request.headers.get("Sec-Fetch-Site") == "same-origin"


def _is_navigation(request: HttpRequest) -> bool:
    """Whether a person waits for a page; a script that saves in the background does not."""
    by_script = {"X-Requested-With", "HX-Request"} & set(request.headers)
    return not by_script and request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"


def _page_of(request: HttpRequest) -> str:
    """The page on which the form stood: what sent it, when that is ours, else the form's own address."""
    parts = urlsplit(request.headers.get("Referer", ""))
    if parts.netloc != request.get_host() or _is_sign_in(parts.path):
        return request.get_full_path()
    path = f"/{parts.path.lstrip('/')}"
    return f"{path}?{parts.query}" if parts.query else path


def _is_sign_in(path: str) -> bool:
    return _name_of(path).startswith(SIGN_IN_PAGES)


def _name_of(path: str) -> str:
    try:
        return resolve(path).url_name or ""
    except Resolver404:
        return ""


class KeepingLoginRequiredMiddleware(LoginRequiredMiddleware):
    """Asks for the sign-in; a form that comes too late is carried through it."""

    def handle_no_permission(  # type: ignore[override]  # a page, where Django knows a redirection only
        self, request: HttpRequest, view_func: Any
    ) -> HttpResponseBase:
        """Show the sign-in page with the form in it, or lead there."""
        if form := kept(sent_form(request)):
            return _sign_in_page(request, form)
        answer: HttpResponseBase = super().handle_no_permission(request, view_func)
        return answer


def _sign_in_page(request: HttpRequest, form: KeptForm) -> HttpResponseBase:
    """The sign-in page, as if it had been asked for, with the form in hidden fields."""
    from allauth.account.views import login

    asked: Any = copy(request)
    asked.method = "GET"
    asked.GET = QueryDict(mutable=True)
    asked.GET["next"] = form.page + ANCHOR
    asked.kept_form = form.sealed()
    response: HttpResponseBase = login(asked)
    add_never_cache_headers(response)
    return response


class KeptFormsMiddleware:
    """Takes a kept form from the sign-in page into the session, and shows it on its page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        blob = ""
        if request.method == "POST" and _name_of(request.path_info) == LOGIN:
            blob = request.POST.get(BLOB_FIELD, "")
            request.kept_form = blob if KeptForm.opened(blob) else ""
        response = self.get_response(request)
        if blob and request.kept_form and response.status_code == 302:
            # The password was right: a stranger never gets here.
            request.session[SESSION_KEY] = request.kept_form
        if request.method == "GET" and settings.SESSION_COOKIE_NAME in request.COOKIES:
            return self._shown(request, response)
        return response

    def _shown(self, request: Any, response: HttpResponse) -> HttpResponse:
        text = request.session.get(SESSION_KEY)
        if not text or not request.user.is_authenticated:
            return response
        form = KeptForm.opened(text)
        if form is None or not form.is_of(request.user):
            del request.session[SESSION_KEY]
            return response
        if request.get_full_path() != form.page:
            return response
        if page := getattr(response, "page_of_form", ""):  # the form had stood on the answer to itself
            request.session[SESSION_KEY] = replace(form, page=page).sealed()
            return HttpResponseRedirect(page + ANCHOR)
        del request.session[SESSION_KEY]
        return with_form(request, response, form)


def with_form(request: HttpRequest, response: HttpResponse, form: KeptForm) -> HttpResponse:
    """Return the page with the form filled in; where the page no longer has it, a page that shows what was typed."""
    html = None
    if response.status_code == 200 and not response.streaming and "html" in response.get("Content-Type", ""):
        notice = render_to_string("account/kept_form_notice.html", {"form": form})
        html = filled_in(
            response.content.decode(), page=request.path, path=urlsplit(form.path).path, typed=form.fields,
            notice=notice, kept_out=NOT_KEPT,
        )  # fmt: skip
    if html is None:
        response = render(request, "account/kept_form.html", {"form": form})
    else:
        response.content = html.encode()
        if "Content-Length" in response:
            response["Content-Length"] = str(len(response.content))
    add_never_cache_headers(response)
    return response


class WrittenAtOnceMiddleware:
    """Says that somebody else has saved the same at this moment, with what was typed (the API says so itself)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Take this kind of errors; leave all others."""
        if not is_written_at_once(exception):
            return None
        logger.warning("Written at once", exc_info=exception, extra={"request": request})
        context = {"form": sent_form(request), "detail": WRITTEN_AT_ONCE}
        response = render(request, "409.html", context, status=409)
        add_never_cache_headers(response)
        return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """Answer a form whose token is missing or old: what its sender typed is not lost."""
    from common.views.errors import csrf_failure as plain

    form = sent_form(request)
    if may_be_carried := kept(form):
        if may_be_carried.is_of(request.user):
            request.session[SESSION_KEY] = may_be_carried.sealed()
            return HttpResponseRedirect(may_be_carried.page + ANCHOR)
        if not request.user.is_authenticated:
            return _sign_in_page(request, may_be_carried)
    if form is None and is_from_own_page(request):  # the sign-in page itself may carry one
        form = KeptForm.opened(request.POST.get(BLOB_FIELD, ""))
    is_anothers = form and form.owner and request.user.is_authenticated and not form.is_of(request.user)
    if form is None or is_anothers:
        return plain(request, reason)
    response = render(request, "403_csrf.html", {"form": form}, status=403)
    add_never_cache_headers(response)
    return response
