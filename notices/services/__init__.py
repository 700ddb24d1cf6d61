"""The only writers of notices."""

from notices.services.reading import mark_all_read, mark_read
from notices.services.sending import send_digest, send_notice
from notices.services.settings import save_settings, settings_of
from notices.services.telling import notify, without_letters

__all__ = [
    "mark_all_read",
    "mark_read",
    "notify",
    "save_settings",
    "send_digest",
    "send_notice",
    "settings_of",
    "without_letters",
]
