"""What every page needs: the name of the site and the way to the same page in the other language."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from common.languages import languages_of


def site(request: HttpRequest) -> dict[str, Any]:
    """Give base.html the language links and the site's name."""
    return {
        "SITE_NAME": settings.SITE_NAME,
        "page_languages": languages_of(request, get_language() or settings.LANGUAGE_CODE),
        "is_demo": settings.ENVIRONMENT == "development",
    }
