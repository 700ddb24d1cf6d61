"""The base of every API view: strict parameters, asked language, problems instead of pages."""

from typing import Any, ClassVar

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.api.language import activate_asked_language
from common.api.listing import Order
from common.api.pagination import StableCursorPagination
from common.api.parameters import NO_PARAMETERS, Asked, ParameterSet
from common.errors import NotVisible


class ApiView(APIView):
    """Reads the query string against ``parameters`` before the handler runs."""

    parameters: ClassVar[ParameterSet] = NO_PARAMETERS
    asked: Asked
    order: Order

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Choose the language first, so that every error speaks it."""
        activate_asked_language(request.headers.get("Accept-Language", ""))
        return super().dispatch(request, *args, **kwargs)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Check the method, sign-in and limits, then the query string."""
        if request.method not in self.allowed_methods:
            raise MethodNotAllowed(request.method or "")  # a sign-in would not help
        super().initial(request, *args, **kwargs)
        known = self.parameters if request.method in {"GET", "HEAD"} else NO_PARAMETERS
        self.asked = known.read(request.query_params)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Keep what one person reads out of everybody's caches."""
        response = super().finalize_response(request, response, *args, **kwargs)
        patch_vary_headers(response, ("Authorization",))
        signed_in = "Authorization" in request.headers or settings.SESSION_COOKIE_NAME in request.COOKIES
        if signed_in and "Cache-Control" not in response:
            response["Cache-Control"] = "private, no-store"
        return response

    def page(
        self, queryset: Any, serializer: Any, order: Order, *, did_you_mean: str | None = None
    ) -> Response:
        """Answer with the asked page of a list, and with what a search took its text for."""
        self.order = order
        paginator = StableCursorPagination()
        rows = paginator.paginate_queryset(queryset, self.request, self)
        shown = serializer(rows, many=True, context={"request": self.request, "view": self})
        response = paginator.get_paginated_response(shown.data)
        if did_you_mean:
            response.data["did_you_mean"] = did_you_mean
        return response


class NoSuchAddress(ApiView):
    """Whatever is not an address of the API."""

    permission_classes = (AllowAny,)
    schema = None  # not a part of the contract

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Answer before anything else is looked at."""
        raise NotVisible(
            _("This address does not exist. Addresses end in a slash; see /api/v1/docs/ for all of them.")
        )
