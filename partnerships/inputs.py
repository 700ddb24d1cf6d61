"""What services take: plain typed values, already of the right shape."""

from dataclasses import dataclass, field
from datetime import date

from common.partial_dates import PartialDate


@dataclass(frozen=True)
class PartyInput:
    """One party: a community by its KATOTTG code, or a municipality by id or by GeoNames id."""

    katottg: str = ""
    municipality_id: int | None = None
    geonames_id: int | None = None
    body_kind: str = ""
    body_name_uk: str = ""
    body_name_original: str = ""


@dataclass(frozen=True)
class TermInput:
    """Term of an agreement; ``years`` and ``until`` belong to the kinds of the same name."""

    kind: str = "unknown"
    years: int | None = None
    until: date | None = None


@dataclass(frozen=True)
class AgreementInput:
    """Content of an agreement as filed."""

    document_type: str
    title_uk: str
    title_en: str = ""
    kinds: tuple[str, ...] = ()
    spheres: tuple[str, ...] = ()
    term: TermInput = field(default_factory=TermInput)
    council_decision_number: str = ""
    council_decision_date: date | None = None
    amends_id: int | None = None


@dataclass(frozen=True)
class PartnershipInput:
    """A whole filing. ``None`` leaves a part as it is on an update, or empty on creation."""

    community_parties: tuple[PartyInput, ...] | None = None
    foreign_parties: tuple[PartyInput, ...] | None = None
    started: PartialDate | None = None
    clear_started: bool = False
    summary_uk: str | None = None
    summary_en: str | None = None
    agreement: AgreementInput | None = None


@dataclass(frozen=True)
class ActivityInput:
    """One entry of the cooperation log."""

    type: str
    happened: PartialDate
    title_uk: str
    title_en: str = ""
    value: str | None = None
    currency: str = ""
    people: int | None = None
    spheres: tuple[str, ...] = ()
