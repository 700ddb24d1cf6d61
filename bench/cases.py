"""Cases with the Ministry, its orders and the register, with its chain of hashes."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from psycopg.types.json import Jsonb

from bench.copying import Table, Values
from registration.models import LegalAct, MinistryOrder, RegisterEntry, RegistrationCase
from registration.numbers import number_key
from registration.register_chain import act_hash

if TYPE_CHECKING:
    from bench.rows import Story

ORDERED = frozenset({
    "cleared", "registration_filed", "registration_returned", "registration_refused", "registered", "terminated",
})  # fmt: skip
CASES_OF_AN_ORDER = 8
FIRST_ORDER = date(2025, 5, 19)
ENTERED = frozenset({"registered", "terminated"})
SIGNED = ("signed_on", "term_until")
CONTENT = (
    "document_type", "title_uk", "title_en", "kinds", "spheres", "signed_on", "signed_precision",
    "signed_place", "signed_online", "term_kind", "term_years", "term_until",
)  # fmt: skip


class CaseWriter:
    """Writes the case of an agreement, and its order and entry where its status has them."""

    def __init__(self, random: Random, clerks: list[int], today: date) -> None:
        self.random, self.clerks, self.today = random, clerks, today
        written = (MinistryOrder, RegistrationCase, LegalAct, RegisterEntry)
        self.tables = {model: Table(model) for model in written}
        self.case_pk = self.entry_pk = self.sequence = 0
        self.cases_of_order = CASES_OF_AN_ORDER
        self.order: Values = {"id": 0}
        self.numbers: Counter[int] = Counter()
        self.codes: Counter[int] = Counter()
        self.last_hash = ""

    def write(self, story: "Story", agreement: Values, status: str) -> None:
        """Write what the Ministry knows of an agreement."""
        transferred = story.origin == "transferred"
        order = self._next_order() if status in ORDERED and not transferred else None
        filed = min(story.changed.date(), self.today) - timedelta(days=self.random.randint(0, 40))
        year = story.created.year
        self.case_pk += 1
        self.codes[year] += 1
        case: Values = {
            "id": self.case_pk,
            "created_at": story.created,
            "updated_at": story.changed,
            "number": f"RC-{year}-{self.codes[year]:05d}",
            "agreement_id": agreement["id"],
            "status": status,
            "origin": "transferred" if transferred else "registered",
            "letter_number": ""
            if transferred
            else f"{self.random.randint(1, 999)}/{self.random.randint(1, 40)}",
            "letter_date": None if transferred else filed,
            "filed_on": filed,
            "order_id": order["id"] if order else None,
            "act_kind": "council_decision" if status == "terminated" else "",
            "act_number": str(self.random.randint(1, 900)) if status == "terminated" else "",
            "act_date": agreement["terminated_on"],
            **({} if transferred else self._dates(status, filed)),
        }
        self.tables[RegistrationCase].add(case)
        if status in ENTERED:
            self._enter(story, agreement, case, order)

    def _dates(self, status: str, filed: date) -> Values:
        open_now = status in {"filed", "in_review"}
        return {
            "accepted_on": None if status == "filed" else filed + timedelta(days=1),
            "due_on": filed + timedelta(days=30) if open_now else None,
            "decided_on": None if open_now else filed + timedelta(days=14),
            "assigned_to_id": None if status == "filed" else self.random.choice(self.clerks),
            "reason_codes": ["incomplete"] if status.endswith(("returned", "refused")) else [],
        }

    def _next_order(self) -> Values:
        """The order that clears this case together with some others."""
        if self.cases_of_order >= CASES_OF_AN_ORDER:
            pk = self.order["id"] + 1
            span = (self.today - FIRST_ORDER).days
            day = FIRST_ORDER + timedelta(days=(pk * 7) % span)
            self.order = {
                "id": pk,
                "number": str(800 + pk),
                "number_key": str(800 + pk),
                "date": day,
                "signer": "",
                "created_by_id": self.random.choice(self.clerks),
                "created_at": datetime.combine(day, time(9), UTC),
                "updated_at": datetime.combine(day, time(9), UTC),
            }
            self.tables[MinistryOrder].add(self.order)
            self.cases_of_order = 0
        self.cases_of_order += 1
        return self.order

    def _enter(self, story: "Story", agreement: Values, case: Values, order: Values | None) -> None:
        self.entry_pk += 1
        earliest = max(agreement["signed_on"], self.today - timedelta(days=365))
        day = earliest + (self.today - earliest) * self.random.random()
        self.numbers[day.year] += 1
        number = f"{day.year}-{self.numbers[day.year]:04d}"
        content = registered_content(story, agreement, order, number=number, day=day, origin=case["origin"])
        kind = "transfer" if case["origin"] == "transferred" else "registration"
        self._act(kind, case, {"act": kind, **content}, story.changed)
        self.tables[RegisterEntry].add({
            "id": self.entry_pk,
            "act_id": self.sequence,
            "number": number,
            "number_key": number_key(number),
            "registered_on": day,
            "origin": case["origin"],
            "case_id": case["id"],
            "agreement_id": agreement["id"],
            "created_at": story.changed,
        })  # fmt: skip
        if case["status"] == "terminated":
            ended = {name: case[name] for name in ("act_kind", "act_number")}
            ended |= {"act": "termination", "number": number, "act_date": case["act_date"].isoformat()}
            self._act("termination", case, ended, story.changed)

    def _act(self, kind: str, case: Values, content: Values, at: datetime) -> None:
        """One more link of the chain."""
        self.sequence += 1
        previous, self.last_hash = self.last_hash, act_hash(content, self.last_hash)
        self.tables[LegalAct].add({
            "sequence": self.sequence,
            "kind": kind,
            "case_id": case["id"],
            "content": Jsonb(content),
            "previous_hash": previous,
            "act_hash": self.last_hash,
            "created_at": at,
        })  # fmt: skip


def registered_content(
    story: "Story", agreement: Values, order: Values | None, *, number: str, day: date, origin: str
) -> dict[str, Any]:
    """The twin of ``registration.register_chain.registered_content``, from rows instead of models."""
    shown = {key: agreement[key] for key in CONTENT}
    shown |= {key: shown[key].isoformat() if shown[key] else None for key in SIGNED}
    parties = sorted(story.parties, key=lambda party: (party["side"], party["position"], party["id"]))
    return {
        "number": number,
        "registered_on": day.isoformat(),
        "origin": origin,
        "order": {"number": order["number"], "date": order["date"].isoformat()} if order else None,
        "agreement": shown,
        "parties": [
            {
                "side": party["side"],
                "katottg": party["katottg"],
                "municipality": party["municipality_id"],
                "body_kind": party["body_kind"],
                "body_name_uk": party["body_name_uk"],
            }
            for party in parties
        ],
    }
