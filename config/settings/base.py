"""Settings shared by every environment. Each says why it is set, where Django's default would surprise."""

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import dj_database_url
import django_stubs_ext
import pghistory
from django.utils.translation import gettext_lazy as _

from config.environment import env
from config.settings import unfold
from config.settings.logs import logging_to_stderr

# `ModelForm[Partnership]` and the like are generic only for type checkers; this makes them so for Python.
django_stubs_ext.monkeypatch()

# Whatever a process of the registry writes (documents, reports, letters in files) is for its user and group.
os.umask(os.umask(0) | 0o027)

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(os.environ.get("POBRATYM_VAR", BASE_DIR / "var"))

INSTALLED_APPS = [
    "common",  # first: its commands migrate and procrastinate stand in for those of the libraries
    "unfold.apps.BasicAppConfig",  # before the admin: replaces its templates
    "unfold.contrib.filters",
    "config.admin_app.DeskAdminConfig",  # django.contrib.admin with the desks' own site
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",  # lets FORM_RENDERER find the project's templates
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "bootstrap",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "pghistory",
    "pgtrigger",
    "procrastinate.contrib.django",
    "rest_framework",
    "accounts",
    "audit",
    "desks",
    "communities",
    "partnerships",
    "registration",
    "notices",
    "mirror",
    "webhooks",
    "demo",
]

MIDDLEWARE = [
    # The id of a request is on every answer and in every line of the log, so it comes first.
    "audit.middleware.AuditContextMiddleware",
    "common.middleware.KnownHostMiddleware",
    "common.request_bodies.BodyLengthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "common.client_address.ForwardedForMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "common.middleware.SteadyCSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Most requests end here: public answers that are ready need nothing of what follows.
    "common.api.answers.ApiAnswersMiddleware",
    "accounts.api.stored.StoredAnswersMiddleware",
    "common.middleware.CompressPagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "common.middleware.MarkUkrainianMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.kept_forms.KeptFormsMiddleware",
    # Deny by default: a view is open only when it says login_not_required.
    "accounts.kept_forms.KeepingLoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "common.middleware.NoNullBytesMiddleware",
    "common.middleware.FileTroubleMiddleware",
    "common.middleware.UnreadableValuesMiddleware",
    "accounts.kept_forms.WrittenAtOnceMiddleware",
    "accounts.middleware.IdleMiddleware",
    "accounts.middleware.PrivatePagesMiddleware",
    "accounts.middleware.StaffSecondFactorMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["accounts.templatetags.kept_forms"],  # its csrf_token says for whom a form was made
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "common.context_processors.site",
                "notices.context_processors.unread",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# manage.py and the test settings put the embedded server's address here when nobody set one.
# Tools that only read the settings (mypy, makemessages) get an address that nothing listens on.
DATABASES: dict[str, dict[str, Any]] = {
    "default": dict(
        dj_database_url.parse(
            os.environ.get("DATABASE_URL") or "postgresql://127.0.0.1:1/pobratym",
            conn_max_age=60,  # a new connection per request would cost more than the request
            conn_health_checks=True,
        )
    )
}
# A streaming replica takes the public reads (common.replica).
DATABASE_ROUTERS: list[str] = []
if replica_url := os.environ.get("DATABASE_REPLICA_URL"):
    DATABASES["replica"] = dict(
        dj_database_url.parse(replica_url, conn_max_age=60, conn_health_checks=True),
        TEST={"MIRROR": "default"},
    )
    DATABASE_ROUTERS.append("common.replica.ReplicaRouter")
    MIDDLEWARE.insert(0, "common.replica.ReplicaMiddleware")
# Set for the web by config.wsgi; 0 (commands) means no limit.
STATEMENT_TIMEOUT_SECONDS = env.number("STATEMENT_TIMEOUT_SECONDS", 0)
# Connections that all threads of a process share. With 0 each thread keeps its own: the cheapest while there
# is one thread, as in `make run`; many threads would hold more connections than the server allows.
DATABASE_POOL_SIZE = env.number("DATABASE_POOL_SIZE", 0)
for database in DATABASES.values():
    options = database.setdefault("OPTIONS", {})
    options["options"] = f"-c statement_timeout={STATEMENT_TIMEOUT_SECONDS * 1000}"
    if DATABASE_POOL_SIZE:
        database["CONN_MAX_AGE"] = 0  # back to the pool after each request
        options["pool"] = {"min_size": 1, "max_size": DATABASE_POOL_SIZE, "timeout": 10}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The default cache is one for all processes and machines: allauth keeps used one-time codes and attempts to
# sign in there, and whatever else asks for "the cache" may rely on it. What only saves work, and may differ
# from process to process, goes to "process".
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_cacheentry",  # the table of accounts.CacheEntry
        # Above it entries that have not expired are dropped too; Django's 300 would forget a used code.
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    },
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"  # leads to the desk of the person's role
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
CSRF_FAILURE_VIEW = "accounts.kept_forms.csrf_failure"

# Sign-in is by e-mail; accounts come from invitations only (accounts.adapters closes sign-up).
ACCOUNT_ADAPTER = "accounts.adapters.InvitationOnlyAdapter"
ACCOUNT_FORMS = {
    "reset_password": "accounts.forms.QueuedResetForm",
    "user_token": "accounts.limits.ResetLinkForm",
}
MFA_FORMS = {
    "authenticate": "accounts.limits.CodeForm",
    "reauthenticate": "accounts.limits.CodeAgainForm",
    "activate_totp": "accounts.limits.FirstCodeForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the invitation link has already proved the address
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # else anybody could make us write to any address
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True  # sessions last SESSION_COOKIE_AGE, whatever the browser does
# Guesses of passwords and codes, and letters for a new password, are slowed down by accounts.services.attempts.
# allauth's own limits are left where they lock out nobody else: one of the account would, and one of few sign-ins
# for each address would stop a council that is behind one.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": None, "reset_password": None}
# How many proxies stand in front; without it everybody behind a proxy would share one limit.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXIES", 0)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Pobratym"
# Staff without a second factor are sent to set one up; development may switch it off.
STAFF_NEEDS_SECOND_FACTOR = True

LANGUAGE_CODE = "uk"
LANGUAGES = [("uk", "Українська"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Kyiv"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = "common.formats"


def leaflet_folder() -> Path:
    """Where django-leaflet keeps Leaflet. As an app it would need GDAL, and we need its files alone."""
    package = find_spec("leaflet")
    folders = package.submodule_search_locations if package else None
    return Path(folders[0]) / "static" / "leaflet" if folders else BASE_DIR / "static"


STATIC_URL = "static/"
STATICFILES_DIRS: list[Any] = [BASE_DIR / "static", ("leaflet", leaflet_folder())]
STATIC_ROOT = VAR_DIR / "static"
MEDIA_ROOT = VAR_DIR / "media"  # never served as a folder: documents go through a view that checks
STORAGES = {
    "default": {
        "BACKEND": "common.stored_files.WholeFileStorage",
        "OPTIONS": {"file_permissions_mode": 0o640, "directory_permissions_mode": 0o750},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

LOGGING = logging_to_stderr("PlainFormatter")
# Who is told of errors by mail.
ADMINS = [(address, address) for address in env.emails("ADMINS")]

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "pobratym@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_SUBJECT_PREFIX = "[Pobratym] "

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 60 * 12  # a working day: shared office computers are common
# Minutes without a request after which a person has to sign in again; 0: never.
IDLE_MINUTES = env.number("IDLE_MINUTES", 60)
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

SELF = "'self'"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": ["'none'"],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": ["'none'"],
    }
}

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.api.authentication.ApiTokenAuthentication",
        "accounts.api.authentication.SessionAuthentication401",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PAGINATION_CLASS": "common.api.pagination.StableCursorPagination",
    "EXCEPTION_HANDLER": "common.api.problems.problem_exception_handler",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "DEFAULT_THROTTLE_CLASSES": [
        "common.api.throttles.AnonymousThrottle",
        "common.api.throttles.PersonThrottle",
        "common.api.throttles.TokenThrottle",
    ],
    # Who may be believed when it says whose request it passes on; with 0 only the connection counts.
    "NUM_PROXIES": ALLAUTH_TRUSTED_PROXY_COUNT,
    "URL_FORMAT_OVERRIDE": None,  # ?format= is an unknown parameter like any other
}
# Requests of one caller, counted by each server process for itself (common.api.throttles).
API_THROTTLE_RATES: dict[str, str | None] = {
    "anonymous": env.rate("API_RATE_ANONYMOUS", "600/min"),
    "person": env.rate("API_RATE_PERSON", "3000/min"),
    "token": env.rate("API_RATE_TOKEN", "1500/min"),
}

# Whether webhooks may lead to this machine and to private networks: for development and tests only.
WEBHOOKS_MAY_BE_LOCAL = False
# Ports to which webhooks may lead: on others stand services that take a POST for a command.
WEBHOOK_PORTS = env.ports("WEBHOOK_PORTS", "443")

# Readers of changes who may wait at once, in one process: each holds a thread, and one is kept for all others.
API_MOST_WAITING = max(env.number("GRANIAN_BLOCKING_THREADS", 1) - 1, 0)

SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Pobratym: registry of international partnerships of Ukrainian communities",
    "DESCRIPTION": (
        "Partnerships of Ukrainian communities with foreign municipalities, from the first "
        "draft to the registered agreement. Errors are `application/problem+json`; their texts "
        "follow `Accept-Language` (uk, en). Writes to versioned records need `If-Match`; "
        "requests that create records accept `Idempotency-Key`."
    ),
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "COMPONENT_SPLIT_REQUEST": True,
    "SORT_OPERATIONS": False,
    # From the project's own static files: no CDN.
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "ENUM_NAME_OVERRIDES": {
        "PartnershipStatusEnum": "partnerships.choices.PartnershipStatus",
        "CaseStatusEnum": "registration.choices.CaseStatus",
        "OriginEnum": "partnerships.choices.Origin",
        "EntryOriginEnum": "registration.choices.EntryOrigin",
        "CommunityKindEnum": "communities.choices.CommunityKind",
        "CooperationKindEnum": "partnerships.choices.CooperationKind",
        "DocumentKindEnum": "partnerships.choices.DocumentKind",
        "TermKindEnum": "partnerships.choices.TermKind",
        "CommunityLevelEnum": "communities.choices.CommunityLevel",
        "MunicipalityLevelEnum": "communities.choices.MunicipalityLevel",
        "ActivityTypeEnum": "partnerships.choices.ActivityType",
        "TerminationActEnum": "registration.choices.TerminationAct",
    },
}

# Every event row carries its own context, so that who/why is append-only like the change itself.
PGHISTORY_APPEND_ONLY = True
PGHISTORY_DEFAULT_TRACKERS = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()
PGHISTORY_CONTEXT_ID_FIELD = pghistory.ContextUUIDField(null=True)
PGHISTORY_OBJ_FIELD = pghistory.ObjForeignKey(db_index=True)

# --- What the law leaves open or may change: one place, see docs/operations.md ---
# States whose communities may not be partners (law 3668-IX forbids the aggressor state; BY is our reading).
BLOCKED_COUNTRIES = env.country_codes("BLOCKED_COUNTRIES", "RU,BY")
# Days the Ministry has for a draft, and the Ministry of Justice within them.
CLEARANCE_REVIEW_DAYS = env.number("CLEARANCE_REVIEW_DAYS", 30, least=1)
JUSTICE_OPINION_DAYS = env.number("JUSTICE_OPINION_DAYS", 10, least=1)
# Whether only a registered agreement is in force. Neither law 3668-IX (article 11) nor resolution 357 says that
# registration is a condition of it; then what is signed and not registered counts, and is shown as not registered.
AGREEMENT_IN_FORCE_NEEDS_REGISTRATION = env.flag("AGREEMENT_IN_FORCE_NEEDS_REGISTRATION", default=False)
# Calendar days within which the Association means to check a filing; no law says it.
ASSOCIATION_CHECK_DAYS = env.number("ASSOCIATION_CHECK_DAYS", 14, least=1)
# For so long after the end of a membership nobody decides at a desk about that community's filings.
DUTIES_APART_DAYS = env.number("DUTIES_APART_DAYS", 365)
# Minutes within which whoever took a step without legal effect may take it back; its letters wait as long.
TAKE_BACK_MINUTES = env.number("TAKE_BACK_MINUTES", 15)
# How long a notice that was read stays in the inbox.
NOTICES_KEPT_DAYS = env.number("NOTICES_KEPT_DAYS", 400, least=1)
# Letters that one official may have sent to colleagues within a day.
INVITATIONS_A_DAY = env.number("INVITATIONS_A_DAY", 20)
# "calendar" or "working": the resolution does not say.
REVIEW_DAYS_KIND = env.one_of("REVIEW_DAYS_KIND", ("calendar", "working"))
# The statutory format is not published: {year} and {sequence} come from a locked counter.
REGISTRATION_NUMBER_FORMAT = env.number_format("REGISTRATION_NUMBER_FORMAT", "{year}-{sequence:04d}")
EARLIEST_SIGNING_YEAR = 1945
DOCUMENT_MAX_BYTES = env.number("DOCUMENT_MAX_BYTES", 20 * 1024 * 1024, least=1)
# Largest request whose length was not said before: a document and the form around it.
REQUEST_MAX_BYTES = DOCUMENT_MAX_BYTES + 5 * 1024 * 1024
# What an archive (DOCX, ODT, ASiC) may unpack to; texts of thousands of pages with pictures stay far below.
DOCUMENT_MAX_UNPACKED_BYTES = env.number("DOCUMENT_MAX_UNPACKED_BYTES", 100 * 1024 * 1024, least=1)
# Files with programs, commands, other files or what they load from elsewhere: "refuse" them, or keep them and
# "warn" everybody who is about to open one.
DOCUMENT_ACTIVE_CONTENT = env.one_of("DOCUMENT_ACTIVE_CONTENT", ("refuse", "warn"))
# A folder of fonts for PDF beside those that come with typst, which have no Chinese, Japanese or Korean letters.
PAPER_FONTS = env.text("PAPER_FONTS", "")
# Answers to everybody that each process keeps while nothing changes; 0 keeps none.
PAGE_CACHE_BYTES = env.number("PAGE_CACHE_BYTES", 64 * 1024 * 1024)
FILE_UPLOAD_HANDLERS = [
    "common.uploads.CapFileSize",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "common.uploads.TemporaryFiles",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# The queue of jobs (notices.tasks) lives in the same database; `manage.py procrastinate worker` works it off.
# What a worker missed while it was away it does when it comes back, within a day.
PROCRASTINATE_PERIODIC_DEFAULTS = {"max_delay": 60 * 60 * 24}
PROCRASTINATE_WORKER_DEFAULTS = {"delete_jobs": "successful", "shutdown_graceful_timeout": 30}

# Seconds after which a worker that has not shown itself counts as gone; it does so every ten.
WORKER_SILENT_SECONDS = env.number("WORKER_SILENT_SECONDS", 120, least=1)
# Whether /readyz then says 503 instead of telling it only: pages work without a worker, letters wait.
READY_NEEDS_WORKER = env.flag("READY_NEEDS_WORKER", default=False)

# Letters carry links and have no request to take the address from.
SITE_URL = env.address("SITE_URL", f"http://127.0.0.1:{env.text('PORT', '8000')}")
UNFOLD = unfold.UNFOLD  # the desks, see there

SITE_NAME = _("Registry of international partnerships of communities")
