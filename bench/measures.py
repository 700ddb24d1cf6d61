"""The measures over HTTP: which addresses each contestant is asked for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from bench.params import PAGE_SIZE, PATHS, Asked, in_any_case
from common.api.pagination import page_link

LIST = "/api/v1/partnerships/"
T_PAGES = 100  # of the textbook only the first pages are asked: the far ones cost it more


@dataclass(frozen=True)
class Measure:
    """A case: the addresses of ours (P) and of the textbook (T)."""

    name: str
    ours: list[str]
    textbook: list[str]


def measures(asked: Asked) -> list[Measure]:
    """All cases in the order of the report."""
    random = asked.random
    deep = (asked.deep_page - 1) * PAGE_SIZE
    pages = [
        f"{LIST}?page={random.randint(1, min(T_PAGES, len(asked.ids) // PAGE_SIZE or 1))}" for _ in range(200)
    ]
    filters = random.choices(asked.filters, k=PATHS)
    places = random.choices(asked.places, k=PATHS)
    by_filter = [{"country": country, "status": status} for country, status in filters]
    by_place = [{"country": country, "oblast": oblast} for country, oblast in places]
    typed = [item.typed for item in asked.misspelled]
    return [
        Measure("list", [behind(pk) for pk in asked.some_ids()], pages),
        Measure("page 1", [behind(pk) for pk in asked.some_ids(last=200)], [LIST]),
        Measure(
            "page 4,000",
            [behind(pk) for pk in asked.some_ids(max(0, deep - 2000), deep or None)],
            [f"{LIST}?page={asked.deep_page}"],
        ),
        Measure("repeated page", [LIST], [LIST]),
        Measure(
            "filter",
            [behind(pk, **chosen) for pk, chosen in zip(asked.some_ids(), by_filter, strict=True)],
            _with(LIST, by_filter[:200]),
        ),
        _search("rare word", asked, asked.rare),
        _search("common word", asked, asked.common),
        _search("misspelled word", asked, typed),
        Measure(
            "detail", [f"{LIST}{pk}/" for pk in asked.some_ids()], [f"{LIST}{pk}/" for pk in asked.some_ids()]
        ),
        Measure("facets", ["/api/v1/facets/"], [f"{LIST}facets/"]),
        Measure("facets, other address", _ever_new("/api/v1/facets/"), [f"{LIST}facets/"]),
        Measure(
            "facets, filtered", _with("/api/v1/facets/", by_place), _with(f"{LIST}facets/", by_place[:200])
        ),
        Measure("map", ["/api/v1/map/"], [f"{LIST}map/"]),
        Measure("map, filtered", _with("/api/v1/map/", by_place), _with(f"{LIST}map/", by_place[:200])),
        *_suggestions(asked),
    ]


def behind(pk: int, **filters: str) -> str:
    """The address of the page that begins behind a partnership, as a reader would have been given it."""
    return str(page_link(_address(LIST, filters), {"key": None, "pk": pk}, "-id"))


def _address(path: str, parameters: dict[str, str]) -> str:
    return f"{path}?{urlencode(parameters)}" if parameters else path


def _with(path: str, several: Sequence[dict[str, str]]) -> list[str]:
    return [_address(path, parameters) for parameters in several]


def _ever_new(path: str) -> list[str]:
    """A filter that all records meet, each time in other words."""
    first = datetime(2000, 1, 1, tzinfo=UTC)
    moments = (first + timedelta(seconds=number) for number in range(PATHS))
    return [_address(path, {"updated_after": moment.isoformat()}) for moment in moments]


def _search(name: str, asked: Asked, words: Sequence[str]) -> Measure:
    chosen = asked.random.choices(words, k=PATHS) if words else []
    ours = [{"search": in_any_case(asked.random, word)} for word in chosen]
    return Measure(name, _with(LIST, ours), _with(LIST, [{"search": word} for word in chosen[:200]]))


def _suggestions(asked: Asked) -> list[Measure]:
    """What is asked while somebody types: the first letters of names."""
    begun: Callable[[str], str] = lambda name: name[: asked.random.randint(2, 6)]  # noqa: E731
    names = [item.right for item in asked.misspelled] or ["бровари"]
    typed = [
        {"search": in_any_case(asked.random, begun(name))} for name in asked.random.choices(names, k=2000)
    ]
    return [
        Measure(f"suggest {kind}", _with(f"/api/v1/{kind}/", typed), [])
        for kind in ("communities", "municipalities", "places")
    ]
