"""How PostgreSQL answers each kind of query, and which indexes nobody used."""

from typing import Any

from bench import server
from bench.pgbench import Script

OWN_TABLES = ("communities_%", "partnerships_%", "registration_%")


def reset_statistics(url: str) -> None:
    """Begin to count anew."""
    with server.connect(url) as connection:
        connection.execute("SELECT pg_stat_reset()")


def unused_indexes(url: str) -> list[dict[str, Any]]:
    """Indexes that were not read in this run; those of constraints guard and need not be read."""
    query = (
        "SELECT s.relname, s.indexrelname, pg_relation_size(s.indexrelid) FROM pg_stat_user_indexes s "
        "JOIN pg_index i USING (indexrelid) WHERE s.idx_scan = 0 AND NOT i.indisunique AND NOT i.indisprimary "
        "AND s.relname LIKE ANY(%s) ORDER BY 3 DESC, 2"
    )
    with server.connect(url) as connection:
        connection.execute("SELECT pg_stat_force_next_flush()")
        rows = connection.execute(query, [list(OWN_TABLES)]).fetchall()
    return [{"table": table, "index": index, "bytes": size} for table, index, size in rows]


def plans(url: str, scripts: dict[str, Script]) -> dict[str, list[str]]:
    """EXPLAIN (ANALYZE, BUFFERS) of one example of each script."""
    found: dict[str, list[str]] = {}
    with server.connect(url) as connection:
        for name, script in scripts.items():
            lines: list[str] = []
            for statement in script.example(1):
                rows = connection.execute(f"EXPLAIN (ANALYZE, BUFFERS) {statement}".encode()).fetchall()
                lines += [shortened(row[0]) for row in rows]
            found[name] = lines
    return found


def shortened(line: str) -> str:
    """A line without the long arrays of constants."""
    return line if len(line) <= 400 else f"{line[:300]} … {line[-80:]}"
