"""The content of an invented agreement."""

from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from bench import mix
from bench.copying import Values
from bench.words import OPENINGS, OPENINGS_EN, SPHERES

if TYPE_CHECKING:
    from bench.rows import Story

# Statuses of a case before the signing, and the year from which agreements with an order are signed.
UNSIGNED_CASES = frozenset({"filed", "in_review", "returned", "refused", "cleared", "withdrawn"})
ORDERED_SINCE = date(2025, 6, 1)
LOCKED_BY = frozenset({
    "filed", "in_review", "cleared", "registration_filed", "registration_returned", "registered", "terminated",
    "refused", "registration_refused",
})  # fmt: skip


def agreement_values(random: Random, story: "Story", case_status: str, today: date) -> Values:
    """Return the columns of an agreement, apart from its ids and times."""
    document_type = mix.DOCUMENT_TYPES.choose(random)
    spheres = sorted(mix.SPHERES.several(random, random.choice((1, 2, 2, 3, 3, 4, 5))))
    signed = _signing_day(random, story, case_status, today)
    precision = mix.PRECISIONS.choose(random) if signed else ""
    if signed and precision != "day":
        signed = signed.replace(day=1, month=1 if precision == "year" else signed.month)
    online = signed is not None and random.random() < 0.03
    decided = random.random() < 0.4
    return {
        "document_type": document_type,
        "title_uk": title_uk(random, story, document_type, spheres),
        "title_en": _title_en(story, document_type) if random.random() < mix.WITH_ENGLISH else "",
        "kinds": kinds(random, story),
        "spheres": spheres,
        **_term(random, signed or today),
        "council_decision_number": str(random.randint(1, 4000)) if decided else "",
        "council_decision_date": (signed or today) - timedelta(days=random.randint(1, 90))
        if decided
        else None,
        "signed_on": signed,
        "signed_precision": precision,
        "signed_place": _place(random, story) if signed and not online else "",
        "signed_online": online,
        "terminated_on": today - timedelta(days=random.randint(1, 400))
        if case_status == "terminated"
        else None,
        "content_state": "locked" if case_status in LOCKED_BY else "follows",
    }


def title_uk(random: Random, story: "Story", document_type: str, spheres: list[str]) -> str:
    """«Угода про співробітництво у сфері освіти між … та …»."""
    title = random.choice(OPENINGS[document_type])
    about = [random.choice(SPHERES[sphere]) for sphere in spheres[:2]] if random.random() < 0.5 else []
    if story.rare:
        about.append(story.rare)
    if about:
        title += f" у сфері {', '.join(about)}"
    if random.random() < 0.75:
        ours = ", ".join(unit.named for unit in story.units)
        theirs = ", ".join(partner.named for partner in story.partners)
        title += f" між {ours} (Україна) та {theirs}"
    return title[:1000]


def _title_en(story: "Story", document_type: str) -> str:
    ours, theirs = story.units[0].named_en, story.partners[0].named_en
    return f"{OPENINGS_EN[document_type]} between {ours} and {theirs}"


def kinds(random: Random, story: "Story") -> list[str]:
    """Across a shared border usually two kinds, elsewhere one."""
    if any(partner.country in mix.NEIGHBOURS for partner in story.partners):
        two = random.random() < mix.TWO_KINDS_NEAR
        return ["cross_border", "interterritorial"] if two else ["interterritorial"]
    two = random.random() < mix.TWO_KINDS_FAR
    return ["interterritorial", "transnational"] if two else ["interterritorial"]


def _signing_day(random: Random, story: "Story", case_status: str, today: date) -> date | None:
    if case_status in UNSIGNED_CASES:
        return None
    if case_status and story.origin == "filed":
        first = ORDERED_SINCE
    elif story.status in {"draft", "submitted", "returned"} and random.random() < 0.6:
        return None
    else:
        first = date(1990, 1, 1)
    days = (today - first).days - 2
    return first + timedelta(days=int(days * random.random() ** 0.6))


def _term(random: Random, start: date) -> Values:
    kind = mix.TERMS.choose(random)
    years = mix.YEARS.choose(random) if kind in {"years", "auto_renewal"} else None
    until = start + timedelta(days=random.randint(200, 3650)) if kind == "until" else None
    return {"term_kind": kind, "term_years": years, "term_until": until}


def _place(random: Random, story: "Story") -> str:
    return f"м. {story.partners[0].town}" if random.random() < 0.6 else "м. Київ"
