"""The vocabularies of partnerships and agreements (codes: API contract; words: glossary of the field)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PartnershipStatus(models.TextChoices):
    """Where a partnership stands with the Association. Its check is no statutory act: never «погоджено»."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted to the Association")
    RETURNED = "returned", _("Returned for revision")
    APPROVED = "approved", _("Checked by the Association")
    TRANSFERRED = "transferred", _("Transferred from the previous register")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    ENDED = "ended", _("Ended")


# Counted apart from the ended ones, the approved ones are not all that is checked, and are not called so.
COUNTED_STATUSES = [
    (code, _("Checked, cooperation goes on") if code == PartnershipStatus.APPROVED else label)
    for code, label in PartnershipStatus.choices
]
# The partners cooperate, as far as anybody knows: agreements are filed, activities added.
GOING_ON_STATUSES = frozenset({PartnershipStatus.APPROVED, PartnershipStatus.TRANSFERRED})


class Origin(models.TextChoices):
    """Origin of the record."""

    FILED = "filed", _("Filed by the community")
    TRANSFERRED = "transferred", _("Transferred from the previous register")


class Helper(models.TextChoices):
    """Who helped the two sides to find each other and to set the partnership up."""

    ASSOCIATION = "association", _("Association of Ukrainian Cities")
    U_LEAD = "u_lead", _("U-LEAD with Europe")
    CITIES4CITIES = "cities4cities", _("Cities4Cities")
    COUNCIL_OF_EUROPE = "council_of_europe", _("Council of Europe")
    FOREIGN_ASSOCIATION = "foreign_association", _("Association of local authorities abroad")
    EMBASSY = "embassy", _("Embassy or consulate")
    STATE = "state", _("Ukrainian authority")
    DIASPORA = "diaspora", _("Ukrainian diaspora community")
    OTHER = "other", _("Somebody else")


class Side(models.TextChoices):
    """On which side of the agreement a party stands."""

    UKRAINIAN = "ukrainian", _("Ukrainian side")
    FOREIGN = "foreign", _("Foreign side")


class BodyKind(models.TextChoices):
    """The body that signs for a territory."""

    COUNCIL = "council", _("Council")
    EXECUTIVE_COMMITTEE = "executive_committee", _("Executive committee")
    RAION_COUNCIL = "raion_council", _("Raion council")
    OBLAST_COUNCIL = "oblast_council", _("Oblast council")
    STATE_ADMINISTRATION = "state_administration", _("State administration")
    MILITARY_ADMINISTRATION = "military_administration", _("Military administration")
    ASSOCIATION = "association", _("Association")
    OTHER = "other", _("Other body")


class DocumentType(models.TextChoices):
    """What the parties call their agreement."""

    AGREEMENT = "agreement", _("Agreement")
    FRAMEWORK_AGREEMENT = "framework_agreement", _("Framework agreement")
    TREATY = "treaty", _("Contract")
    MEMORANDUM = "memorandum", _("Memorandum")
    PROTOCOL = "protocol", _("Protocol")
    PROTOCOL_OF_INTENT = "protocol_of_intent", _("Protocol of intent")
    DECLARATION = "declaration", _("Declaration")
    LETTER_OF_INTENT = "letter_of_intent", _("Letter of intent")
    SOLIDARITY_AGREEMENT = "solidarity_agreement", _("Solidarity agreement")
    OTHER = "other", _("Other document")


class CooperationKind(models.TextChoices):
    """Kinds of cooperation under law 3668-IX; an agreement may have several."""

    INTERTERRITORIAL = "interterritorial", _("Interterritorial")
    CROSS_BORDER = "cross_border", _("Cross-border")
    TRANSNATIONAL = "transnational", _("Transnational")


class TermKind(models.TextChoices):
    """How long an agreement is to hold."""

    YEARS = "years", _("A number of years")
    UNTIL = "until", _("Until a date")
    OPEN_ENDED = "open_ended", _("Open-ended")
    AUTO_RENEWAL = "auto_renewal", _("With automatic renewal")
    UNKNOWN = "unknown", _("Not stated")


class ForceReason(models.TextChoices):
    """Why an agreement is in force on a day, is not, or why nobody can tell (see ``partnerships.validity``)."""

    IN_FORCE = "in_force", _("In force")
    NOT_SIGNED = "not_signed", _("Not signed yet")
    NOT_BEGUN = "not_begun", _("Signed later")
    EXPIRED = "expired", _("The term has ended")
    TERMINATED = "terminated", _("Terminated")
    NOT_REGISTERED = "not_registered", _("Not registered")
    SIGNED_DATE_UNKNOWN = "signed_date_unknown", _("The signing date is unknown")
    SIGNED_DATE_IMPRECISE = "signed_date_imprecise", _("Only the month or the year of signing is known")
    TERM_UNKNOWN = "term_unknown", _("The term is unknown")


class Sphere(models.TextChoices):
    """Spheres of cooperation: the vocabulary that recurs in the statutory list."""

    SCIENCE = "science", _("Science and technology")
    EDUCATION = "education", _("Education")
    HEALTH = "health", _("Health")
    CULTURE = "culture", _("Culture and arts")
    TOURISM = "tourism", _("Tourism")
    SPORT = "sport", _("Sport")
    YOUTH = "youth", _("Youth")
    SOCIAL = "social", _("Social protection and humanitarian aid")
    WASTE = "waste", _("Waste management")
    INDUSTRY = "industry", _("Industry")
    AGRICULTURE = "agriculture", _("Agriculture")
    TRANSPORT = "transport", _("Transport and logistics")
    TRADE = "trade", _("Trade")
    ENERGY = "energy", _("Energy")
    ENVIRONMENT = "environment", _("Environment and climate")
    INVESTMENT = "investment", _("Investment and business")
    EMERGENCIES = "emergencies", _("Emergencies and civil protection")
    DIGITAL = "digital", _("Digital services")
    GOVERNANCE = "governance", _("Local self-government and public administration")
    PLANNING = "planning", _("Urban planning and reconstruction")
    CROSS_BORDER = "cross_border", _("Cross-border cooperation")


class Inside(models.TextChoices):
    """What a file can hold beside its text; see ``partnerships.services.file_contents``."""

    PROGRAM = "program", _("a program (JavaScript or ActiveX)")
    LAUNCH = "launch", _("a command that starts another program")
    EMBEDDED_FILES = "embedded_files", _("other files")
    TEMPLATE = "external_template", _("a template loaded from another address")
    FRAME = "external_frame", _("a frame loaded from another address")
    LINKED = "linked_object", _("an object or picture linked from another address")


class DocumentKind(models.TextChoices):
    """What an uploaded file is."""

    DRAFT_UK = "draft_uk", _("Draft agreement in Ukrainian")
    DRAFT_FOREIGN = "draft_foreign", _("Draft agreement in the partner’s language")
    REQUEST_LETTER = "request_letter", _("Letter of request")
    COUNCIL_DECISION = "council_decision", _("Council decision")
    SIGNED_SCAN = "signed_scan", _("Scan of the signed agreement")
    TERMINATION_ACT = "termination_act", _("Act of termination")
    PHOTO = "photo", _("Photo")
    OTHER = "other", _("Other document")


class ActivityType(models.TextChoices):
    """What partners do together."""

    AID = "aid", _("Aid delivery")
    VISIT = "visit", _("Visit")
    EXCHANGE = "exchange", _("Exchange")
    TRAINING = "training", _("Training")
    REHABILITATION = "rehabilitation", _("Children’s recovery stay")
    PROJECT = "project", _("Joint project")
    MEETING = "meeting", _("Meeting")
    OTHER = "other", _("Other")


class CommentVisibility(models.TextChoices):
    """Who reads a comment; the public never does."""

    DESK = "desk", _("Your organisation only")
    OFFICIAL = "official", _("Your organisation and the community’s officials")


class PartnershipReason(models.TextChoices):
    """Coded reasons of the Association for a return, a rejection or an end."""

    INCOMPLETE = "incomplete", _("Information is missing")
    WRONG_PARTY = "wrong_party", _("A party is named incorrectly")
    PARTY_OUT_OF_SCOPE = "party_out_of_scope", _("A party is not a municipality or region")
    DUPLICATE = "duplicate", _("The partnership is already in the registry")
    UNCLEAR_AGREEMENT = "unclear_agreement", _("The agreement is described unclearly")
    UNCLEAR_TERM = "unclear_term", _("The term is missing or unclear")
    UNCLEAR_SPHERES = "unclear_spheres", _("The spheres of cooperation are too vague")
    MISSING_DOCUMENT = "missing_document", _("A document is missing or unreadable")
    OTHER = "other", _("Other reason")


class ContentState(models.TextChoices):
    """Whether the content of an agreement may still be edited, apart from its partnership's status."""

    FOLLOWS = "follows", _("Editable together with the partnership")
    OPEN = "open", _("Editable")
    LOCKED = "locked", _("Filed with the Ministry, not editable")
