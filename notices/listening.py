"""What of all that happens becomes a notice, with the facts that its words need."""

from typing import Any

from common.happenings import Happening
from common.life_cycle import TAKE_BACK
from notices.choices import NoticeKind
from notices.recipients import members_of, readers_of
from notices.services.telling import drop_held, notify
from partnerships.models import Agreement, Comment, Partnership
from partnerships.transitions import PARTNERSHIP_LIFE_CYCLE
from registration.models import RegistrationCase
from registration.transitions import CASE_LIFE_CYCLE

OF_PARTNERSHIP = {
    PARTNERSHIP_LIFE_CYCLE.verb("return"): NoticeKind.RETURNED,
    PARTNERSHIP_LIFE_CYCLE.verb("approve"): NoticeKind.APPROVED,
    PARTNERSHIP_LIFE_CYCLE.verb("reject"): NoticeKind.REJECTED,
}
OF_CASE = {
    CASE_LIFE_CYCLE.verb("clear"): NoticeKind.CLEARED,
    CASE_LIFE_CYCLE.verb("annul-clearance"): NoticeKind.CLEARANCE_ANNULLED,
    CASE_LIFE_CYCLE.verb("return"): NoticeKind.DRAFT_RETURNED,
    CASE_LIFE_CYCLE.verb("refuse"): NoticeKind.REFUSED,
    CASE_LIFE_CYCLE.verb("register"): NoticeKind.REGISTERED,
    CASE_LIFE_CYCLE.verb("return-registration"): NoticeKind.REGISTRATION_RETURNED,
    CASE_LIFE_CYCLE.verb("refuse-registration"): NoticeKind.REGISTRATION_REFUSED,
}
WITH_REASONS = frozenset(
    {
        NoticeKind.RETURNED,
        NoticeKind.REJECTED,
        NoticeKind.CLEARANCE_ANNULLED,
        NoticeKind.DRAFT_RETURNED,
        NoticeKind.REFUSED,
        NoticeKind.REGISTRATION_RETURNED,
        NoticeKind.REGISTRATION_REFUSED,
    }
)


def on_happening(happening: Happening) -> None:
    """Write the notices of one happening; runs within its transaction."""
    record, verb = happening.record, happening.verb
    if isinstance(record, Partnership) and verb in OF_PARTNERSHIP:
        _of_partnership(OF_PARTNERSHIP[verb], record)
    elif isinstance(record, Partnership) and verb == PARTNERSHIP_LIFE_CYCLE.verb(TAKE_BACK):
        drop_held(record)
    elif isinstance(record, RegistrationCase) and verb in OF_CASE:
        _of_case(OF_CASE[verb], record)
    elif isinstance(record, Partnership) and verb == "responsible":
        _of_responsible(record, happening)
    elif isinstance(record, Comment):
        _of_comment(record)


def _of_partnership(kind: NoticeKind, partnership: Partnership) -> None:
    notify(
        kind,
        partnership,
        key=f"partnership:{partnership.pk}:v{partnership.version}",
        facts=reasons_of(kind, partnership),
        recipients=members_of(partnership),
        held_until=partnership.take_back_until,
    )


def _of_case(kind: NoticeKind, case: RegistrationCase) -> None:
    facts = facts_of_case(case) | reasons_of(kind, case)
    if kind == NoticeKind.CLEARED and case.order:
        facts |= {"order": case.order.number, "order_date": case.order.date.isoformat()}
    if kind == NoticeKind.REGISTERED:
        entry = case.entry
        facts |= {"number": entry.number, "registered_on": entry.registered_on.isoformat()}
    partnership = case.agreement.partnership
    notify(
        kind,
        partnership,
        key=f"case:{case.pk}:v{case.version}",
        facts=facts,
        recipients=members_of(partnership),
    )


def _of_responsible(partnership: Partnership, happening: Happening) -> None:
    person = partnership.responsible
    notify(
        NoticeKind.RESPONSIBLE,
        partnership,
        key=f"responsible:{partnership.pk}:v{partnership.version}",
        facts={},
        recipients=[person] if person and person != happening.actor else [],
    )


def _of_comment(comment: Comment) -> None:
    notify(
        NoticeKind.COMMENT,
        comment.partnership,
        key=f"comment:{comment.pk}",
        facts={"role": comment.author_role, "text": comment.text},
        recipients=readers_of(comment),
    )


def reasons_of(kind: NoticeKind, record: Partnership | RegistrationCase) -> dict[str, Any]:
    """Why something came back: codes and words, as they were at that moment."""
    if kind not in WITH_REASONS:
        return {}
    return {"reasons": list(record.reason_codes), "text": record.reason_text}


def facts_of_case(case: RegistrationCase) -> dict[str, Any]:
    """By what the officials know a case."""
    return {"case": case.number, **facts_of_agreement(case.agreement)}


def facts_of_agreement(agreement: Agreement) -> dict[str, Any]:
    """By what the officials know an agreement."""
    return {"title_uk": agreement.title_uk, "title_en": agreement.title_en}
