"""Files of an export: CSV, JSON Lines, GeoJSON, a spreadsheet; as streams of bytes, memory stays flat.

Each ends in a mark with the number of records, so that a file which was cut off shows: the last line of CSV
and JSON Lines, the last member of GeoJSON, the last row of the spreadsheet.
"""

import csv
import json
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from io import StringIO
from itertools import islice
from typing import IO, Any

import xlsxwriter
from django.utils.timezone import localtime

BOM = "\ufeff".encode()
END = "\r\n"
COMPLETE = "#complete"
FIRST_YEAR_OF_EXCEL = 1900
MOST_ROWS_OF_A_SHEET = 1_048_576 - 2  # Excel's limit, without header and mark
SEPARATOR = " | "
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would take the cell for a formula
# Also what XML cannot hold, so that a spreadsheet made of such a line can be opened.
CONTROL_SIGNS = re.compile("(?:\r\n|[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff])")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?:T.*)?")  # in the files for programs
SHORT_DAY = "%d.%m.%Y"  # in those for people


Writer = Callable[[Any, int, int, str], None]  # into a sheet: row, column, text


@dataclass(frozen=True)
class Block:
    """Some lines in UTF-8, each with a line feed, and how many they are."""

    count: int
    text: bytes

    @classmethod
    def of(cls, lines: Sequence[str]) -> "Block":
        """Join lines."""
        return cls(len(lines), "".join(f"{line}\n" for line in lines).encode())


def csv_line(values: Iterable[Any], delimiter: str = ",") -> str:
    """Join cells to a line, as RFC 4180 wants it, with cells that no spreadsheet runs."""
    out = StringIO()
    csv.writer(out, lineterminator="", delimiter=delimiter).writerow([safe_cell(value) for value in values])
    return out.getvalue()


def safe_cell(value: Any) -> str:
    """One cell: no line breaks or other control signs, and an apostrophe before what would begin a formula."""
    text = "" if value is None else str(value)
    if text.startswith(DANGEROUS):
        text = f"'{text}"
    return CONTROL_SIGNS.sub(" ", text)


def joined(values: Iterable[Any]) -> str:
    """Several values in one cell, empty ones too, so that places agree; nothing when all are empty."""
    texts = ["" if value is None else str(value) for value in values]
    return SEPARATOR.join(texts) if any(texts) else ""


def csv_file(
    columns: Sequence[str], blocks: Iterable[Block], *, bom: bool = False, delimiter: str = ","
) -> Iterator[bytes]:
    """RFC 4180; the last line is ``#complete`` with the number of records.

    For people: with a byte order mark, and a semicolon where Excel expects one, as it does in Ukraine.
    """
    yield (BOM if bom else b"") + f"{csv_line(columns, delimiter)}{END}".encode()
    total = 0
    for block in blocks:
        total += block.count
        yield block.text.replace(b"\n", END.encode())
    yield f"{csv_line([COMPLETE, total, *[''] * (len(columns) - 2)], delimiter)}{END}".encode()


def jsonl_file(blocks: Iterable[Block]) -> Iterator[bytes]:
    """One document a line; the last line is ``{"complete": true, "count": …}``."""
    total = 0
    for block in blocks:
        total += block.count
        yield block.text
    yield f"{json.dumps({'complete': True, 'count': total})}\n".encode()


def geojson_file(batches: Iterable[tuple[int, Sequence[str]]], *, counted: str) -> Iterator[bytes]:
    """A FeatureCollection of ready features; ``complete`` and ``counted``, the number of records, end it."""
    yield b'{"type":"FeatureCollection","features":['
    total, comma = 0, ""
    for count, found in batches:
        total += count
        if found:
            yield (comma + ",\n".join(found)).encode()
            comma = ",\n"
    yield f'],"complete":true,"{counted}":{total}}}\n'.encode()


def feature(kind: str, coordinates: Sequence[Any], properties: Any) -> str:
    """One feature of GeoJSON (RFC 7946): longitude before latitude."""
    geometry = {"type": kind, "coordinates": coordinates}
    whole = {"type": "Feature", "geometry": geometry, "properties": properties}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))


def xlsx_file(
    name: str,
    columns: Sequence[str],
    numbers: Iterable[str],
    blocks: Iterable[Block],
    days: Iterable[str] = (),
) -> IO[bytes]:
    """A spreadsheet in a temporary file, from lines of CSV; ``numbers`` and ``days`` are what they are.

    Every other cell is text, never a formula; so is a cell of these columns that holds several values.
    """
    file = tempfile.TemporaryFile()  # noqa: SIM115  # the answer closes it
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_urls": False})
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, columns, book.add_format({"bold": True}))
    write: dict[int, Writer] = {columns.index(column): _write_number for column in numbers}
    write |= {
        columns.index(column): partial(_write_day, book.add_format({"num_format": "dd.mm.yyyy"}))
        for column in days
    }
    number = 0
    for block in blocks:
        for cells in csv.reader(block.text.decode().removesuffix("\n").split("\n")):
            number += 1
            _write_row(sheet, number, cells, write)
    sheet.write_row(number + 1, 0, [COMPLETE, number])
    book.close()
    file.seek(0)
    return file


def _write_row(sheet: Any, number: int, cells: Sequence[str], write: Mapping[int, Writer]) -> None:
    for column, text in enumerate(cells):
        if text:
            write.get(column, _write_text)(sheet, number, column, text)


def _write_text(sheet: Any, row: int, column: int, text: str) -> None:
    sheet.write_string(row, column, text)


def _write_number(sheet: Any, row: int, column: int, text: str) -> None:
    sheet.write_number(row, column, float(text))


def _write_day(style: Any, sheet: Any, row: int, column: int, text: str) -> None:
    """A true date, by which a spreadsheet sorts and filters; Excel knows none before 1900."""
    day = _day_of(text)
    if day is None or day.year < FIRST_YEAR_OF_EXCEL:
        _write_text(sheet, row, column, text)
    else:
        sheet.write_datetime(row, column, day, style)


def _day_of(text: str) -> datetime | None:
    try:
        if not DAY.fullmatch(text):
            return datetime.strptime(text, SHORT_DAY)  # noqa: DTZ007  # a day has no time zone
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return localtime(moment).replace(tzinfo=None) if moment.tzinfo else moment


def blocks_of(lines: Iterable[str], size: int = 1000) -> Iterator[Block]:
    """Gather lines as they come."""
    source = iter(lines)
    while batch := list(islice(source, size)):
        yield Block.of(batch)
