"""One invented partnership after another, as rows of the tables that services would have written."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from bench import mix
from bench.agreements import agreement_values
from bench.cases import CaseWriter
from bench.copying import Table, Values
from bench.population import Partner, Population, Unit
from bench.words import ACTIVITIES, BODY, RARE
from partnerships.models import Activity, Agreement, Partnership, Party

FIRST_DAY = datetime(2025, 1, 7, 8, tzinfo=UTC)
CHECKED = {"approved", "ended"}
DECIDED = {*CHECKED, "rejected", "returned"}
GOING_ON = {"approved", "transferred"}


@dataclass
class Story:
    """What belongs to one partnership while its rows are made."""

    pk: int
    status: str
    origin: str
    created: datetime
    changed: datetime
    units: list[Unit]
    partners: list[Partner]
    case_status: str = ""
    rare: str = ""
    parties: list[Values] = field(default_factory=list)


class Generator:
    """Makes ``size`` partnerships from a population; the same for the same seed."""

    def __init__(self, size: int, population: Population, seed: int = 1) -> None:
        self.size = size
        self.population = population
        self.random = Random(seed)
        self.countries = population.countries
        self.now = datetime.now(UTC).replace(microsecond=0)
        self.rare = rare_places(self.random, size)
        self.codes: Counter[int] = Counter()
        self.agreement_pk = self.party_pk = self.activity_pk = 0
        self.cases = CaseWriter(self.random, population.clerks, self.now.date())
        self.tables = {model: Table(model) for model in (Partnership, Party, Agreement, Activity)}

    def all_tables(self) -> list[Table]:
        """The tables that are filled."""
        return [*self.tables.values(), *self.cases.tables.values()]

    def partnerships(self) -> Iterator[int]:
        """Make all rows, one partnership a step; yields its number."""
        for pk in range(1, self.size + 1):
            story = self._story(pk)
            self._write_partnership(story)
            self._write_parties(story)
            self._write_agreements(story)
            self._write_activities(story)
            yield pk

    def _story(self, pk: int) -> Story:
        random = self.random
        status = mix.STATUSES.choose(random)
        origin = "transferred" if status == "transferred" else "filed"
        created = FIRST_DAY + (self.now - timedelta(hours=1) - FIRST_DAY) * (pk / self.size)
        changed = created + (self.now - created) * random.random() ** 3
        several = random.random() < mix.SEVERAL_PARTIES
        units = self.population.units.several(random, random.choice((2, 3, 5)) if several else 1)
        countries = self.countries.several(random, 2 if several and random.random() < 0.5 else 1)
        each = 2 if several and len(countries) == 1 else 1
        partners = [
            partner
            for country in countries
            for partner in self.population.partners[country].several(random, each)
        ]
        story = Story(pk, status, origin, created, changed, units, partners, rare=self.rare.get(pk, ""))
        story.case_status = self._case_status(story)
        return story

    def _case_status(self, story: Story) -> str:
        if story.origin == "transferred":
            return "terminated" if self.random.random() < 0.05 else "registered"
        if story.status == "approved":
            return mix.CASES.choose(self.random)
        if story.status == "ended":
            return self.random.choice(("terminated", "registered", ""))
        if story.status == "submitted" and self.random.random() < 0.3:
            return self.random.choice(("filed", "in_review"))
        return ""

    def _write_partnership(self, story: Story) -> None:
        random = self.random
        year = story.created.year
        self.codes[year] += 1
        filed = story.origin == "filed"
        submitted = story.changed if filed and story.status not in {"draft", "withdrawn"} else None
        decided = story.changed if filed and story.status in DECIDED else None
        started = random.random() < 0.3
        values: Values = {
            "id": story.pk,
            "version": 1 + (submitted is not None) + (decided is not None),
            "created_at": story.created,
            "updated_at": story.changed,
            "code": f"PB-{year}-{self.codes[year]:05d}",
            "status": story.status,
            "origin": story.origin,
            "responsible_id": random.choice(self.population.officials) if filed else None,
            "reviewer_id": random.choice(self.population.reviewers) if decided else None,
            "started_on": date(random.randint(1990, 2024), 1, 1) if started else None,
            "started_precision": "year" if started else "",
            "summary_uk": self._summary(story) if random.random() < 0.4 else "",
            "first_submitted_at": submitted,
            "submitted_at": submitted,
            "decided_at": decided,
            "checked_at": decided if story.status in CHECKED else None,
            "reason_codes": ["incomplete"] if story.status in {"returned", "rejected"} else [],
            "ended_on": story.changed.date() if story.status == "ended" else None,
        }
        self.tables[Partnership].add(values)

    def _summary(self, story: Story) -> str:
        about = ", ".join(partner.town for partner in story.partners)
        return f"Співпраця громад у сфері розвитку та взаємної підтримки: {about}."

    def _write_parties(self, story: Story) -> None:
        sides: list[tuple[str, list[Any]]] = [("ukrainian", story.units), ("foreign", story.partners)]
        for side, territories in sides:
            for position, territory in enumerate(territories):
                self.party_pk += 1
                ours = side == "ukrainian"
                party: Values = {
                    "id": self.party_pk,
                    "partnership_id": story.pk,
                    "side": side,
                    "community_id": territory.pk if ours else None,
                    "municipality_id": None if ours else territory.pk,
                    "body_kind": "council" if self.random.random() < 0.8 else "executive_committee",
                    "body_name_uk": BODY if ours and self.random.random() < 0.5 else "",
                    "position": position,
                }
                story.parties.append(party | {"katottg": territory.katottg if ours else None})
                self.tables[Party].add(party)

    def _write_agreements(self, story: Story) -> None:
        count = 2 if story.status in GOING_ON and self.random.random() < mix.SECOND_AGREEMENT else 1
        for number in range(count):
            self.agreement_pk += 1
            case_status = story.case_status if number == 0 else ""
            values = agreement_values(self.random, story, case_status, self.now.date())
            values |= {
                "id": self.agreement_pk,
                "partnership_id": story.pk,
                "created_at": story.created,
                "updated_at": story.changed,
            }
            self.tables[Agreement].add(values)
            if case_status:
                self.cases.write(story, values, case_status)

    def _write_activities(self, story: Story) -> None:
        if story.status not in CHECKED or self.random.random() > mix.WITH_ACTIVITIES:
            return
        for _number in range(self.random.randint(1, 3)):
            self.activity_pk += 1
            kind = self.random.choice(list(ACTIVITIES))
            title_uk, title_en = ACTIVITIES[kind]
            worth = kind == "aid"
            self.tables[Activity].add({
                "id": self.activity_pk,
                "partnership_id": story.pk,
                "created_at": story.created,
                "updated_at": story.created,
                "type": kind,
                "happened_on": date(self.random.randint(2014, 2025), self.random.randint(1, 12), 1),
                "happened_precision": "month",
                "title_uk": f"{title_uk}: {story.partners[0].town}",
                "title_en": title_en,
                "value": self.random.randint(10, 4000) * 1000 if worth else None,
                "currency": "UAH" if worth else "",
                "people": self.random.randint(2, 60) if kind in {"visit", "exchange"} else None,
                "spheres": mix.SPHERES.several(self.random, 1),
                "created_by_id": self.random.choice(self.population.officials),
            })  # fmt: skip


def rare_places(random: Random, size: int) -> dict[int, str]:
    """Which partnership has which rare word; each word goes to 6 to 20 of them, whatever the size."""
    words = RARE[: max(2, min(len(RARE), size // 60))]
    return {random.randint(1, size): word for word in words for _time in range(random.randint(6, 20))}
