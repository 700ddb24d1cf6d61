"""Everything public that matches the filters of the list, in one file. For everybody the same."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.http import FileResponse, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request

from accounts.api.views import ReadByAll
from common.api.kinds import BOOLEAN
from common.api.openapi import answers
from common.api.parameters import Parameter, ParameterSet
from common.errors import FieldProblem, RuleViolated
from partnerships.api.filters import PARTNERSHIP_LISTING, SEARCH
from partnerships.exports import (
    MOST_ROWS_OF_A_SHEET,
    csv_export,
    geojson_export,
    jsonl_export,
    xlsx_export,
)
from partnerships.records.audience import public
from partnerships.records.counts import where_asked
from partnerships.records.select import count_rows
from partnerships.records.where import Where

TAGS = ["exports"]
NOT_OF_EXPORTS = frozenset({"ordering", "page_size", "cursor", "count"})
FILTERS = [
    parameter for name, parameter in PARTNERSHIP_LISTING.parameters.items() if name not in NOT_OF_EXPORTS
]
BOM = Parameter("bom", BOOLEAN, "With `true` the file begins with a byte order mark, which Excel needs.")


def file_of(content_type: str) -> dict[Any, Any]:
    """Describe the answer in the OpenAPI document."""
    return answers({(200, content_type): OpenApiResponse(OpenApiTypes.BINARY, description="The file.")})


class Export(ReadByAll):
    """One format of the export."""

    parameters = ParameterSet(FILTERS)
    content_type: ClassVar[str]
    extension: ClassVar[str]

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """The address names the format; `Accept` cannot ask for another one."""
        return super().perform_content_negotiation(request, force=True)

    def answer(self, request: Request) -> HttpResponseBase:
        """The file; to HEAD its headers only."""
        where, _told = where_asked(self.asked, self.asked.get(SEARCH.name, ""))
        response = HttpResponse() if request.method == "HEAD" else self.file(where)
        name = f"pobratym-partnerships-{timezone.localdate().isoformat()}.{self.extension}"
        response["Content-Type"] = self.content_type
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def file(self, where: Where) -> HttpResponseBase:
        """The answer with the content."""
        return StreamingHttpResponse(self.stream(where))

    def stream(self, where: Where) -> Iterator[bytes]:
        """The content, piece by piece; every format says it but the spreadsheet, which has a ``file``."""
        raise NotImplementedError


class CsvExport(Export):
    """Comma-separated values."""

    parameters = ParameterSet([*FILTERS, BOM])
    content_type = "text/csv; charset=utf-8"
    extension = "csv"

    @extend_schema(
        operation_id="exports_partnerships_csv",
        tags=TAGS,
        parameters=parameters.schema(),
        responses=file_of("text/csv"),
    )
    def get(self, request: Request) -> HttpResponseBase:
        """Export public partnerships as CSV (RFC 4180), one row each, ordered by id.

        Several values of one cell are parted by ` | `. A cell that a spreadsheet would take for a formula begins
        with an apostrophe. The last line is `#complete` with the number of partnerships: without it the file
        was cut off.
        """
        return self.answer(request)

    def stream(self, where: Where) -> Iterator[bytes]:
        return csv_export(where, bom=self.asked.get("bom", False))


class JsonLinesExport(Export):
    """One JSON document a line."""

    content_type = "application/x-ndjson"
    extension = "jsonl"

    @extend_schema(
        operation_id="exports_partnerships_jsonl",
        tags=TAGS,
        parameters=Export.parameters.schema(),
        responses=file_of("application/x-ndjson"),
    )
    def get(self, request: Request) -> HttpResponseBase:
        """Export public partnerships as JSON Lines, each as the list shows it, ordered by id.

        The last line is `{"complete": true, "count": …}`: without it the file was cut off.
        """
        return self.answer(request)

    def stream(self, where: Where) -> Iterator[bytes]:
        return jsonl_export(where)


class GeoJsonExport(Export):
    """Lines between partners."""

    content_type = "application/geo+json"
    extension = "geojson"

    @extend_schema(
        operation_id="exports_partnerships_geojson",
        tags=TAGS,
        parameters=Export.parameters.schema(),
        responses=file_of("application/geo+json"),
    )
    def get(self, request: Request) -> HttpResponseBase:
        """Export public partnerships as GeoJSON: a line between each Ukrainian and each foreign party.

        Parties without known coordinates have no line. The last members are `complete` and
        `partnership_count`, the number of partnerships that matched.
        """
        return self.answer(request)

    def stream(self, where: Where) -> Iterator[bytes]:
        return geojson_export(where)


class SpreadsheetExport(Export):
    """A spreadsheet."""

    content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    extension = "xlsx"

    @extend_schema(
        operation_id="exports_partnerships_xlsx",
        tags=TAGS,
        parameters=Export.parameters.schema(),
        responses=file_of(content_type),
    )
    def get(self, request: Request) -> HttpResponseBase:
        """Export public partnerships as a spreadsheet with the columns of the CSV, ordered by id.

        The last row is `#complete` with the number of partnerships. At most 1,048,574 rows, as many as a
        sheet holds.
        """
        return self.answer(request)

    def file(self, where: Where) -> HttpResponseBase:
        if count_rows([public()], where) > MOST_ROWS_OF_A_SHEET:
            detail = _("A spreadsheet cannot hold so many rows: take the CSV, or filter.")
            raise RuleViolated([FieldProblem("format", "too_many_rows", detail)])
        return FileResponse(xlsx_export(where))
