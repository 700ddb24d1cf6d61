"""What no view should have to think of."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse


class NoNullBytesMiddleware:
    """An address with a null byte leads nowhere: PostgreSQL cannot even look for such a text."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path:
            raise Http404
        return self.get_response(request)
