"""The four formats of an export, as streams of bytes.

Each ends in a mark with the number of partnerships, so that a file which was cut off shows: the last line of CSV
and JSON Lines, the last member of GeoJSON, the last row of the spreadsheet.
"""

import csv
import json
import tempfile
from collections.abc import Iterator
from typing import IO, Any

import xlsxwriter

from partnerships.records.csv_row import COLUMNS, csv_line
from partnerships.records.export import csv_lines, documents_in_batches, features_in_batches
from partnerships.records.where import Where

BOM = "\ufeff".encode()
END = "\r\n"
COMPLETE = "#complete"
MOST_ROWS_OF_A_SHEET = 1_048_576 - 2  # Excel's limit, without header and mark
NUMBERS = frozenset({COLUMNS.index("id"), COLUMNS.index("activities_count")})


def csv_export(where: Where, *, bom: bool = False) -> Iterator[bytes]:
    """RFC 4180; the last line is ``#complete`` with the number of partnerships."""
    yield (BOM if bom else b"") + f"{csv_line(COLUMNS)}{END}".encode()
    total = 0
    for block in csv_lines(where):
        total += block.count
        yield block.text.replace(b"\n", END.encode())
    yield f"{csv_line(_mark(total))}{END}".encode()


def _mark(total: int) -> list[Any]:
    return [COMPLETE, total, *[""] * (len(COLUMNS) - 2)]


def jsonl_export(where: Where) -> Iterator[bytes]:
    """One document a line, as the API serves it; the last line is ``{"complete": true, "count": …}``."""
    total = 0
    for block in documents_in_batches(where):
        total += block.count
        yield block.text
    yield f"{json.dumps({'complete': True, 'count': total})}\n".encode()


def geojson_export(where: Where) -> Iterator[bytes]:
    """A FeatureCollection of lines; ``complete`` and ``partnership_count`` are its last members."""
    yield b'{"type":"FeatureCollection","features":['
    total, comma = 0, ""
    for count, found in features_in_batches(where):
        total += count
        if found:
            yield (comma + ",\n".join(found)).encode()
            comma = ",\n"
    yield f'],"complete":true,"partnership_count":{total}}}\n'.encode()


def xlsx_export(where: Where) -> IO[bytes]:
    """A spreadsheet in a temporary file, written row by row; every cell but numbers is text, never a formula."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  # the answer closes it
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_urls": False})
    sheet = book.add_worksheet("partnerships")
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, COLUMNS, book.add_format({"bold": True}))
    number = 0
    for block in csv_lines(where):
        for cells in csv.reader(block.text.decode().removesuffix("\n").split("\n")):
            number += 1
            _write_row(sheet, number, cells)
    sheet.write_row(number + 1, 0, [COMPLETE, number])
    book.close()
    file.seek(0)
    return file


def _write_row(sheet: Any, number: int, cells: list[str]) -> None:
    for column, text in enumerate(cells):
        if not text:
            continue
        if column in NUMBERS:
            sheet.write_number(number, column, int(text))
        else:
            sheet.write_string(number, column, text)
