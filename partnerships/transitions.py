"""The Association's life cycle of a partnership, as data."""

from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from common.life_cycle import LifeCycle, Transition
from partnerships.choices import GOING_ON_STATUSES, PartnershipReason, PartnershipStatus

S = PartnershipStatus
# What may be wrong with a filing, whether it can be mended or not.
OF_FILING = tuple(PartnershipReason.values)

PARTNERSHIP_LIFE_CYCLE = LifeCycle(
    "partnership",
    statuses=PartnershipStatus,
    # Nobody of the Association has checked what was transferred from the previous register.
    initial=[S.DRAFT, S.TRANSFERRED],
    reason_codes=PartnershipReason,
    transitions=[
        Transition(
            "submit",
            sources=frozenset({S.DRAFT, S.RETURNED}),
            target=S.SUBMITTED,
            roles=frozenset({Role.OFFICIAL}),
            label=_("Submit to the Association"),
            done=_("submitted to the Association"),
            fields=("answers",),
        ),
        Transition(
            "return",
            sources=frozenset({S.SUBMITTED}),
            target=S.RETURNED,
            roles=frozenset({Role.ASSOCIATION}),
            label=_("Return for revision"),
            done=_("returned for revision"),
            needs_reason=True,
            reasons=OF_FILING,
            tone="warning",
        ),
        Transition(
            "approve",
            sources=frozenset({S.SUBMITTED, S.TRANSFERRED}),
            target=S.APPROVED,
            roles=frozenset({Role.ASSOCIATION}),
            label=_("Mark as checked"),
            done=_("checked by the Association"),
            reversible=True,
            tone="success",
        ),
        Transition(
            "reject",
            sources=frozenset({S.SUBMITTED}),
            target=S.REJECTED,
            roles=frozenset({Role.ASSOCIATION}),
            label=_("Reject"),
            done=_("rejected"),
            needs_reason=True,
            reasons=OF_FILING,
            reversible=True,
            tone="danger",
        ),
        Transition(
            "withdraw",
            sources=frozenset({S.DRAFT, S.SUBMITTED, S.RETURNED}),
            target=S.WITHDRAWN,
            roles=frozenset({Role.OFFICIAL}),
            label=_("Withdraw"),
            done=_("withdrawn"),
            reversible=True,
            tone="danger",
        ),
        Transition(
            "end",
            sources=GOING_ON_STATUSES,
            target=S.ENDED,
            roles=frozenset({Role.OFFICIAL, Role.ASSOCIATION}),
            label=_("Record the end of the partnership"),
            done=_("ended"),
            needs_reason=True,
            reversible=True,
            tone="danger",
            fields=("ended_on",),
        ),
    ],
)
