"""Agreements: their content while it is open, and what the Ministry's desk records on them."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.acting import acting
from common.errors import FieldProblem, RuleViolated
from common.paper_numbers import tidy_number
from common.partial_dates import PartialDate
from common.transition_executor import lock, save_version
from partnerships.choices import ContentState, TermKind
from partnerships.inputs import AgreementInput
from partnerships.models import Agreement, Partnership
from partnerships.policies import EDITABLE_STATUSES, can_add, can_edit_agreement
from partnerships.records.refresh import refresh_records
from partnerships.rules import agreement_problems

if TYPE_CHECKING:
    from accounts.models import User

SIGNING_FIELDS = ("signed_on", "signed_precision", "signed_place", "signed_online")


def apply_content(agreement: Agreement, data: AgreementInput) -> None:
    """Set the content of an agreement from checked input; the caller saves."""
    agreement.document_type = data.document_type
    agreement.title_uk = data.title_uk.strip()
    agreement.title_en = data.title_en.strip()
    agreement.kinds = sorted(set(data.kinds))
    agreement.spheres = sorted(set(data.spheres))
    agreement.term_kind = data.term.kind
    with_years = data.term.kind in {TermKind.YEARS, TermKind.AUTO_RENEWAL}
    agreement.term_years = data.term.years if with_years else None
    agreement.term_until = data.term.until if data.term.kind == TermKind.UNTIL else None
    agreement.council_decision_number = tidy_number(data.council_decision_number)
    agreement.council_decision_date = data.council_decision_date
    agreement.amends_id = data.amends_id


def add_agreement(partnership_id: int, *, actor: "User", data: AgreementInput) -> Agreement:
    """Add a further agreement (or an amendment) to a partnership."""
    with transaction.atomic(), acting(actor, "add_agreement"):
        partnership = lock(Partnership, partnership_id, expected_version=None)
        can_add(actor, partnership).require()
        _require(agreement_problems(data) + amends_problems(partnership, data))
        # The partnership may have been checked already; the new agreement is open until it is filed.
        state = ContentState.FOLLOWS if partnership.status in EDITABLE_STATUSES else ContentState.OPEN
        agreement = Agreement(partnership=partnership, content_state=state)
        apply_content(agreement, data)
        agreement.save()
        save_version(partnership, ())
        refresh_records([partnership.pk])
    return agreement


def update_agreement(
    agreement_id: int, *, actor: "User", expected_version: int | None, data: AgreementInput
) -> Agreement:
    """Replace the content of an agreement that is open for editing."""
    with transaction.atomic(), acting(actor, "edit"):
        # Partnership before agreement, as everywhere: two orders of locking would be a deadlock.
        partnership = lock_partnership_of(agreement_id)
        agreement = lock(Agreement, agreement_id, expected_version=expected_version)
        can_edit_agreement(actor, agreement).require()
        _require(content_problems(agreement, data))
        apply_content(agreement, data)
        agreement.version += 1
        agreement.save()
        save_version(partnership, ())
        refresh_records([partnership.pk])
    return agreement


def lock_partnership_of(agreement_id: int) -> Partnership:
    """Lock the partnership of an agreement; raises ``NotVisible`` when there is none."""
    partnership_id = (
        Agreement.objects.filter(pk=agreement_id).values_list("partnership_id", flat=True).first()
    )
    return lock(Partnership, partnership_id or 0, expected_version=None)


def touch(partnership_id: int) -> None:
    """Mark a partnership as changed for readers that ask for changes; its version stays."""
    Partnership.objects.filter(pk=partnership_id).update(updated_at=timezone.now())


def set_content_state(agreement: Agreement, state: ContentState) -> None:
    """Open or lock the content of an agreement; part of a step of its case, in that transaction."""
    agreement.content_state = state
    save_version(agreement, ["content_state"])


def record_signing(agreement: Agreement, signed: PartialDate, place: str, *, online: bool) -> None:
    """Write date and place of signing; part of a step of its case, already checked there."""
    agreement.signed_on, agreement.signed_precision = signed.date, signed.precision
    agreement.signed_place, agreement.signed_online = place.strip(), online
    save_version(agreement, SIGNING_FIELDS)


def record_termination(agreement: Agreement, on: date) -> None:
    """Write the day from which the agreement is no longer in force."""
    agreement.terminated_on = on
    save_version(agreement, ["terminated_on"])


def content_problems(agreement: Agreement, data: AgreementInput) -> list[FieldProblem]:
    """Check new content of an existing agreement, also against its signing and its siblings."""
    problems = agreement_problems(data, signed_on=agreement.signed_on)
    return problems + amends_problems(agreement.partnership, data, but=agreement.pk)


def amends_problems(partnership: Partnership, data: AgreementInput, *, but: int = 0) -> list[FieldProblem]:
    """Check that what is amended belongs to the same partnership and is not the agreement itself."""
    if data.amends_id is None or partnership.agreements.exclude(pk=but).filter(pk=data.amends_id).exists():
        return []
    detail = _("The amended agreement belongs to another partnership.")
    return [FieldProblem("agreement.amends", "unknown", detail)]


def _require(problems: list[FieldProblem]) -> None:
    if problems:
        raise RuleViolated(problems)
