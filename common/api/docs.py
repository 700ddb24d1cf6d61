"""The OpenAPI document and Swagger UI, from the project's own files: no CDN, no inline script."""

from functools import cache
from typing import Any

from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response


@cache
def openapi_document() -> Any:
    """Make the document once per process: it takes a second, and depends on nothing but the code.

    In English, whatever the caller's language, since labels of codes are part of it.
    """
    with translation.override("en"):
        return SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]


class ApiSchema(SpectacularAPIView):
    """The OpenAPI document, in English; YAML, or JSON when asked for."""

    permission_classes = (AllowAny,)
    schema = None  # not a part of itself

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Answer with the document."""
        return Response(openapi_document(), headers={"Cache-Control": "public, max-age=300"})


class ApiDocs(SpectacularSwaggerSplitView):
    """Swagger UI for people."""

    permission_classes = (AllowAny,)
    url_name = "api:schema"
    template_name = "api/docs.html"
