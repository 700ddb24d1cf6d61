"""The search as a condition on other tables: lists of cases, of register entries, of the admin."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Case, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import RawSQL

from communities.search.vectors import Matches
from partnerships.models import DeskRecord
from partnerships.records.audience import DESK_RECORD, Source, public
from partnerships.records.common_words import is_common
from partnerships.records.cursor import read_rows
from partnerships.records.readings import Reading, readings
from partnerships.records.search import MOST_RANKED, matching, reading_for
from partnerships.records.select import ID, by_index
from partnerships.records.where import Where

EVERYTHING = Source(DESK_RECORD, Where())


def found_by(text: str, *, path: str = "pk", sources: Sequence[Source] = (EVERYTHING,)) -> Q:
    """Rows whose partnership (its id at ``path``) is found by a text, by the first reading that finds any.

    Without sources all partnerships are searched with all they contain: the caller has narrowed the rows to
    what may be seen and known.
    """
    return _condition(reading_for(text, sources, Where()), path, sources)


def best_first(rows: QuerySet[Any], text: str, *, path: str = "pk") -> QuerySet[Any]:
    """The rows that a text finds, best first and then as they were; a common word leaves their order alone."""
    reading = reading_for(text, [EVERYTHING], Where())
    found = rows.filter(_condition(reading, path, [EVERYTHING]))
    if reading is None or _is_common(reading):
        return found
    whens = [
        When(Q(Matches(tier, column="words")), then=Value(place)) for place, tier in enumerate(reading.ranked)
    ]
    rank = Case(*whens, default=Value(len(whens)), output_field=IntegerField())
    ranked = DeskRecord.objects.filter(pk=OuterRef(path)).values_list(rank)[:1]
    in_order: QuerySet[Any] = found.annotate(relevance=Subquery(ranked)).order_by(
        "relevance", *rows.query.order_by
    )
    return in_order


def finds_many(text: str) -> bool:
    """Whether a text is known to find more than anybody can look through; asks nothing of the database."""
    reading = next(readings(text), None)
    return reading is not None and is_common(reading.tiers.steps[-1])


def _is_common(reading: Reading) -> bool:
    if is_common(reading.tiers.steps[-1]):
        return True
    condition = matching(reading)
    few = f"SELECT 1 FROM {by_index(DESK_RECORD, condition, ID)} LIMIT {MOST_RANKED + 1}"
    return bool(read_rows(f"SELECT count(*) > {MOST_RANKED} FROM ({few}) AS few", condition.params)[0][0])


def _condition(reading: Reading | None, path: str, sources: Sequence[Source]) -> Q:
    if reading is None:
        return Q(pk__in=[])
    selects, few, params = [], [], []
    for source in sources:
        part = source.where.also(matching(reading))
        few.append(f"SELECT {ID} FROM {by_index(source.table, part, ID)}")
        selects.append(f"SELECT partnership_id FROM {source.table} WHERE {part.sql}")
        params += part.params
    union = " UNION ALL ".join(selects)
    # A few ids tell the planner more than a condition, of which it expects anything.
    first = f"{' UNION ALL '.join(few)} LIMIT {MOST_RANKED + 1}"
    ids = [] if is_common(reading.tiers.steps[-1]) else read_rows(first, params)
    if 0 < len(ids) <= MOST_RANKED:
        return Q(**{f"{path}__in": [row[0] for row in ids]})
    return Q(**{f"{path}__in": RawSQL(union, params)})


def publicly_found_by(text: str, *, path: str = "pk") -> Q:
    """The same among what everybody may see, by what everybody may know."""
    return found_by(text, path=path, sources=[public()])
