"""The language of messages: what the caller asks for in ``Accept-Language``, Ukrainian by default."""

from django.conf import settings
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header


def asked_language(header: str) -> str:
    """Return the first language of the header that the registry speaks."""
    known = dict(settings.LANGUAGES)
    for code, _quality in parse_accept_lang_header(header.lower()):
        if (base := code.split("-")[0]) in known:
            return base
    return settings.LANGUAGE_CODE


def activate_asked_language(header: str) -> None:
    """Answer this request in the language its header asks for.

    Pages take the language from their address instead, so the site's middleware does not do it.
    """
    translation.activate(asked_language(header))
