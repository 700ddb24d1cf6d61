"""Exports of a list of the desks: exactly what is filtered, streamed, written down before the first byte."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from common.errors import FieldProblem, RuleViolated
from common.export_files import MOST_ROWS_OF_A_SHEET, Block, blocks_of, csv_file, csv_line, xlsx_file
from common.long_reading import long_reading
from desks.columns import Column
from desks.models import ListExport

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
BATCH = 1000
DELIMITER = ";"  # these files are for people: Excel opens them by a click, in Ukraine with this sign
LONGEST_SHEET_NAME = 31  # in Excel


def export(
    rows: QuerySet[Any], columns: Sequence[Column], *, actor: Any, list_name: str, query: str, kind: str
) -> HttpResponseBase:
    """Answer with the file. Raises ``RuleViolated`` for more rows than a sheet of a spreadsheet holds."""
    with long_reading(rows.model):
        count = rows.order_by().count()
    if kind == "xlsx" and count > MOST_ROWS_OF_A_SHEET:
        detail = _("There are too many rows for a spreadsheet: download the CSV, or use filters.")
        raise RuleViolated([FieldProblem("format", "too_many_rows", detail)])
    ListExport.objects.create(
        user=actor, role=actor.role, list_name=list_name, query=query, format=kind, rows=count
    )
    labels = [str(column.label) for column in columns]
    delimiter = DELIMITER if kind == "csv" else ","
    blocks = _blocks(rows, columns, translation.get_language() or "uk", delimiter)
    response: HttpResponseBase
    if kind == "xlsx":
        days = [str(column.label) for column in columns if column.is_day]
        sheet = list_name.rpartition(".")[2][:LONGEST_SHEET_NAME]
        response = FileResponse(xlsx_file(sheet, labels, (), blocks, days))
    else:
        response = StreamingHttpResponse(csv_file(labels, blocks, bom=True, delimiter=DELIMITER))
    response["Content-Type"] = FORMATS[kind]
    name = f"pobratym-{list_name.rpartition('.')[2]}-{timezone.localdate().isoformat()}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def _blocks(rows: QuerySet[Any], columns: Sequence[Column], language: str, delimiter: str) -> Iterator[Block]:
    """Lines of CSV, batch by batch; read after the page's own language has been put back."""

    def lines() -> Iterator[str]:
        for row in rows.iterator(chunk_size=BATCH):
            with translation.override(language):
                yield csv_line([column.text(row) for column in columns], delimiter)

    with long_reading(rows.model):
        yield from blocks_of(lines())
