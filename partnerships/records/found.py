"""The search as a condition on other tables: lists of cases, of register entries, of the admin."""

from collections.abc import Sequence

from django.db.models import Q
from django.db.models.expressions import RawSQL

from partnerships.records.audience import DESK_RECORD, Source, public
from partnerships.records.search import matching, reading_for
from partnerships.records.where import Where

EVERYTHING = Source(DESK_RECORD, Where())


def found_by(text: str, *, path: str = "pk", sources: Sequence[Source] = (EVERYTHING,)) -> Q:
    """Rows whose partnership (its id at ``path``) is found by a text, by the first reading that finds any.

    Without sources all partnerships are searched with all they contain: the caller has narrowed the rows to
    what may be seen and known.
    """
    reading = reading_for(text, sources, Where())
    if reading is None:
        return Q(pk__in=[])
    selects, params = [], []
    for source in sources:
        part = source.where.also(matching(reading))
        selects.append(f"SELECT partnership_id FROM {source.table} WHERE {part.sql}")
        params += part.params
    return Q(**{f"{path}__in": RawSQL(" UNION ALL ".join(selects), params)})


def publicly_found_by(text: str, *, path: str = "pk") -> Q:
    """The same among what everybody may see, by what everybody may know."""
    return found_by(text, path=path, sources=[public()])
