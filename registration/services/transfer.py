"""Agreements transferred from the previous (cross-border) register."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from accounts.selectors import communities_apart_from
from common.acting import acting
from common.confirmation import require_confirmed
from common.errors import FieldProblem, NotAllowed, Question, RuleViolated
from common.paper_numbers import is_doubtful_number, tidy_number
from common.partial_dates import PartialDate
from common.stored_files import atomic_with_files
from partnerships.choices import ContentState, DocumentKind, Origin, PartnershipStatus, Side
from partnerships.contacts import contact_problems
from partnerships.inputs import AgreementInput, PartyInput
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
from partnerships.services.agreements import apply_content
from partnerships.services.documents import attach_to_agreement, checked_file
from partnerships.services.numbers import next_code
from partnerships.services.parties import (
    find_communities,
    find_municipalities,
    repeated_problems,
    replace_parties,
)
from registration.choices import CaseStatus, EntryOrigin
from registration.models import RegisterEntry, RegistrationCase
from registration.policies import can_work_as_ministry
from registration.rules import registration_date_problems, registration_number_problems
from registration.services.registering import enter, taken_problems

if TYPE_CHECKING:
    from accounts.models import User


def transfer_entry(
    *,
    actor: "User",
    community_parties: tuple[PartyInput, ...],
    foreign_parties: tuple[PartyInput, ...],
    agreement: AgreementInput,
    signed: PartialDate | None,
    signed_place: str,
    number: str,
    registered_on: date,
    signed_online: bool = False,
    upload: UploadedFile | None = None,
    confirm: Collection[str] = (),
) -> RegisterEntry:
    """Enter an agreement that the previous register held: registered, without an order, often without a term.

    ``upload`` is the scan of the signed agreement, stored with it. Nobody of the Association has checked the
    partnership that comes into being. The number stays as the previous register has it, also when it mixes two
    alphabets: then it asks.

    Raises ``RuleViolated`` with all problems at once, or ``ConfirmationNeeded``.
    """
    can_work_as_ministry(actor).require()
    scan = checked_file(upload) if upload else None
    with atomic_with_files(), acting(actor, "transfer"):
        problems = party_shape_problems("community_parties", community_parties)
        problems += party_shape_problems("foreign_parties", foreign_parties)
        communities, community_problems = find_communities(community_parties, "community_parties")
        municipalities, foreign_problems = find_municipalities(
            foreign_parties, "foreign_parties", actor=actor
        )
        problems += community_problems + foreign_problems
        problems += repeated_problems("community_parties", community_parties, communities)
        problems += repeated_problems("foreign_parties", foreign_parties, municipalities)
        problems += agreement_problems(agreement, signed_on=signed.date if signed else None)
        number = tidy_number(number)
        problems += _entry_problems(number, registered_on, signed)
        problems += contact_problems([("signed_place", signed_place)]) + (scan.problems if scan else [])
        if problems:
            raise RuleViolated(problems)
        if {community.pk for community in communities or ()} & set(communities_apart_from(actor)):
            raise NotAllowed(OWN_COMMUNITY.reason)
        partnership = _transferred_partnership()
        replace_parties(partnership, Side.UKRAINIAN, communities, community_parties)
        replace_parties(partnership, Side.FOREIGN, municipalities, foreign_parties)
        require_confirmed(_questions(partnership, number), confirm)
        row = _signed_agreement(partnership, agreement, signed, signed_place, online=signed_online)
        if scan:
            attach_to_agreement(row, scan, DocumentKind.SIGNED_SCAN, actor=actor)
        case = RegistrationCase.objects.create(
            number=next_code("case", "RC"),
            agreement=row,
            status=CaseStatus.REGISTERED,
            origin=EntryOrigin.TRANSFERRED,
        )
        entry = enter(case, number=number, registered_on=registered_on, origin=EntryOrigin.TRANSFERRED)
        refresh_records([partnership.pk])
    return entry


def _transferred_partnership() -> Partnership:
    return Partnership.objects.create(
        code=next_code("partnership", "PB"), status=PartnershipStatus.TRANSFERRED, origin=Origin.TRANSFERRED
    )


def _signed_agreement(
    partnership: Partnership,
    content: AgreementInput,
    signed: PartialDate | None,
    place: str,
    *,
    online: bool,
) -> Agreement:
    agreement = Agreement(
        partnership=partnership,
        content_state=ContentState.LOCKED,
        signed_place=place.strip(),
        signed_online=online,
    )
    if signed:
        agreement.signed_on, agreement.signed_precision = signed.date, signed.precision
    apply_content(agreement, content)
    agreement.save()
    return agreement


def _questions(partnership: Partnership, number: str) -> list[Question]:
    codes = same_parties(partnership).order_by("pk").values_list("code", flat=True)
    questions = same_parties_question(codes)
    if is_doubtful_number(number):
        detail = _(
            "The number mixes alphabets, or has a letter where a digit should be. It is written so there."
        )
        questions.append(Question("mixed_scripts", detail))
    return questions


def _entry_problems(number: str, registered_on: date, signed: PartialDate | None) -> list[FieldProblem]:
    problems = registration_number_problems(number) + taken_problems(number)
    if not number:
        problems.append(FieldProblem("number", "required", _("Enter the number in the previous register.")))
    if signed:
        problems += signing_date_problems(signed)
    return problems + registration_date_problems(registered_on, signed)
