"""Reading an outside list: a CSV file whose columns may be named in several ways."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from common.cleaning import clean_line

COLUMNS: Mapping[str, Sequence[str]] = {
    "katottg": ("katottg", "community_katottg"),
    "community": ("community", "hromada", "ua_name", "ua_name_uk", "ua_name_en"),
    "oblast": ("oblast", "ua_oblast"),
    "lat": ("ua_lat", "community_lat"),
    "lon": ("ua_lon", "community_lon"),
    "partner": ("partner", "partner_name", "partner_name_uk", "partner_name_en"),
    "country": ("country", "partner_country", "partner_country_en"),
    "partner_lat": ("partner_lat",),
    "partner_lon": ("partner_lon",),
    "year": ("year", "since"),
}
NEEDED = ("partner", "country")


class UnreadableListError(ValueError):
    """The file cannot be read as a list; the message says what is wrong and what is expected."""


@dataclass(frozen=True)
class ListRow:
    """One row: its number (the header is row 1), the cells as they stand there, and those that are understood."""

    number: int
    cells: dict[str, str]
    values: dict[str, str]


def read_list(path: Path) -> Iterator[ListRow]:
    """Yield the rows of a CSV file in UTF-8. Raises ``UnreadableListError``."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            names = _columns(reader.fieldnames or ())
            for number, row in enumerate(reader, 2):
                cells = dict(_cells(row))
                if any(cell.strip() for cell in cells.values()):  # an empty line says nothing
                    values = {what: clean_line(row[name] or "") for what, name in names.items()}
                    yield ListRow(number, cells, values)
    except (UnicodeDecodeError, csv.Error) as error:
        raise UnreadableListError(f"{path.name} is no CSV file in UTF-8: {error}") from None


def _cells(row: Mapping[Any, Any]) -> Iterator[tuple[str, str]]:
    """Every cell as it stands, also those beyond the header; a null byte, which no database holds, is escaped."""
    for name, value in row.items():
        beyond = value if name is None else ()
        for number, cell in enumerate(beyond, 1):
            yield f"+{number}", _storable(cell)
        if name is not None:
            yield _storable(str(name)), _storable(value or "")


def _storable(cell: str) -> str:
    return cell.replace("\x00", "\\x00")


def _columns(header: Sequence[str]) -> dict[str, str]:
    known = {clean_line(name).lower(): name for name in header}
    found = {
        what: known[name] for what, names in COLUMNS.items() if (name := next(filter(known.get, names), ""))
    }
    missing = [what for what in NEEDED if what not in found]
    if "katottg" not in found and "community" not in found:
        missing.append("katottg or community")
    if missing:
        expected = "; ".join(f"{what}: {', '.join(names)}" for what, names in COLUMNS.items())
        raise UnreadableListError(f"Columns are missing: {', '.join(missing)}. Known names are {expected}.")
    return found
