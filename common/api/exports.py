"""Exports: everything that matches the filters of a list, in one file. For everybody the same.

Each resource says in a ``Source`` what it has; the formats are the same for all of them.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from django.http import FileResponse, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.permissions import AllowAny
from rest_framework.request import Request

from common.api.kinds import BOOLEAN
from common.api.openapi import answers
from common.api.parameters import Asked, Parameter, ParameterSet
from common.api.views import ApiView
from common.errors import FieldProblem, RuleViolated
from common.export_files import (
    MOST_ROWS_OF_A_SHEET,
    Block,
    csv_file,
    geojson_file,
    jsonl_file,
    xlsx_file,
)

NOT_OF_EXPORTS = frozenset({"ordering", "page_size", "cursor", "count"})
BOM = Parameter("bom", BOOLEAN, "With `true` the file begins with a byte order mark, which Excel needs.")


def filters_of(listing: ParameterSet) -> list[Parameter]:
    """The parameters of a list that an export takes, too."""
    return [known for name, known in listing.parameters.items() if name not in NOT_OF_EXPORTS]


class Source(ABC):
    """What one resource has to export, for what was asked. All public: nobody gets more than another."""

    name: ClassVar[str]  # in the address, and of the sheet
    records: ClassVar[str]  # what the records are, in the words of the documentation
    shapes: ClassVar[str]  # what GeoJSON has of a record
    counted: ClassVar[str]  # the member of GeoJSON with the number of records
    columns: ClassVar[tuple[str, ...]]
    numbers: ClassVar[tuple[str, ...]]
    days: ClassVar[tuple[str, ...]] = ()
    filters: ClassVar[Sequence[Parameter]]

    def __init__(self, asked: Asked) -> None:
        self.asked = asked

    @abstractmethod
    def csv_lines(self) -> Iterator[Block]:
        """Lines of CSV, in the order of ``columns``."""

    @abstractmethod
    def documents(self) -> Iterator[Block]:
        """The records as the list of the API shows them, one a line."""

    @abstractmethod
    def features(self) -> Iterator[tuple[int, list[str]]]:
        """For each batch how many records it has, and its features of GeoJSON."""

    @abstractmethod
    def count(self) -> int:
        """How many records there are."""


class ExportView(ApiView, ABC):
    """One format of one resource."""

    permission_classes = (AllowAny,)
    source: ClassVar[type[Source]]
    content_type: ClassVar[str]
    extension: ClassVar[str]
    described: ClassVar[str]
    own_parameters: ClassVar[Sequence[Parameter]] = ()

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """The address names the format; `Accept` cannot ask for another one."""
        return super().perform_content_negotiation(request, force=True)

    def get(self, request: Request) -> HttpResponseBase:
        """The file; to HEAD its headers only."""
        source = self.source(self.asked)
        response = HttpResponse() if request.method == "HEAD" else self.file(source)
        name = f"pobratym-{source.name}-{timezone.localdate().isoformat()}.{self.extension}"
        response["Content-Type"] = self.content_type
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    @abstractmethod
    def file(self, source: Source) -> HttpResponseBase:
        """The answer with the content."""


class CsvExport(ExportView):
    """Comma-separated values."""

    content_type, extension, own_parameters = "text/csv; charset=utf-8", "csv", (BOM,)
    described = (
        "Export {records} as CSV (RFC 4180), one row each.\n\nSeveral values in one cell are separated by ` | `. "
        "A cell that a spreadsheet would read as a formula begins with an apostrophe. The last line is "
        "`#complete` with the number of records: if it is missing, the file was cut off."
    )

    def file(self, source: Source) -> HttpResponseBase:
        """Streamed."""
        bom = self.asked.get(BOM.name, False)
        return StreamingHttpResponse(csv_file(source.columns, source.csv_lines(), bom=bom))


class JsonLinesExport(ExportView):
    """One JSON document a line."""

    content_type, extension = "application/x-ndjson", "jsonl"
    described = (
        "Export {records} as JSON Lines, each as the list shows it.\n\nThe last line is "
        '`{{"complete": true, "count": …}}`: without it the file was cut off.'
    )

    def file(self, source: Source) -> HttpResponseBase:
        """Streamed."""
        return StreamingHttpResponse(jsonl_file(source.documents()))


class GeoJsonExport(ExportView):
    """What lies on a map."""

    content_type, extension = "application/geo+json", "geojson"
    described = (
        "Export {records} as GeoJSON: {shapes}.\n\nWhat has no known coordinates is left out. The last members are "
        "`complete` and `{counted}`, the number of records that matched."
    )

    def file(self, source: Source) -> HttpResponseBase:
        """Streamed."""
        return StreamingHttpResponse(geojson_file(source.features(), counted=source.counted))


class SpreadsheetExport(ExportView):
    """A spreadsheet."""

    content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    extension = "xlsx"
    described = (
        "Export {records} as a spreadsheet with the columns of the CSV.\n\nThe last row is `#complete` with the "
        "number of records. At most 1,048,574 rows, as many as a sheet holds."
    )

    def file(self, source: Source) -> HttpResponseBase:
        """From a temporary file."""
        if source.count() > MOST_ROWS_OF_A_SHEET:
            detail = _("There are too many rows for a spreadsheet: download the CSV, or use filters.")
            raise RuleViolated([FieldProblem("format", "too_many_rows", detail)])
        return FileResponse(
            xlsx_file(source.name, source.columns, source.numbers, source.csv_lines(), source.days)
        )


FORMATS: tuple[type[ExportView], ...] = (CsvExport, JsonLinesExport, GeoJsonExport, SpreadsheetExport)


def export_urls(source: type[Source]) -> list[URLPattern]:
    """Addresses of the four formats of a resource."""
    return [
        path(
            f"exports/{source.name}.{kind.extension}",
            _view(source, kind).as_view(),
            name=f"export_{source.name}_{kind.extension}",
        )
        for kind in FORMATS
    ]


def _view(source: type[Source], kind: type[ExportView]) -> type[ExportView]:
    parameters = ParameterSet([*source.filters, *kind.own_parameters])
    media_type = kind.content_type.split(";", maxsplit=1)[0]
    shape = OpenApiTypes.OBJECT if kind is GeoJsonExport else OpenApiTypes.BINARY
    file = OpenApiResponse(shape, description="The file.")
    described = extend_schema(
        operation_id=f"exports_{source.name}_{kind.extension}",
        tags=["exports"],
        description=kind.described.format(
            records=source.records, shapes=source.shapes, counted=source.counted
        ),
        parameters=parameters.schema(),
        responses=answers({(200, media_type): file}),
    )
    made = type(f"{source.__name__}{kind.__name__}", (kind,), {"source": source, "parameters": parameters})
    view: type[ExportView] = extend_schema_view(get=described)(made)
    return view
