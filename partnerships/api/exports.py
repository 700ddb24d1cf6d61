"""What there is of partnerships to export: the lines and documents that their records hold ready."""

from collections.abc import Iterator

from common.api.exports import Source, filters_of
from common.api.parameters import Asked
from common.export_files import Block
from partnerships.api.filters import PARTNERSHIP_LISTING, SEARCH
from partnerships.records.audience import public
from partnerships.records.counts import where_asked
from partnerships.records.csv_row import COLUMNS
from partnerships.records.export import csv_lines, documents_in_batches, features_in_batches
from partnerships.records.select import count_rows

FILTERS = filters_of(PARTNERSHIP_LISTING)


class Partnerships(Source):
    """Public partnerships, sorted by id."""

    name = "partnerships"
    records = "public partnerships, sorted by id,"
    shapes = "a line between each Ukrainian and each foreign party"
    counted = "partnership_count"
    columns = COLUMNS
    numbers = ("id", "activities_count")
    days = (
        "signed", "valid_until", "order_date", "registered_on", "corrected_on", "started", "ended_on", "updated_at",
    )  # fmt: skip
    filters = FILTERS

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        self.where, _told = where_asked(asked, asked.get(SEARCH.name, ""))

    def csv_lines(self) -> Iterator[Block]:
        """As they are stored."""
        return csv_lines(self.where)

    def documents(self) -> Iterator[Block]:
        """As they are stored."""
        return documents_in_batches(self.where)

    def features(self) -> Iterator[tuple[int, list[str]]]:
        """A line from each community to each partner."""
        return features_in_batches(self.where)

    def count(self) -> int:
        """How many match."""
        return count_rows([public()], self.where)
