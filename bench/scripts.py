"""PostgreSQL's own scripts: one for each case, over the stored documents."""

from collections.abc import Callable, Sequence

from bench.params import PAGE_SIZE, WORDS, Asked, tsquery
from bench.pgbench import Script, one_of
from common.search.spelling import deletes

RECORD = "partnerships_record"
PAGE = f"ORDER BY partnership_id DESC LIMIT {PAGE_SIZE}"
FACETS = {
    "status": "ARRAY[status::text]",
    "registration_status": "case_statuses",
    "country": "countries",
    "oblast": "oblasts",
    "sphere": "spheres",
    "kind": "kinds",
    "document_type": "document_types",
    "year": "years::text[]",
}


def scripts(asked: Asked) -> dict[str, Script]:
    """Return the script of each case that has one."""
    made = [
        _list("list", asked.some_ids()),
        _list("page 1", asked.some_ids(last=200)),
        _list("page 4,000", _deep(asked)),
        Script("repeated page", [f"SELECT document FROM {RECORD} WHERE is_public {PAGE}"], 1),
        _filtered(asked),
        _search("rare word", asked.rare[:WORDS], _found),
        _search("common word", asked.common[:WORDS], _walked),
        _misspelled(asked),
        Script(
            "detail",
            [f"SELECT version, document FROM {RECORD} WHERE is_public AND partnership_id = "
             + one_of(asked.some_ids()[:1000], "int")], 1000,
        ),
        Script("facets", [facets("is_public")], 1),
        Script("facets, other address", [facets("is_public")], 1),
        _places("facets, filtered", asked, facets),
        Script("map", [points("is_public")], 1),
        _places("map, filtered", asked, points),
    ]  # fmt: skip
    return {script.name: script for script in made if script is not None}


def _list(name: str, ids: Sequence[int]) -> Script:
    some = ids[:1000]
    sql = f"SELECT document FROM {RECORD} WHERE is_public AND partnership_id < {one_of(some, 'int')} {PAGE}"
    return Script(name, [sql], len(some))


def _deep(asked: Asked) -> list[int]:
    start = (asked.deep_page - 1) * PAGE_SIZE
    return asked.some_ids(max(0, start - 2000), start)


def _filtered(asked: Asked) -> Script:
    chosen = asked.random.choices(asked.filters, k=200)
    countries, statuses = zip(*chosen, strict=True)
    sql = (
        f"SELECT document FROM {RECORD} WHERE is_public AND countries[1] = {one_of(countries)} "
        f"AND status = {one_of(statuses)} {PAGE}"
    )
    return Script("filter", [sql], len(chosen))


def _found(words: Sequence[str]) -> str:
    """A page of a rare word: all hits by the inverted index, then their order.

    In one step the planner, which cannot tell how rare a word is, walks the whole list at times.
    """
    return (
        f"WITH hit AS MATERIALIZED (SELECT partnership_id FROM {RECORD} WHERE is_public AND words @@ "
        f"{_one_query(words)}) SELECT document FROM {RECORD} WHERE partnership_id IN "
        f"(SELECT partnership_id FROM hit {PAGE}) {PAGE}"
    )


def _walked(words: Sequence[str]) -> str:
    """A page of a common word: the list is walked until the page is full."""
    return f"SELECT document FROM {RECORD} WHERE is_public AND words @@ {_one_query(words)} {PAGE}"


def _one_query(words: Sequence[str]) -> str:
    return one_of([tsquery(word) for word in words], "tsquery")


def _search(name: str, words: Sequence[str], make: Callable[[Sequence[str]], str]) -> Script | None:
    return Script(name, [make(words)], len(words), custom=True) if words else None


def _misspelled(asked: Asked) -> Script | None:
    """The candidates of the vocabulary, then the page of the right one."""
    chosen = asked.misspelled[:WORDS]
    if not chosen:
        return None
    forms = ["{" + ",".join(deletes(item.typed)) + "}" for item in chosen]
    candidates = (
        "SELECT word, frequency FROM communities_searchword WHERE scope = 'record' "
        f"AND deletes && ({one_of(forms)})::text[]"
    )
    return Script(
        "misspelled word", [candidates, _found([item.right for item in chosen])], len(chosen), custom=True
    )


def facets(where: str) -> str:
    """All facets in one statement."""
    columns = ", ".join(f"{expression} AS {name}" for name, expression in FACETS.items())
    counted = [
        f"SELECT '{name}', value, count(*) FROM hit, unnest({name}) AS value GROUP BY value"
        for name in FACETS
    ]
    return f"WITH hit AS MATERIALIZED (SELECT {columns} FROM {RECORD} WHERE {where}) " + " UNION ALL ".join(
        counted
    )


def points(where: str) -> str:
    """The points of the map with their counts."""
    hit = f"WITH hit AS MATERIALIZED (SELECT communities, municipalities FROM {RECORD} WHERE {where}) "
    ours = (
        "SELECT c.katottg, c.name_uk, c.name_en, c.lat, c.lon, n.count FROM (SELECT code, count(*) FROM hit, "
        "unnest(communities) AS code GROUP BY code) AS n JOIN communities_community c ON c.katottg = n.code"
    )
    theirs = (
        "SELECT m.id::text, m.name, m.name_en, m.lat, m.lon, n.count FROM (SELECT pk, count(*) FROM hit, "
        "unnest(municipalities) AS pk GROUP BY pk) AS n JOIN communities_foreignmunicipality m ON m.id = n.pk"
    )
    return f"{hit}{ours} UNION ALL {theirs}"


def _places(name: str, asked: Asked, make: Callable[[str], str]) -> Script:
    chosen = asked.random.choices(asked.places, k=200)
    countries, oblasts = zip(*chosen, strict=True)
    where = f"is_public AND countries @> ARRAY[{one_of(countries)}] AND oblasts @> ARRAY[{one_of(oblasts)}]"
    return Script(name, [make(where)], len(chosen), custom=True)
