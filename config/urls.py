"""Addresses of the site. Pages have a language prefix (none for Ukrainian); the API has none."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, re_path

from common.api.health import healthz, readyz
from common.api.views import NoSuchAddress
from common.views.icons import favicon

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include("config.api_urls")),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    re_path("^api/", NoSuchAddress.as_view(), name="no_such_address"),
    path("favicon.ico", favicon, name="favicon"),  # asked for by pages that name no icon
    *i18n_patterns(
        path("", include("registration.urls_public")),
        path("", include("partnerships.urls_public")),
        path("", include("communities.urls")),
        path("", include("accounts.urls")),
        path("desk/", include("registration.urls_desk")),
        path("desk/", include("partnerships.urls_desk")),
        path("desk/notices/", include("notices.urls")),
        path("admin/", admin.site.urls),
        prefix_default_language=False,
    ),
]

handler400 = "common.views.errors.bad_request"
handler403 = "common.views.errors.permission_denied"
handler404 = "common.views.errors.not_found"
handler500 = "common.views.errors.server_error"
