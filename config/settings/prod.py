"""Production: everything secret or local comes from the environment, nothing has a default that is unsafe."""

from config.environment import env
from config.settings.base import *  # noqa: F403
from config.settings.logs import logging_to_stderr

env.text("DATABASE_URL")  # must be set: production never starts the embedded PostgreSQL

ENVIRONMENT = "production"
DEBUG = False
SECRET_KEY = env.text("SECRET_KEY")
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS")
# A pattern (".registry.example", "*") is no address: SITE_URL must then be set.
_first_host = next((host for host in ALLOWED_HOSTS if not host.startswith((".", "*"))), "")
SITE_URL = env.address("SITE_URL", f"https://{_first_host}" if _first_host else None)
# The site's own address is among them with its port, which Django compares too.
CSRF_TRUSTED_ORIGINS = [
    SITE_URL,
    *(
        f"https://*{host}" if host.startswith(".") else f"https://{host}"
        for host in ALLOWED_HOSTS
        if host != "*"
    ),
]

LOGGING = logging_to_stderr("JsonFormatter")

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # asked from inside, past the proxy that ends TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 25, least=1)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", default=True)
EMAIL_TIMEOUT = 30  # a mail server that hangs must not hold the worker; the letter is tried again
