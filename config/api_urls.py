"""Addresses of the API, version 1. They have no language prefix; messages follow ``Accept-Language``."""

from django.urls import include, path, re_path

import accounts.api.openapi  # noqa: F401  # tells the OpenAPI document how to sign in
from common.api.docs import ApiDocs, ApiSchema
from common.api.views import NoSuchAddress

app_name = "api"

urlpatterns = [
    path(
        "v1/",
        include(
            [
                path("schema/", ApiSchema.as_view(), name="schema"),
                path("docs/", ApiDocs.as_view(), name="docs"),
                path("", include("communities.api.urls")),
                path("", include("partnerships.api.urls")),
                path("", include("registration.api.urls")),
            ]
        ),
    ),
    re_path("", NoSuchAddress.as_view(), name="no_such_address"),
]
