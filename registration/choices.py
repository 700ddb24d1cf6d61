"""The vocabularies of clearance and registration (law 3668-IX, Cabinet resolution 357 of 28.03.2025)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CaseStatus(models.TextChoices):
    """Where an agreement stands with the Ministry."""

    FILED = "filed", _("Draft filed with the Ministry")
    IN_REVIEW = "in_review", _("Under review by the Ministry")
    RETURNED = "returned", _("Draft returned for revision")
    REFUSED = "refused", _("Clearance refused")
    CLEARED = "cleared", _("Cleared")
    REGISTRATION_FILED = "registration_filed", _("Filed for registration")
    REGISTRATION_RETURNED = "registration_returned", _("Registration filing returned")
    REGISTRATION_REFUSED = "registration_refused", _("Registration refused")
    REGISTERED = "registered", _("Registered")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    TERMINATED = "terminated", _("Terminated")


CLOSED_STATUSES = (
    CaseStatus.REFUSED,
    CaseStatus.REGISTRATION_REFUSED,
    CaseStatus.WITHDRAWN,
    CaseStatus.TERMINATED,
)
# The Ministry has issued its order for these (an old, transferred entry has none all the same).
AFTER_CLEARANCE = (
    CaseStatus.CLEARED,
    CaseStatus.REGISTRATION_FILED,
    CaseStatus.REGISTRATION_RETURNED,
    CaseStatus.REGISTRATION_REFUSED,
    CaseStatus.REGISTERED,
    CaseStatus.TERMINATED,
)


class EntryOrigin(models.TextChoices):
    """How an agreement came into the list."""

    REGISTERED = "registered", _("Registered by the Ministry")
    TRANSFERRED = "transferred", _("Transferred from the previous register")


class ActKind(models.TextChoices):
    """A legal act of the Ministry or of the parties, of which the register is made."""

    REGISTRATION = "registration", _("Registration")
    TRANSFER = "transfer", _("Transfer of an earlier entry")
    AMENDMENT = "amendment", _("Registration of an amendment")
    TERMINATION = "termination", _("Termination")
    CORRECTION = "correction", _("Correction")
    ANNULMENT = "annulment", _("Annulment of the clearance")


class Authority(models.TextChoices):
    """Who gives an opinion on a draft."""

    JUSTICE = "justice", _("Ministry of Justice")
    FOREIGN_AFFAIRS = "foreign_affairs", _("Ministry of Foreign Affairs")


class Conclusion(models.TextChoices):
    """What an opinion says."""

    POSITIVE = "positive", _("No remarks")
    REMARKS = "remarks", _("With remarks")
    NEGATIVE = "negative", _("Negative")


class TerminationAct(models.TextChoices):
    """The act that ends an agreement."""

    COUNCIL_DECISION = "council_decision", _("Council decision")
    MAYOR_ORDER = "mayor_order", _("Mayor’s order")
    OTHER = "other", _("Other act")


class CaseReason(models.TextChoices):
    """Coded reasons of the Ministry for a return or a refusal (the resolution's grounds are not published)."""

    INCOMPLETE = "incomplete", _("Information or documents are missing")
    CONSTITUTION = "constitution", _("The draft does not conform to the Constitution or a law")
    FOREIGN_POLICY = "foreign_policy", _("Remarks of the Ministry of Foreign Affairs")
    OUTSIDE_POWERS = "outside_powers", _("The subject is outside the powers of the parties")
    WRONG_PARTY = "wrong_party", _("A party is named incorrectly or does not have the necessary powers")
    BLOCKED_PARTY = "blocked_party", _("A party is from an aggressor state")
    WRONG_KIND = "wrong_kind", _("The wrong kind of cooperation is chosen")
    UNCLEAR_TERM = "unclear_term", _("The term is missing or unclear")
    UNCLEAR_SPHERES = "unclear_spheres", _("The spheres of cooperation are too vague")
    DIFFERS_FROM_CLEARED = "differs_from_cleared", _("The signed text differs from the cleared draft")
    SIGNING_DETAILS = "signing_details", _("The date, the place or signatures are missing or unreadable")
    OTHER = "other", _("Other reason")
