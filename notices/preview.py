"""What a decision will tell its recipients, before it is taken: the very words of the letter."""

from typing import Any

from django.utils import translation

from accounts.models import User
from common.admin.previews import NoticePreview
from common.life_cycle import Reason, Transition
from notices.choices import NoticeKind
from notices.listening import OF_CASE, OF_PARTNERSHIP, WITH_REASONS, facts_of_case
from notices.models import Notice
from notices.recipients import members_of
from notices.selectors import Shown, link_of
from notices.services.sending import letter_texts
from notices.texts import words_of
from partnerships.models import Partnership
from partnerships.transitions import PARTNERSHIP_LIFE_CYCLE
from registration.models import RegistrationCase
from registration.transitions import CASE_LIFE_CYCLE


def preview_of(
    record: Any, transition: Transition, reason: Reason, fields: dict[str, Any]
) -> list[NoticePreview]:
    """One preview for each language that the recipients read; none for a step of which nobody is told."""
    if isinstance(record, RegistrationCase):
        kind = OF_CASE.get(CASE_LIFE_CYCLE.verb(transition.name))
        partnership, facts = record.agreement.partnership, facts_of_case(record)
    else:
        kind = OF_PARTNERSHIP.get(PARTNERSHIP_LIFE_CYCLE.verb(transition.name))
        partnership, facts = record, {}
    if kind is None:
        return []
    facts |= _facts_of_step(kind, reason, fields)
    by_language: dict[str, list[User]] = {}
    for person in members_of(partnership):
        by_language.setdefault(person.language, []).append(person)
    return [_preview(kind, partnership, facts, language, people) for language, people in by_language.items()]


def _facts_of_step(kind: NoticeKind, reason: Reason, fields: dict[str, Any]) -> dict[str, Any]:
    """What the step itself will have said; the facts of what has been typed so far."""
    facts: dict[str, Any] = {}
    if kind in WITH_REASONS:
        facts |= {"reasons": list(reason.codes), "text": reason.text}
    if kind == NoticeKind.CLEARED:
        facts |= {"order": fields.get("order_number"), "order_date": _iso(fields.get("order_date"))}
    if kind == NoticeKind.REGISTERED:
        facts |= {"number": fields.get("number"), "registered_on": _iso(fields.get("registered_on"))}
    return facts


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None


def _preview(
    kind: NoticeKind, partnership: Partnership, facts: dict[str, Any], language: str, people: list[User]
) -> NoticePreview:
    notice = Notice(kind=kind, partnership=partnership, facts=facts, role=people[0].role, key="")
    with translation.override(language):
        row = Shown(notice, words_of(notice), link_of(notice))
        subject, body = letter_texts("notice", {"rows": [row], "row": row})
    return NoticePreview(language, [person.name for person in people], subject, body)
