"""The Ministry's life cycle of a case, as data."""

from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from common.life_cycle import LifeCycle, Transition
from registration.choices import CaseReason, CaseStatus

S = CaseStatus
R = CaseReason
MINISTRY = frozenset({Role.MINISTRY})
OFFICIAL = frozenset({Role.OFFICIAL})
# What may be wrong with a draft, and what with a signed agreement whose draft was cleared.
OF_DRAFT = tuple(
    reason for reason in CaseReason.values if reason not in {R.DIFFERS_FROM_CLEARED, R.SIGNING_DETAILS}
)
OF_SIGNING = (
    R.INCOMPLETE, R.WRONG_PARTY, R.BLOCKED_PARTY, R.DIFFERS_FROM_CLEARED, R.SIGNING_DETAILS, R.OTHER
)  # fmt: skip

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
            reasons=OF_DRAFT,
            tone="warning",
        ),
        Transition(
            "refile",
            sources=frozenset({S.RETURNED}),
            target=S.FILED,
            roles=OFFICIAL,
            label=_("File the corrected draft"),
            done=_("corrected draft filed again"),
            fields=("answers",),
        ),
        Transition(
            "refuse",
            sources=frozenset({S.IN_REVIEW}),
            target=S.REFUSED,
            roles=MINISTRY,
            label=_("Refuse clearance"),
            done=_("clearance refused"),
            consequences=_(
                "The case is closed and the officials are told. If the draft can be corrected, return it instead. "
                "Otherwise they can only file it again as a new case."
            ),
            needs_reason=True,
            reasons=OF_DRAFT,
            tone="danger",
        ),
        Transition(
            "clear",
            sources=frozenset({S.IN_REVIEW}),
            target=S.CLEARED,
            roles=MINISTRY,
            label=_("Clear by order"),
            done=_("cleared by order"),
            consequences=_(
                "The draft counts as cleared by this order. The officials are told at once and can sign the agreement. "
                "Only a further act of the Ministry can annul the clearance."
            ),
            tone="success",
            fields=("order_number", "order_date", "signer"),
        ),
        Transition(
            "annul-clearance",
            sources=frozenset({S.CLEARED}),
            target=S.IN_REVIEW,
            roles=MINISTRY,
            label=_("Annul the clearance"),
            done=_("clearance annulled"),
            consequences=_(
                "The draft is under review again, and the parties must not sign it. The order stays in the history, "
                "and the annulment is added to the register of legal acts for good. The officials are told at once."
            ),
            needs_reason=True,
            tone="danger",
        ),
        Transition(
            "submit-signed",
            sources=frozenset({S.CLEARED, S.REGISTRATION_RETURNED}),
            target=S.REGISTRATION_FILED,
            roles=OFFICIAL,
            label=_("Record the signing and file for registration"),
            done=_("signing recorded, filed for registration"),
            consequences=_(
                "Date and place go to the Ministry as they stand here. You can correct them only if it returns the "
                "filing."
            ),
            fields=("signed", "signed_place", "signed_online", "answers"),
        ),
        Transition(
            "register",
            sources=frozenset({S.REGISTRATION_FILED}),
            target=S.REGISTERED,
            roles=MINISTRY,
            label=_("Register"),
            done=_("registered"),
            consequences=_(
                "The agreement is entered in the public list of registered agreements. An entry is never deleted; a "
                "mistake can only be mended by a correction that everybody sees."
            ),
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
            reasons=OF_SIGNING,
            tone="warning",
        ),
        Transition(
            "refuse-registration",
            sources=frozenset({S.REGISTRATION_FILED}),
            target=S.REGISTRATION_REFUSED,
            roles=MINISTRY,
            label=_("Refuse registration"),
            done=_("registration refused"),
            consequences=_(
                "The case is closed without an entry in the register. If the filing can be corrected, return it "
                "instead."
            ),
            needs_reason=True,
            reasons=OF_SIGNING,
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
            consequences=_(
                "The Ministry stops its work on this filing. You can file the draft again later as a new case."
            ),
            tone="danger",
        ),
        Transition(
            "terminate",
            sources=frozenset({S.REGISTERED}),
            target=S.TERMINATED,
            roles=frozenset({Role.OFFICIAL, Role.MINISTRY}),
            label=_("Record the termination"),
            done=_("terminated"),
            consequences=_(
                "From the date of the act the agreement is no longer in force. Its entry stays in the list of "
                "registered agreements."
            ),
            tone="danger",
            fields=("act_kind", "act_number", "act_date"),
        ),
    ],
)
