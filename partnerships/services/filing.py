"""Filing a partnership and correcting it while it is open."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.selectors import active_community_ids
from common.acting import acting
from common.errors import FieldProblem, NotAllowed, RuleViolated
from common.transition_executor import lock, save_version
from communities.models import Community, ForeignMunicipality
from partnerships.choices import Side
from partnerships.contacts import contact_problems
from partnerships.inputs import AgreementInput, PartnershipInput
from partnerships.models import Agreement, Partnership
from partnerships.policies import NOT_YOUR_COMMUNITY, can_edit_agreement, can_edit_partnership, can_file
from partnerships.records.refresh import refresh_records
from partnerships.rules import agreement_problems, happened_problems, party_shape_problems
from partnerships.services.agreements import amends_problems, apply_content, content_problems
from partnerships.services.numbers import next_code
from partnerships.services.parties import (
    find_communities,
    find_municipalities,
    repeated_problems,
    replace_parties,
)

if TYPE_CHECKING:
    from accounts.models import User

COMMUNITY_PATH = "community_parties"
FOREIGN_PATH = "foreign_parties"


@dataclass
class _Checked:
    """A checked filing: everything named has been found."""

    communities: list[Community] | None
    municipalities: list[ForeignMunicipality] | None


def file_partnership(*, actor: "User", data: PartnershipInput) -> Partnership:
    """Create a draft of a partnership with its parties and, when given, its first agreement.

    Raises ``NotAllowed`` for people who act for none of the communities, ``RuleViolated`` with all
    problems at once.
    """
    can_file(actor).require()
    with transaction.atomic(), acting(actor, "create"):
        checked = _check(actor, data, creating=True)
        partnership = Partnership.objects.create(
            code=next_code("partnership", "PB"), responsible=actor, **_own_fields(data)
        )
        _write_parties(partnership, data, checked)
        if data.agreement:
            _write_agreement(actor, partnership, data.agreement)
        refresh_records([partnership.pk])
    return partnership


def update_partnership(
    partnership_id: int, *, actor: "User", expected_version: int | None, data: PartnershipInput
) -> Partnership:
    """Change a partnership that is open for editing, and the content of its only agreement.

    Raises ``StaleVersion``, ``NotAllowed`` or ``RuleViolated``; nothing is written then.
    """
    with transaction.atomic(), acting(actor, "edit"):
        partnership = lock(Partnership, partnership_id, expected_version=expected_version)
        if _touches_partnership(data):
            can_edit_partnership(actor, partnership).require()
        checked = _check(actor, data, creating=False)
        if data.agreement:
            _write_agreement(actor, partnership, data.agreement)
        fields = _own_fields(data)
        for name, value in fields.items():
            setattr(partnership, name, value)
        _write_parties(partnership, data, checked)
        save_version(partnership, fields)
        refresh_records([partnership.pk])
    return partnership


def _touches_partnership(data: PartnershipInput) -> bool:
    """Whether anything beyond the agreement is to change: a return by the Ministry opens only that."""
    parts = (data.community_parties, data.foreign_parties, data.started, data.summary_uk, data.summary_en)
    return data.clear_started or data.agreement is None or any(part is not None for part in parts)


def _check(actor: "User", data: PartnershipInput, *, creating: bool) -> _Checked:
    problems: list[FieldProblem] = []
    communities, municipalities = None, None
    if creating or data.community_parties is not None:
        parties = data.community_parties or ()
        problems += party_shape_problems(COMMUNITY_PATH, parties)
        communities, found_problems = find_communities(parties, COMMUNITY_PATH)
        problems += found_problems + repeated_problems(COMMUNITY_PATH, parties, communities)
    if creating or data.foreign_parties is not None:
        parties = data.foreign_parties or ()
        problems += party_shape_problems(FOREIGN_PATH, parties)
        municipalities, found_problems = find_municipalities(parties, FOREIGN_PATH, actor=actor)
        problems += found_problems + repeated_problems(FOREIGN_PATH, parties, municipalities)
    problems += happened_problems("started", data.started)
    problems += contact_problems(
        [("summary_uk", data.summary_uk or ""), ("summary_en", data.summary_en or "")]
    )
    if data.agreement:
        problems += agreement_problems(data.agreement)
    if problems:
        raise RuleViolated(problems)
    if communities is not None:
        require_own(actor, communities)
    return _Checked(communities, municipalities)


def require_own(actor: "User", communities: list[Community]) -> None:
    """Raise ``NotAllowed`` when the person acts for none of these communities."""
    own = set(active_community_ids(actor))
    if not any(community.pk in own for community in communities):
        raise NotAllowed(NOT_YOUR_COMMUNITY.reason)


def _own_fields(data: PartnershipInput) -> dict[str, object]:
    fields: dict[str, object] = {}
    if data.started:
        fields |= {"started_on": data.started.date, "started_precision": data.started.precision}
    elif data.clear_started:
        fields |= {"started_on": None, "started_precision": ""}
    if data.summary_uk is not None:
        fields["summary_uk"] = data.summary_uk
    if data.summary_en is not None:
        fields["summary_en"] = data.summary_en
    return fields


def _write_parties(partnership: Partnership, data: PartnershipInput, checked: _Checked) -> None:
    if checked.communities is not None:
        replace_parties(partnership, Side.UKRAINIAN, checked.communities, data.community_parties or ())
    if checked.municipalities is not None:
        replace_parties(partnership, Side.FOREIGN, checked.municipalities, data.foreign_parties or ())


def _write_agreement(actor: "User", partnership: Partnership, content: AgreementInput) -> None:
    """Change the only agreement of a partnership, or add its first one."""
    agreements = list(partnership.agreements.select_for_update())
    if len(agreements) > 1:
        detail = _("This partnership has several agreements: change each one separately.")
        raise RuleViolated([FieldProblem("agreement", "several", detail)])
    agreement = agreements[0] if agreements else Agreement(partnership=partnership)
    agreement.partnership = partnership
    if agreement.pk:
        can_edit_agreement(actor, agreement).require()
        problems = content_problems(agreement, content)
        agreement.version += 1
    else:
        can_edit_partnership(actor, partnership).require()
        problems = amends_problems(partnership, content)
    if problems:
        raise RuleViolated(problems)
    apply_content(agreement, content)
    agreement.save()
