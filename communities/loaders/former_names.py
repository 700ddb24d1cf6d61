"""Names that units and their centres bore before, and what became of abolished units.

Both are small files of facts in ``communities/reference``; its README tells where they come from.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from communities.loaders.errors import ReferenceDataError
from communities.loaders.geonames import REFERENCE_DIR

FORMER_NAMES = REFERENCE_DIR / "former_names.csv"
SUCCESSORS = REFERENCE_DIR / "successors.csv"


def read_former_names(path: Path = FORMER_NAMES) -> dict[str, list[str]]:
    """KATOTTG code of a unit or settlement → its former names."""
    names: dict[str, list[str]] = defaultdict(list)
    for row in _rows(path, {"katottg", "former_name_uk"}):
        names[row["katottg"]].append(row["former_name_uk"])
    return dict(names)


def read_successors(path: Path = SUCCESSORS) -> dict[str, str]:
    """Code of an abolished unit → code of the unit that took its place."""
    rows = _rows(path, {"abolished_katottg", "successor_katottg"})
    return {row["abolished_katottg"]: row["successor_katottg"] for row in rows}


def merge_names(current: Iterable[str], *former: Iterable[str]) -> list[str]:
    """Former names in the order they are given, each once, without those borne now."""
    names = dict.fromkeys(name for group in former for name in group if name)
    for name in current:
        names.pop(name, None)
    return list(names)


def _rows(path: Path, columns: set[str]) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if not columns <= set(reader.fieldnames or ()):
                raise ReferenceDataError(f"{path.name} needs the columns {', '.join(sorted(columns))}.")
            return list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ReferenceDataError(f"{path.name} cannot be read: {error}") from error
