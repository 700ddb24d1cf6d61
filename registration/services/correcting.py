"""Correcting what was entered wrongly: by an act that is appended, never by changing what was written."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.acting import acting
from common.errors import FieldProblem, NotVisible, RuleViolated
from common.paper_numbers import number_problems
from common.partial_dates import PartialDate
from common.transition_executor import lock, save_version
from partnerships.contacts import contact_problems
from partnerships.inputs import AgreementInput, TermInput
from partnerships.models import Agreement
from partnerships.records.refresh import refresh_records
from partnerships.rules import agreement_problems, signing_date_problems
from partnerships.services.agreements import touch
from registration.choices import ActKind
from registration.corrections import CORRECTABLE, OF_THE_AGREEMENT, ORDER_FIELD, Content, changes_of, flat
from registration.models import LegalAct, RegisterEntry, RegistrationCase
from registration.policies import can_work_as_ministry
from registration.register_chain import corrected
from registration.rules import (
    registration_date_problems,
    registration_number_problems,
    signing_order_problems,
)
from registration.services.legal_acts import append_act
from registration.services.registering import taken_problems
from registration.services.steps import lock_partnership_of_case, locked_agreement

if TYPE_CHECKING:
    from accounts.models import User

MOST_LETTERS = {"title_uk": 1000, "title_en": 1000, "signed_place": 300, "number": 50}
MOST_TEXT = 2000


def correct_entry(entry_id: int, *, actor: "User", field: str, value: Any, text: str) -> LegalAct:
    """Correct one field of a registered agreement; ``text`` says why, and everybody reads it.

    The entry stays as it was written. The agreement, from which lists and checks answer, says from now on
    what is right.

    Raises:
        NotAllowed, NotVisible, RuleViolated: beside ``field``, ``value`` or ``text``.
    """
    can_work_as_ministry(actor).require()
    with transaction.atomic(), acting(actor, "correct_entry", reason=text):
        entry = RegisterEntry.objects.select_related("act").filter(pk=entry_id).first()
        if entry is None:
            raise NotVisible
        partnership_id = lock_partnership_of_case(entry.case_id)
        case = lock(RegistrationCase, entry.case_id, expected_version=None)
        agreement = locked_agreement(case)
        changes = changes_of(field, value)
        now = flat(corrected(entry.content, entry.corrections, with_own=True))
        if problems := _problems(agreement, field, now, changes) + text_problems(text):
            raise RuleViolated(problems)
        act = append_correction(entry, field, now, changes, text)
        _apply(agreement, changes)
        save_version(case, ())
        touch(partnership_id)
        refresh_records([partnership_id])
    return act


def append_correction(
    entry: RegisterEntry, field: str, before: Content, changes: Content, text: str
) -> LegalAct:
    """Append the act; inside the transaction of whoever corrects, everything checked."""
    known = CORRECTABLE.get(field, ORDER_FIELD)
    content = {
        "act": str(ActKind.CORRECTION),
        "number": entry.number,
        "corrects": entry.act_id,
        "field": field,
        "before": known.read(before),
        "value": known.read({**before, **changes}),
        "changes": changes,
        "text": text.strip(),
        "corrected_on": timezone.localdate().isoformat(),
    }
    return append_act(entry.case, ActKind.CORRECTION, content)


def text_problems(text: str) -> list[FieldProblem]:
    """Check the reason of a correction: it is public."""
    if not text.strip():
        return [FieldProblem("text", "required", _("Explain why this is corrected."))]
    if len(text) > MOST_TEXT:
        detail = _("The text must be %(most)s characters or shorter.") % {"most": MOST_TEXT}
        return [FieldProblem("text", "too_long", detail)]
    return contact_problems([("text", text)])


def _problems(agreement: Agreement, field: str, now: Content, changes: Content) -> list[FieldProblem]:
    """Check the corrected whole by the rules of what is typed; all problems stand beside ``value``."""
    after = {**now, **changes}
    if after == now:
        return [FieldProblem("value", "unchanged", _("This is what the register says already."))]
    most = MOST_LETTERS.get(field)
    if most and len(str(changes[field])) > most:
        detail = _("The text must be %(most)s characters or shorter.") % {"most": most}
        return [FieldProblem("value", "too_long", detail)]
    found = _entry_problems(after) if field in {"number", "registered_on"} else []
    if field == "number":
        found += taken_problems(after["number"])
    elif field != "registered_on":
        found += _agreement_problems(agreement, after, field)
    if field in {"registered_on", "signed"}:
        found += _date_problems(after)
    return [FieldProblem("value", problem.code, problem.detail) for problem in found]


def _entry_problems(after: Content) -> list[FieldProblem]:
    number = after["number"]
    if not number:
        return [FieldProblem("number", "required", _("Enter the registration number."))]
    return registration_number_problems(number) + number_problems("number", number)


def _agreement_problems(agreement: Agreement, after: Content, field: str) -> list[FieldProblem]:
    signed = _signed(after)
    content = AgreementInput(
        document_type=after["document_type"],
        title_uk=after["title_uk"],
        title_en=after["title_en"],
        kinds=tuple(after["kinds"]),
        spheres=tuple(after["spheres"]),
        term=TermInput(after["term_kind"], after["term_years"], _date(after["term_until"])),
    )
    every = agreement_problems(content, signed_on=signed.date if signed else None)
    # What an old list has elsewhere in the same agreement keeps nobody from correcting this.
    asked = {field, "term"} if field == "signed" else {field}
    found = [problem for problem in every if problem.field.split(".")[1] in asked]
    if field in {"kinds", "spheres"} and not after[field]:
        found.append(FieldProblem(field, "required", _("Choose at least one.")))
    if field == "signed" and signed:
        found += signing_date_problems(signed) + signing_order_problems(agreement, signed)
    if field == "signed_place":
        found += contact_problems([(field, after[field])])
    return found


def _date_problems(after: Content) -> list[FieldProblem]:
    day = _date(after["registered_on"])
    order = after["order"]
    if day is None:
        return []
    order_date = _date(order["date"]) if order else None
    return registration_date_problems(day, _signed(after), order_date=order_date)


def _signed(content: Content) -> PartialDate | None:
    return PartialDate.of(_date(content["signed_on"]), content["signed_precision"])


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _apply(agreement: Agreement, changes: Content) -> None:
    """Write to the agreement what is right; number and day of registration stand in the entry alone."""
    fields = [name for name in changes if name in OF_THE_AGREEMENT]
    for name in fields:
        value = changes[name]
        setattr(agreement, name, _date(value) if name in {"signed_on", "term_until"} else value)
    if fields:
        save_version(agreement, fields)
