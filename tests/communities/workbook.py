"""Small codifier workbooks of the official layout."""

from pathlib import Path

from openpyxl import Workbook

HEAD = ("Перший рівень", "Другий рівень", "Третій рівень", "Четвертий рівень", "Додатковий рівень")
OBLAST, RAION = "UA32000000000030281", "UA32060000000012455"
HROMADA, TOWN = "UA32060050000030591", "UA32060050010081797"
VILLAGE_HROMADA, VILLAGE = "UA32060070000030592", "UA32060070010081798"

Row = tuple[str, str, str]

ROWS: list[Row] = [
    (OBLAST, "O", "Київська"),
    (RAION, "P", "Броварський"),
    (HROMADA, "H", "Броварська"),
    (TOWN, "M", "Бровари"),
    (VILLAGE_HROMADA, "H", "Калитянська"),
    (VILLAGE, "C", "Калита"),
]


def rows_with(*replaced: Row, without: tuple[str, ...] = ()) -> list[Row]:
    """The standard rows with some replaced or added, and some left out."""
    rows = {code: (code, category, name) for code, category, name in (*ROWS, *replaced)}
    return [row for code, row in rows.items() if code not in without]


def write_workbook(path: Path, rows: list[Row] = ROWS) -> Path:
    """Write rows of (code, category, name) under the title block of the published file."""
    book = Workbook()
    sheet = book.active
    sheet.append([None] * 5 + ["ЗАТВЕРДЖЕНО\nнаказом Міністерства", None])
    sheet.append(["Кодифікатор адміністративно-територіальних одиниць"])
    sheet.append([*HEAD, "Категорія об’єкта", "Назва об’єкта"])
    for code, category, name in rows:
        levels = _levels(code)
        sheet.append([*levels, *[None] * (5 - len(levels)), category, name])
    sheet.append(["Коди UA01… набирають чинності з моменту повернення території"])
    book.save(path)
    return path


def _levels(code: str) -> list[str]:
    """A code tells the units above it: oblast, raion, hromada, settlement are 2, 2, 3 and 3 digits."""
    places = [code[2:4], code[4:6], code[6:9], code[9:12]]
    depth = max(n for n, digits in enumerate(places, 1) if digits.strip("0"))
    return [_CODE_OF.get(code[2 : (4, 6, 9)[n]], "") for n in range(depth - 1)] + [code]


_CODE_OF = {
    "32": OBLAST,
    "3206": RAION,
    "3206005": HROMADA,
    "3206007": VILLAGE_HROMADA,
}
