"""Settings of the textbook: production's, with the framework's own parts instead of ours."""

from bench.settings import *  # noqa: F403
from bench.settings import INSTALLED_APPS as OURS

# Our admin modules are not looked for: the tutorial's admin has a site of its own.
OUR_PARTS = ("unfold", "config.admin_app", "allauth", "csp", "drf_spectacular")
INSTALLED_APPS = [
    "django.contrib.admin.apps.SimpleAdminConfig",
    *(name for name in OURS if not name.startswith(OUR_PARTS)),
    "django_filters",
]
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
ROOT_URLCONF = "bench.textbook.urls"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
REST_FRAMEWORK = {
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.PageNumberPagination",
    "PAGE_SIZE": 50,
    "DEFAULT_FILTER_BACKENDS": [
        "django_filters.rest_framework.DjangoFilterBackend",
        "rest_framework.filters.SearchFilter",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.AnonRateThrottle"],
    "DEFAULT_THROTTLE_RATES": {"anon": "1000000/s"},
}
DATABASES["default"]["OPTIONS"].pop("options", None)  # noqa: F405  # it may take as long as it takes
SILENCED_SYSTEM_CHECKS = ["urls.W005", "admin.E410"]
