"""Correcting what was entered wrongly: by an act that is appended, never by changing what was written."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.selectors import communities_apart_from
from common.acting import acting
from common.confirmation import require_confirmed
from common.errors import FieldProblem, NotAllowed, NotVisible, Question, RuleViolated
from common.paper_numbers import number_problems
from common.partial_dates import PartialDate
from common.transition_executor import lock, save_version
from partnerships.choices import Side
from partnerships.contacts import contact_problems
from partnerships.inputs import AgreementInput, PartyInput, TermInput
from partnerships.models import Agreement, Partnership
from partnerships.policies import OWN_COMMUNITY
from partnerships.records.refresh import refresh_records
from partnerships.rules import (
    agreement_problems,
    party_shape_problems,
    same_parties_question,
    signing_date_problems,
)
from partnerships.selectors import same_parties
from partnerships.services.agreements import touch
from partnerships.services.parties import (
    find_communities,
    find_municipalities,
    repeated_problems,
    replace_parties,
)
from registration.choices import ActKind
from registration.corrections import (
    CORRECTABLE,
    OF_THE_AGREEMENT,
    ORDER_FIELD,
    PARTIES,
    SIDES,
    UNREADABLE,
    Content,
    changes_of,
    flat,
)
from registration.models import LegalAct, RegisterEntry, RegistrationCase
from registration.numbers import number_key
from registration.policies import can_correct, can_work_as_ministry
from registration.register_chain import corrected, parties_content
from registration.rules import (
    before_clearance_question,
    council_question,
    registration_date_problems,
    registration_number_problems,
    signing_before_act_problems,
    signing_order_problems,
)
from registration.services.legal_acts import append_act
from registration.services.registering import taken_problems
from registration.services.steps import lock_partnership_of_case, locked_agreement

if TYPE_CHECKING:
    from accounts.models import User

UNCHANGED = FieldProblem("value", "unchanged", gettext_lazy("This is what the register says already."))
MOST_LETTERS = {"title_uk": 1000, "title_en": 1000, "signed_place": 300, "number": 50}
MOST_TEXT = 2000


def correct_entry(
    entry_id: int, *, actor: "User", field: str, value: Any, text: str, confirm: Collection[str] = ()
) -> LegalAct:
    """Correct one field of a registered agreement; ``text`` says why, and everybody reads it.

    The act of registration stays as it was written. The entry and the agreement, from which lists and checks
    answer, say from now on what is right. Parties (``value`` is a tuple of ``PartyInput``) are those of the
    whole partnership: each of its entries gets the correction.

    Raises:
        NotAllowed, NotVisible, ConfirmationNeeded, RuleViolated: beside ``field``, ``value`` or ``text``.
    """
    with transaction.atomic(), acting(actor, "correct_entry", reason=text):
        can_work_as_ministry(actor).require()
        entry = RegisterEntry.objects.select_related("act").filter(pk=entry_id).first()
        if entry is None:
            raise NotVisible
        partnership_id = lock_partnership_of_case(entry.case_id)
        case = lock(RegistrationCase, entry.case_id, expected_version=None)
        can_correct(actor, case).require()
        agreement = locked_agreement(case)
        if field in SIDES:
            act = _correct_parties(entry, actor=actor, field=field, given=value, text=text, confirm=confirm)
        else:
            now, changes = flat(corrected(entry.content, entry.corrections)), changes_of(field, value)
            if problems := _problems(case, field, now, changes) + text_problems(text):
                raise RuleViolated(problems)
            require_confirmed(_questions(case, field, {**now, **changes}), confirm)
            act = append_correction(entry, field, now, changes, text)
            _apply(agreement, changes)
            save_version(case, ())
        touch(partnership_id)
        refresh_records([partnership_id])
    return act


def _correct_parties(
    entry: RegisterEntry, *, actor: "User", field: str, given: Any, text: str, confirm: Collection[str]
) -> LegalAct:
    """Set the parties of one side; every entry of the partnership says so by an act of its own."""
    partnership = entry.case.agreement.partnership
    _set_parties(partnership, field, given, actor=actor, text=text)
    changes = changes_of(field, parties_content(partnership))
    acts = {}
    for case in _registered_cases(partnership):
        now = flat(corrected(case.entry.content, case.entry.corrections))
        if now[PARTIES] != changes[PARTIES]:
            acts[case.pk] = append_correction(case.entry, field, now, changes, text)
            save_version(case, ())
    if entry.case_id not in acts:
        raise RuleViolated([UNCHANGED])
    others = same_parties(partnership).order_by("pk").values_list("code", flat=True)
    require_confirmed(same_parties_question(others), confirm)
    return acts[entry.case_id]


def _set_parties(partnership: Partnership, field: str, given: Any, *, actor: "User", text: str) -> None:
    """Write the named parties, checked as those of a transferred entry are."""
    if not isinstance(given, tuple) or not all(isinstance(party, PartyInput) for party in given):
        raise RuleViolated([UNREADABLE])
    problems = party_shape_problems("value", given) + text_problems(text)
    territories: list[Any]
    if SIDES[field] == Side.UKRAINIAN:
        territories, more = find_communities(given, "value")
        if {unit.pk for unit in territories} & set(communities_apart_from(actor)):
            raise NotAllowed(OWN_COMMUNITY.reason)
    else:
        territories, more = find_municipalities(given, "value", actor=actor)
    if problems := problems + more + repeated_problems("value", given, territories):
        raise RuleViolated(problems)
    replace_parties(partnership, SIDES[field], territories, given)


def _registered_cases(partnership: Partnership) -> list[RegistrationCase]:
    """The cases with an entry, locked in the order of their ids; their partnership is locked already."""
    found = RegistrationCase.objects.filter(agreement__partnership=partnership, entry__isnull=False)
    ids = list(found.order_by("pk").values_list("pk", flat=True))
    return [lock(RegistrationCase, pk, expected_version=None) for pk in ids]


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
    act = append_act(entry.case, ActKind.CORRECTION, content)
    _list_as_corrected(entry, changes)
    return act


def _list_as_corrected(entry: RegisterEntry, changes: Content) -> None:
    """Let the entry say what its acts say; PostgreSQL compares the two."""
    entry.number = changes.get("number", entry.number)
    entry.number_key = number_key(entry.number)
    entry.registered_on = _date(changes.get("registered_on")) or entry.registered_on
    entry.corrected_on = timezone.localdate()
    entry.save(update_fields=["number", "number_key", "registered_on", "corrected_on"])


def text_problems(text: str) -> list[FieldProblem]:
    """Check the reason of a correction: it is public."""
    if not text.strip():
        return [FieldProblem("text", "required", _("Explain why this is corrected."))]
    if len(text) > MOST_TEXT:
        detail = _("The text must be %(most)s characters or shorter.") % {"most": MOST_TEXT}
        return [FieldProblem("text", "too_long", detail)]
    return contact_problems([("text", text)])


def _problems(case: RegistrationCase, field: str, now: Content, changes: Content) -> list[FieldProblem]:
    """Check the corrected whole by the rules of what is typed; all problems stand beside ``value``."""
    after = {**now, **changes}
    if after == now:
        return [UNCHANGED]
    most = MOST_LETTERS.get(field)
    if most and len(str(changes[field])) > most:
        detail = _("The text must be %(most)s characters or shorter.") % {"most": most}
        return [FieldProblem("value", "too_long", detail)]
    found = _entry_problems(after) if field in {"number", "registered_on"} else []
    if field == "number":
        found += taken_problems(after["number"], but=case)
    elif field != "registered_on":
        found += _agreement_problems(case.agreement, after, field)
    if field in {"registered_on", "signed"}:
        found += _date_problems(after)
    if field == "signed":
        found += signing_before_act_problems(_signed(after), case.act_date)
    return [FieldProblem("value", problem.code, problem.detail) for problem in found]


def _questions(case: RegistrationCase, field: str, after: Content) -> list[Question]:
    """What is possible but unusual of a corrected day of signing."""
    if field != "signed":
        return []
    return before_clearance_question(case.order, _signed(after)) + council_question(
        case.agreement, _signed(after)
    )


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
