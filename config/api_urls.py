"""Addresses of the API, version 1. They have no language prefix; messages follow ``Accept-Language``.

One flat list, the addresses asked most often first: each level of ``include`` costs every request.
"""

from django.urls import path

import accounts.api.openapi  # noqa: F401  # tells the OpenAPI document how to sign in
from common.api.docs import ApiDocs, ApiSchema
from communities.api.urls import urlpatterns as communities
from partnerships.api import examples as _examples_of_partnerships  # noqa: F401  # both put examples into it
from partnerships.api.urls import urlpatterns as partnerships
from registration.api import examples as _examples_of_cases  # noqa: F401
from registration.api.urls import urlpatterns as registration

app_name = "api"

urlpatterns = [
    *partnerships,
    *communities,
    *registration,
    path("schema/", ApiSchema.as_view(), name="schema"),
    path("docs/", ApiDocs.as_view(), name="docs"),
]
