"""Filing in steps: what is usable of a step is saved, the rest is told beside its field.

Unlike ``file_partnership``, nothing has to be complete here; completeness is asked for at submission.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.files.storage import Storage
from django.db import transaction
from django.utils.translation import gettext as _

from common.acting import acting
from common.errors import Conflict, FieldProblem, NotAllowed, RuleViolated
from common.partial_dates import PartialDate
from common.transition_executor import lock, save_version
from partnerships.choices import Side
from partnerships.contacts import contact_problems
from partnerships.inputs import AgreementInput, PartyInput
from partnerships.models import Agreement, FilingDraft, Partnership
from partnerships.policies import (
    DELETABLE_STATUSES,
    can_delete_draft,
    can_edit_agreement,
    can_edit_partnership,
    can_file,
)
from partnerships.records.refresh import refresh_records
from partnerships.rules import agreement_problems, happened_problems
from partnerships.services.agreements import apply_content, content_problems
from partnerships.services.filing import COMMUNITY_PATH, FOREIGN_PATH, require_own
from partnerships.services.numbers import next_code
from partnerships.services.parties import replace_parties
from partnerships.services.usable import Usable, usable_communities, usable_content, usable_municipalities

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class Saved:
    """The draft as it is now, and what of the input could not be taken over."""

    partnership: Partnership
    problems: list[FieldProblem] = field(default_factory=list)


@dataclass(frozen=True)
class ContentInput:
    """The second step: the partnership's own words and its only agreement.

    ``unreadable`` names the parts that could not be read at all: they stay as they are stored.
    """

    started: PartialDate | None
    summary_uk: str
    summary_en: str
    agreement: AgreementInput | None
    unreadable: frozenset[str] = frozenset()


def begin_filing(
    *,
    actor: "User",
    communities: tuple[PartyInput, ...],
    foreign: tuple[PartyInput, ...],
    token: UUID | None = None,
) -> Saved:
    """Make a draft as soon as it has a community of one's own; the foreign side may still be empty.

    Raises ``NotAllowed`` or, when no community of one's own is named, ``RuleViolated``.
    """
    can_file(actor).require()
    with transaction.atomic(), acting(actor, "create"):
        ours = _own_side(actor, communities)
        if not ours.territories:
            raise RuleViolated(ours.problems)
        theirs = usable_municipalities(foreign, FOREIGN_PATH, actor=actor)
        partnership = Partnership.objects.create(code=next_code("partnership", "PB"), responsible=actor)
        FilingDraft.objects.create(partnership=partnership, token=token, updated_by=actor)
        replace_parties(partnership, Side.UKRAINIAN, ours.territories, ours.parties)
        replace_parties(partnership, Side.FOREIGN, theirs.territories, theirs.parties)
        refresh_records([partnership.pk])
    return Saved(partnership, ours.problems + theirs.problems)


def save_parties(
    partnership_id: int,
    *,
    actor: "User",
    expected_version: int | None,
    communities: tuple[PartyInput, ...],
    foreign: tuple[PartyInput, ...],
) -> Saved:
    """Take over the usable parties; the Ukrainian side never loses its last own community.

    Raises ``StaleVersion`` or ``NotAllowed``.
    """
    with transaction.atomic(), acting(actor, "edit"):
        partnership = lock(Partnership, partnership_id, expected_version=expected_version)
        can_edit_partnership(actor, partnership).require()
        ours = _own_side(actor, communities)
        theirs = usable_municipalities(foreign, FOREIGN_PATH, actor=actor)
        if ours.territories:
            replace_parties(partnership, Side.UKRAINIAN, ours.territories, ours.parties)
        replace_parties(partnership, Side.FOREIGN, theirs.territories, theirs.parties)
        save_version(partnership, ())
        refresh_records([partnership.pk])
    return Saved(partnership, ours.problems + theirs.problems)


def save_content(
    partnership_id: int, *, actor: "User", expected_version: int | None, data: ContentInput
) -> Saved:
    """Take over the usable words, dates and choices. Raises ``StaleVersion`` or ``NotAllowed``."""
    with transaction.atomic(), acting(actor, "edit"):
        partnership = lock(Partnership, partnership_id, expected_version=expected_version)
        can_edit_partnership(actor, partnership).require()
        problems, names = _take_words(partnership, data)
        if data.agreement:
            problems += _take_agreement(actor, partnership, data.agreement, data.unreadable)
        save_version(partnership, names)
        refresh_records([partnership.pk])
    return Saved(partnership, problems)


def delete_draft(partnership_id: int, *, actor: "User", expected_version: int | None) -> None:
    """Remove a record that nobody but its community has ever seen, with all that belongs to it.

    The history keeps who removed what. Raises ``NotVisible``, ``StaleVersion``, ``NotAllowed``, or ``Conflict``
    for a record that was submitted, filed or transferred: it can only be withdrawn or ended.
    """
    with transaction.atomic(), acting(actor, "delete_draft"):
        partnership = lock(Partnership, partnership_id, expected_version=expected_version)
        can_delete_draft(actor, partnership).require()
        if not is_unsubmitted(partnership):
            raise Conflict(
                _("The record was submitted once, so it cannot be deleted. Withdraw it or record its end.")
            )
        files = list(partnership.documents.all()) + list(partnership.uploads.all())
        paths = {(file.file.storage, str(file.file.name)) for file in files}
        partnership.agreements.update(amends=None)
        partnership.delete()
        transaction.on_commit(partial(_delete_files, paths))


def is_unsubmitted(partnership: Partnership) -> bool:
    """Whether neither the Association nor the Ministry has ever been given this record."""
    if partnership.first_submitted_at or partnership.status not in DELETABLE_STATUSES:
        return False
    return not Agreement.objects.filter(partnership=partnership, cases__isnull=False).exists()


def _delete_files(paths: Iterable[tuple[Storage, str]]) -> None:
    for storage, path in paths:
        storage.delete(path)


def wrong_content(data: ContentInput) -> list[FieldProblem]:
    """What of the second step cannot be stored, as far as the input itself says so."""
    problems = _wrong_words(data)
    if data.agreement:
        problems += [problem for problem in agreement_problems(data.agreement) if not _is_missing(problem)]
    return problems


def _is_missing(problem: FieldProblem) -> bool:
    """A title that is not there yet is asked for when the filing is submitted."""
    return (problem.field, problem.code) == ("agreement.title_uk", "required")


def _own_side(actor: "User", parties: tuple[PartyInput, ...]) -> Usable:
    usable = usable_communities(parties, COMMUNITY_PATH)
    if not parties:
        detail = _("Add at least one party on this side.")
        usable.problems.append(FieldProblem(COMMUNITY_PATH, "required", detail))
    elif usable.territories:
        try:
            require_own(actor, usable.territories)
        except NotAllowed as error:
            problem = FieldProblem(COMMUNITY_PATH, error.code, error.detail)
            return Usable(problems=[*usable.problems, problem])
    return usable


def _wrong_words(data: ContentInput) -> list[FieldProblem]:
    problems = contact_problems([("summary_uk", data.summary_uk), ("summary_en", data.summary_en)])
    problems += happened_problems("started", data.started)
    return problems


def _take_words(partnership: Partnership, data: ContentInput) -> tuple[list[FieldProblem], list[str]]:
    names: list[str] = []
    problems = _wrong_words(data)
    left = data.unreadable | {problem.field for problem in problems}
    for name in {"summary_uk", "summary_en"} - left:
        setattr(partnership, name, getattr(data, name))
        names.append(name)
    if "started" not in left:
        partnership.started_on = data.started.date if data.started else None
        partnership.started_precision = data.started.precision if data.started else ""
        names += ["started_on", "started_precision"]
    return problems, names


def _take_agreement(
    actor: "User", partnership: Partnership, content: AgreementInput, unreadable: frozenset[str]
) -> list[FieldProblem]:
    """Change the only agreement, or begin the first one; several are edited one by one elsewhere."""
    agreements = list(partnership.agreements.select_for_update())
    if len(agreements) > 1:
        detail = _("This partnership has several agreements: change each one separately.")
        return [FieldProblem("agreement", "several", detail)]
    agreement = agreements[0] if agreements else Agreement(partnership=partnership)
    agreement.partnership = partnership
    if agreement.pk:
        can_edit_agreement(actor, agreement).require()
        agreement.version += 1
    problems = [problem for problem in content_problems(agreement, content) if not _is_missing(problem)]
    apply_content(agreement, usable_content(content, agreement, problems, unreadable))
    agreement.save()
    return problems
