"""What a demo record tells: who with whom, which agreement, and how far it has come."""

import datetime as dt
from dataclasses import dataclass, field

from common.partial_dates import DatePrecision, PartialDate
from partnerships.inputs import ActivityInput, TermInput

OPEN_ENDED = TermInput("open_ended")
UNKNOWN_TERM = TermInput("unknown")
ORDER_879 = ("879", "2025-05-19")  # a real order that cleared many drafts; all others are invented


def day(text: str) -> dt.date:
    """Read a date; one that this computer's clock has not reached yet becomes today."""
    return min(dt.date.fromisoformat(text), dt.date.today())  # noqa: DTZ011  # demo data, not business


def partial(text: str) -> PartialDate:
    """Read ``2009``, ``2009-08`` or ``2009-08-01`` with the precision it is written in."""
    precision = [DatePrecision.YEAR, DatePrecision.MONTH, DatePrecision.DAY][text.count("-")]
    return PartialDate(dt.date.fromisoformat((text + "-01-01")[:10]), precision)


def days_ago(days: int) -> str:
    """Return the ISO date of some days ago: deadlines of the demo must run from today."""
    return (dt.date.today() - dt.timedelta(days=days)).isoformat()  # noqa: DTZ011


def years(number: int) -> TermInput:
    """Return a term of a number of years."""
    return TermInput("years", years=number)


@dataclass(frozen=True)
class Ours:
    """A Ukrainian party."""

    katottg: str
    body_kind: str = "council"
    body_name_uk: str = ""


@dataclass(frozen=True)
class Theirs:
    """A foreign party: from the gazetteer by ``geonames_id``, or typed in."""

    name: str
    country: str
    geonames_id: int | None = None
    level: str = "municipality"
    region: str = ""
    name_uk: str = ""
    name_en: str = ""
    body_kind: str = "council"
    body_name_original: str = ""


@dataclass(frozen=True)
class Case:
    """How far an agreement has come at the Ministry; ``steps`` when it is not the shortest way."""

    status: str
    steps: tuple[str, ...] = ()
    letter: str = "DEMO-02/15"
    letter_date: str = "2025-04-14"
    order: tuple[str, str] = ORDER_879
    signed: str = ""
    place: str = ""
    online: bool = False
    number: str = ""
    registered_on: str = ""
    received_on: str = ""  # on paper, before it was filed here: the period runs from then
    reason: tuple[tuple[str, ...], str] = (("other",), "Демонстраційна підстава.")
    act: tuple[str, str, str] = ("council_decision", "DEMO-77", "2026-01-15")
    opinions: tuple[tuple[str, str, str], ...] = ()  # authority, conclusion ("" = awaited), text


@dataclass(frozen=True)
class Paper:
    """An agreement of a story."""

    title_uk: str
    title_en: str
    spheres: tuple[str, ...]
    document_type: str = "agreement"
    kinds: tuple[str, ...] = ("interterritorial",)
    term: TermInput = field(default_factory=lambda: years(5))
    council_decision: tuple[str, str] = ("", "")
    case: Case | None = None
    with_draft: bool = False


@dataclass(frozen=True)
class Comment:
    """A remark: by whom (``official``, ``association``, ``ministry``) and for whom."""

    role: str
    text: str
    visibility: str = "official"


@dataclass(frozen=True)
class Story:
    """One partnership with its agreements; told through the services with the right people."""

    ours: tuple[Ours, ...]
    theirs: tuple[Theirs, ...]
    papers: tuple[Paper, ...]
    status: str = "approved"
    steps: tuple[str, ...] = ()
    started: str = ""
    ended_on: str = ""
    summary_uk: str = ""
    summary_en: str = ""
    reason: tuple[tuple[str, ...], str] = (("incomplete",), "Демонстраційна підстава.")
    cases_after: str = "approve"  # the step after which the agreements go to the Ministry
    activities: tuple[ActivityInput, ...] = ()
    comments: tuple[Comment, ...] = ()


@dataclass(frozen=True)
class Transferred:
    """A row of the previous register: registered without an order, often without a term."""

    ours: Ours
    theirs: Theirs
    paper: Paper
    signed: str
    place: str
    number: str
    registered_on: str
