"""Who may do what with a partnership. Each answer carries the reason a person can read."""

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from accounts.selectors import active_community_ids, communities_apart_from
from common.life_cycle import Transition, open_until
from common.policies import ALLOWED, Decision
from partnerships.choices import ContentState, PartnershipStatus
from partnerships.transitions import PARTNERSHIP_LIFE_CYCLE

if TYPE_CHECKING:
    from partnerships.models import Agreement, Partnership

SIGN_IN_FIRST = Decision(False, _("You must sign in first."))
NOT_YOUR_ROLE = Decision(False, _("Your role cannot take this step."))
NOT_YOUR_COMMUNITY = Decision(False, _("You do not act for any community of this partnership."))
OWN_FILING = Decision(
    False, _("You have filed this yourself or are responsible for it. Somebody else has to decide.")
)
OWN_COMMUNITY = Decision(
    False,
    _("You act or have recently acted for a community that is a party to this. Somebody else has to decide."),
)
NOT_APART = _("This person has filed it or acts for a party to it. Choose somebody else.")
OFFICIALS_ONLY = Decision(False, _("Only officials of the community can do this."))
NO_COMMUNITY = Decision(
    False, _("You do not act for any community today. Ask the Association for an invitation.")
)
CLOSED_FOR_EDITING = Decision(
    False,
    _("You can edit the partnership only while it is a draft or after it has been returned for revision."),
)
WITH_MINISTRY = Decision(
    False, _("The agreement is with the Ministry. You can edit it only if the Ministry returns it.")
)

NOT_YOUR_STEP = Decision(False, _("Only the person who took this step can undo it."))

EDITABLE_STATUSES = frozenset({PartnershipStatus.DRAFT, PartnershipStatus.RETURNED})
# A record that has not left its community may go; a transferred one has never been a draft.
DELETABLE_STATUSES = frozenset({PartnershipStatus.DRAFT, PartnershipStatus.WITHDRAWN})
CLOSED_STATUSES = frozenset(
    {PartnershipStatus.REJECTED, PartnershipStatus.WITHDRAWN, PartnershipStatus.ENDED}
)


def can_file(user: Any) -> Decision:
    """Whether a person may file partnerships at all; for which communities is checked with the parties."""
    if not user.is_authenticated:
        return SIGN_IN_FIRST
    if user.role != Role.OFFICIAL:
        return OFFICIALS_ONLY
    return ALLOWED if active_community_ids(user) else NO_COMMUNITY


def acts_for(user: Any, partnership: "Partnership") -> Decision:
    """Whether a person is an official of one of the partnership's communities today."""
    if not user.is_authenticated:
        return SIGN_IN_FIRST
    if user.role != Role.OFFICIAL:
        return OFFICIALS_ONLY
    communities = active_community_ids(user)
    if any(party.community_id in communities for party in partnership.parties.all() if party.community_id):
        return ALLOWED
    return NOT_YOUR_COMMUNITY


def decides_apart(user: Any, partnership: "Partnership", *filed_by: int | None) -> Decision:
    """Whether a person of a desk has filed none of this: nobody decides on their own or their community's filing."""
    if user.pk in {partnership.responsible_id, partnership.submitted_by_id, *filed_by}:
        return OWN_FILING
    communities = communities_apart_from(user)
    if communities and any(party.community_id in communities for party in partnership.parties.all()):
        return OWN_COMMUNITY
    return ALLOWED


def can_take_step(user: Any, partnership: "Partnership", transition: Transition) -> Decision:
    """Whether this person's role may take a step: officials for their community, desks for none of their own."""
    if not user.is_authenticated:
        return SIGN_IN_FIRST
    if user.role not in transition.roles:
        return NOT_YOUR_ROLE
    decision = _may_act(user, partnership)
    if decision and not transition.target and partnership.stepped_by_id != user.pk:
        return NOT_YOUR_STEP
    return decision


def _may_act(user: Any, partnership: "Partnership") -> Decision:
    return acts_for(user, partnership) if user.role == Role.OFFICIAL else decides_apart(user, partnership)


def can_edit_partnership(user: Any, partnership: "Partnership") -> Decision:
    """Whether parties, beginning and summary may be changed by this person now."""
    decision = acts_for(user, partnership)
    if not decision:
        return decision
    if partnership.status not in EDITABLE_STATUSES:
        return CLOSED_FOR_EDITING
    if any(agreement.content_state == ContentState.LOCKED for agreement in partnership.agreements.all()):
        return WITH_MINISTRY
    return ALLOWED


def can_edit_agreement(user: Any, agreement: "Agreement") -> Decision:
    """Whether the content of an agreement may be changed by this person now."""
    decision = acts_for(user, agreement.partnership)
    if not decision:
        return decision
    if agreement.content_state == ContentState.LOCKED:
        return WITH_MINISTRY
    if (
        agreement.content_state == ContentState.FOLLOWS
        and agreement.partnership.status not in EDITABLE_STATUSES
    ):
        return CLOSED_FOR_EDITING
    return ALLOWED


def can_delete_draft(user: Any, partnership: "Partnership") -> Decision:
    """Whether this person may remove the record as if it had never been; its state is a matter of the service."""
    return acts_for(user, partnership)


def can_add(user: Any, partnership: "Partnership") -> Decision:
    """Whether this person may add agreements, documents and activities."""
    decision = acts_for(user, partnership)
    if decision and partnership.status in CLOSED_STATUSES:
        return Decision(False, _("The partnership is closed. You cannot add anything."))
    return decision


def can_attach(user: Any, partnership: "Partnership", agreement: "Agreement | None") -> Decision:
    """Whether this person may add a file to a partnership, or to one of its agreements.

    An agreement that has gone its own way with the Ministry takes papers also after the partnership is
    closed: the two life cycles are independent, and the Ministry asks for the scan of what was signed.
    """
    if agreement is not None and agreement.content_state != ContentState.FOLLOWS:
        return acts_for(user, partnership)
    return can_add(user, partnership)


def can_attach_something(user: Any, partnership: "Partnership") -> Decision:
    """Whether this person may add a file at all; asked before it is known what the file belongs to."""
    decision = can_add(user, partnership)
    if decision:
        return decision
    found = (can_attach(user, partnership, agreement) for agreement in partnership.agreements.all())
    return next((other for other in found if other), decision)


def can_assign_review(user: Any) -> Decision:
    """The Association says who of it checks a filing."""
    if not user.is_authenticated:
        return SIGN_IN_FIRST
    return ALLOWED if user.role == Role.ASSOCIATION else NOT_YOUR_ROLE


def can_say_who_helped(user: Any) -> Decision:
    """The Association keeps who helped to set partnerships up."""
    if not user.is_authenticated:
        return SIGN_IN_FIRST
    return ALLOWED if user.role == Role.ASSOCIATION else NOT_YOUR_ROLE


def can_merge(user: Any) -> Decision:
    """The Association makes two records of one partnership one."""
    if not user.is_authenticated:
        return SIGN_IN_FIRST
    return ALLOWED if user.role == Role.ASSOCIATION else NOT_YOUR_ROLE


def can_comment(user: Any, partnership: "Partnership") -> Decision:
    """Officials of its communities and the two desks may write comments."""
    if user.is_authenticated and user.role in {Role.ASSOCIATION, Role.MINISTRY}:
        return ALLOWED
    return acts_for(user, partnership)


def can_read_file_content(user: Any, partnership: "Partnership") -> Decision:
    """Whether non-public parts (documents, comments, timeline with names) are open to this person."""
    if not user.is_authenticated:
        return SIGN_IN_FIRST
    if user.role != Role.OFFICIAL:
        return ALLOWED
    return acts_for(user, partnership)


def available_steps(user: Any, partnership: "Partnership") -> list[Transition]:
    """The declared steps of the current status that this person may take; asks the database once."""
    if not user.is_authenticated:
        return []
    leaving = [step for step in PARTNERSHIP_LIFE_CYCLE.leaving(partnership.status) if user.role in step.roles]
    leaving += _taking_back(user, partnership)
    return leaving if leaving and _may_act(user, partnership) else []


def _taking_back(user: Any, partnership: "Partnership") -> list[Transition]:
    """The step that takes the last one back, for whoever took it and as long as there is time."""
    step, until = PARTNERSHIP_LIFE_CYCLE.take_back, partnership.take_back_until
    if step is None or until is None or partnership.stepped_by_id != user.pk or timezone.now() >= until:
        return []
    return [open_until(step, until)]
