"""The Ministry's life cycle of a case, as data."""

from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from common.life_cycle import LifeCycle, Transition
from registration.choices import CaseReason, CaseStatus

S = CaseStatus
MINISTRY = frozenset({Role.MINISTRY})
OFFICIAL = frozenset({Role.OFFICIAL})

CASE_LIFE_CYCLE = LifeCycle(
    "registration case",
    statuses=CaseStatus,
    # A transferred entry comes into being registered: the previous register did the work.
    initial=[S.FILED, S.REGISTERED],
    reason_codes=CaseReason,
    verb_prefix="case:",
    transitions=[
        Transition(
            "accept",
            sources=frozenset({S.FILED}),
            target=S.IN_REVIEW,
            roles=MINISTRY,
            label=_("Accept for review"),
            done=_("accepted for review"),
        ),
        Transition(
            "return",
            sources=frozenset({S.IN_REVIEW}),
            target=S.RETURNED,
            roles=MINISTRY,
            label=_("Return for revision"),
            done=_("returned for revision"),
            needs_reason=True,
            tone="warning",
        ),
        Transition(
            "refile",
            sources=frozenset({S.RETURNED}),
            target=S.FILED,
            roles=OFFICIAL,
            label=_("File the corrected draft"),
            done=_("corrected draft filed again"),
        ),
        Transition(
            "refuse",
            sources=frozenset({S.IN_REVIEW}),
            target=S.REFUSED,
            roles=MINISTRY,
            label=_("Refuse clearance"),
            done=_("clearance refused"),
            needs_reason=True,
            tone="danger",
        ),
        Transition(
            "clear",
            sources=frozenset({S.IN_REVIEW}),
            target=S.CLEARED,
            roles=MINISTRY,
            label=_("Clear by order"),
            done=_("cleared by order"),
            tone="success",
            fields=("order_number", "order_date", "signer"),
        ),
        Transition(
            "submit-signed",
            sources=frozenset({S.CLEARED, S.REGISTRATION_RETURNED}),
            target=S.REGISTRATION_FILED,
            roles=OFFICIAL,
            label=_("Record the signing and file for registration"),
            done=_("signing recorded, filed for registration"),
            fields=("signed", "signed_place", "signed_online"),
        ),
        Transition(
            "register",
            sources=frozenset({S.REGISTRATION_FILED}),
            target=S.REGISTERED,
            roles=MINISTRY,
            label=_("Register"),
            done=_("registered"),
            tone="success",
            fields=("number", "registered_on"),
        ),
        Transition(
            "return-registration",
            sources=frozenset({S.REGISTRATION_FILED}),
            target=S.REGISTRATION_RETURNED,
            roles=MINISTRY,
            label=_("Return the registration filing for revision"),
            done=_("registration filing returned for revision"),
            needs_reason=True,
            tone="warning",
        ),
        Transition(
            "refuse-registration",
            sources=frozenset({S.REGISTRATION_FILED}),
            target=S.REGISTRATION_REFUSED,
            roles=MINISTRY,
            label=_("Refuse registration"),
            done=_("registration refused"),
            needs_reason=True,
            tone="danger",
        ),
        Transition(
            "withdraw",
            sources=frozenset(
                {S.FILED, S.IN_REVIEW, S.RETURNED, S.CLEARED, S.REGISTRATION_FILED, S.REGISTRATION_RETURNED}
            ),
            target=S.WITHDRAWN,
            roles=OFFICIAL,
            label=_("Withdraw the filing"),
            done=_("filing withdrawn"),
            tone="danger",
        ),
        Transition(
            "terminate",
            sources=frozenset({S.REGISTERED}),
            target=S.TERMINATED,
            roles=frozenset({Role.OFFICIAL, Role.MINISTRY}),
            label=_("Record the termination"),
            done=_("terminated"),
            tone="danger",
            fields=("act_kind", "act_number", "act_date"),
        ),
    ],
)
