"""Asking all queries, and the figures: success@1, success@5 and mean reciprocal rank."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.test import Client

from bench.relevance.world import make_municipalities, make_partnerships, rows_of
from communities.selectors import search_communities, search_municipalities

LOOKED_AT = 10  # hits of an answer
Search = Callable[[str], list[str]]


@dataclass(slots=True)
class Score:
    """Places at which the expected record came; 0 when it did not."""

    places: list[int] = field(default_factory=list)
    missed: list[tuple[str, str, int]] = field(default_factory=list)  # query, expected, place

    def add(self, query: str, expected: str, found: list[str]) -> None:
        place = found.index(expected) + 1 if expected in found else 0
        self.places.append(place)
        if place != 1:
            self.missed.append((query, expected, place))

    def success(self, most: int) -> float:
        """The share of queries whose record is among the first."""
        return sum(0 < place <= most for place in self.places) / len(self.places)

    @property
    def mean_reciprocal_rank(self) -> float:
        return sum(1 / place for place in self.places if place) / len(self.places)


def searches() -> dict[str, Search]:
    """Make the records that are asked for, and return the search of each resource by the keys of the files."""
    municipalities = make_municipalities()
    key_of_municipality = {row.pk: key for key, row in municipalities.items()}
    key_of_partnership = {pk: key for key, pk in make_partnerships(municipalities).items()}
    return {
        "communities": lambda text: [unit.katottg for unit in search_communities(text)[:LOOKED_AT]],
        "municipalities": lambda text: [
            key_of_municipality.get(row.pk, "?") for row in search_municipalities(text)[:LOOKED_AT]
        ],
        "partnerships": lambda text: [key_of_partnership.get(pk, "?") for pk in _partnerships(text)],
    }


def _partnerships(text: str) -> list[int]:
    """Through the API: the read model is asked by its own statements, not by a queryset."""
    answer = Client().get("/api/v1/partnerships/", {"search": text, "page_size": str(LOOKED_AT)})
    return [row["id"] for row in answer.json().get("results", [])]


def measure(
    by_resource: Mapping[str, Search], only: Iterable[str] | None = None
) -> dict[tuple[str, str], Score]:
    """(resource, difficulty) → score; the difficulty "all" holds every query of the resource."""
    wanted = set(only or by_resource)
    scores: dict[tuple[str, str], Score] = defaultdict(Score)
    for row in rows_of("queries"):
        if row["resource"] not in wanted:
            continue
        found = by_resource[row["resource"]](row["query"])
        for difficulty in ("all", row["difficulty"]):
            scores[row["resource"], difficulty].add(row["query"], row["expected"], found)
    return scores


def report(scores: Mapping[tuple[str, str], Score]) -> str:
    """A table for people, and the queries that were not answered first."""
    lines = [f"{'resource':15} {'difficulty':12} {'queries':>7} {'s@1':>6} {'s@5':>6} {'MRR':>6}"]
    for (resource, difficulty), score in sorted(
        scores.items(), key=lambda item: (item[0][0], item[0][1] != "all")
    ):
        lines.append(
            f"{resource:15} {difficulty:12} {len(score.places):7} {score.success(1):6.3f} {score.success(5):6.3f} "
            f"{score.mean_reciprocal_rank:6.3f}"
        )
        if difficulty == "all":
            lines += [
                f"    {query!r}: {expected} came at {place or 'none'}"
                for query, expected, place in score.missed
            ]
    return "\n".join(lines)
