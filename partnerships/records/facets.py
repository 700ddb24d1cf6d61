"""What a public record counts under, as SQL; also for the triggers that keep the sums, so no model is known here."""

from collections.abc import Mapping

TABLE = "partnerships_recordcount"
COMPACTION = 7240110  # the advisory lock of whoever puts deltas together
# Facet of the public list → what one record counts under.
FACETS: Mapping[str, str] = {
    "status": "ARRAY[status::text]",
    "registration_status": "case_statuses",
    "country": "countries",
    "oblast": "oblasts",
    "sphere": "spheres",
    "kind": "kinds",
    "document_type": "document_types",
    "year": "years::text[]",
}
TOTAL = ""  # the facet of every record, with one value of the same name
CHECKED = "checked"  # values: true and false
COMMUNITY, MUNICIPALITY = "community", "municipality"
COUNTRY_OF = "country of "  # before the code of a community: the countries of its partners
SUMMED: Mapping[str, str] = {
    TOTAL: f"ARRAY['{TOTAL}']",
    **FACETS,
    CHECKED: "ARRAY[is_checked::text]",
    COMMUNITY: "communities",
    MUNICIPALITY: "municipalities::text[]",
}
_COLUMNS = (
    "status, is_checked, case_statuses, countries, oblasts, spheres, kinds, document_types, years, communities, "
    "municipalities"
)


def _keys() -> str:
    selects = [f"SELECT '{name}', unnest({values})" for name, values in SUMMED.items()]
    selects.append(
        f"SELECT '{COUNTRY_OF}' || unit, country FROM unnest(communities) AS unit, unnest(countries) AS country"
    )
    return "\n    UNION ALL ".join(selects)


def counted_sql(**signs: int) -> str:
    """Count what the public rows of these tables add (1) or take away (-1) under each facet and value."""
    rows = "\n    UNION ALL ".join(
        f"SELECT {sign} AS sign, {_COLUMNS} FROM {table} WHERE is_public" for table, sign in signs.items()
    )
    return f"""SELECT facet, value, sum(sign) AS delta FROM (
    {rows}
) AS hit, LATERAL (
    {_keys()}
) AS counted(facet, value)
GROUP BY facet, value HAVING sum(sign) <> 0"""


# The body of a trigger, without what it counts.
COUNT_STATEMENT = f"""
INSERT INTO {TABLE} (facet, value, delta)
%s;
RETURN NULL;
"""
# Truncating fires no other trigger. The lock lets a compaction end first: of rows put together meanwhile, a
# DELETE would see neither the old nor the new ones.
COUNT_NOTHING = f"""
PERFORM pg_advisory_xact_lock({COMPACTION});
DELETE FROM {TABLE};
RETURN NULL;
"""
