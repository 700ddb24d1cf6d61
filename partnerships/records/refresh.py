"""The only writer of the read model: called by every service in the transaction that changes something."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Prefetch
from django.utils import timezone

from communities.vocabulary import VocabularyScope, learn
from partnerships.models import Activity, DeskRecord, Partnership, Record
from partnerships.records.columns import columns_of, next_change
from partnerships.records.csv_row import csv_row
from partnerships.records.document import public_document
from partnerships.records.sums import compact_now_and_then
from partnerships.records.words import TermsOfParties, terms_of, with_case_numbers
from partnerships.selectors import is_public, is_public_agreement, with_everything

if TYPE_CHECKING:
    from partnerships.models.record import RecordColumns

BATCH = 500
Model = TypeVar("Model", bound="RecordColumns")


@dataclass(frozen=True)
class Rows:
    """The two rows of a partnership as they should be."""

    record: Record
    desk: DeskRecord
    words: frozenset[str]  # for the vocabulary of corrections; public ones only


def refresh_records(partnership_ids: Iterable[int]) -> int:
    """Write the rows of these partnerships anew; return how many. Part of the caller's transaction.

    The caller holds the lock of a partnership that it has changed, so nobody else writes its rows meanwhile.
    """
    count = 0
    for rows in built(partnership_ids):
        _write(Record, [row.record for row in rows])
        _write(DeskRecord, [row.desk for row in rows])
        learn(VocabularyScope.RECORD, frozenset().union(*(row.words for row in rows)))
        count += len(rows)
    if count:
        compact_now_and_then()
    return count


def lock_partnerships(partnership_ids: Sequence[int]) -> None:
    """Lock partnerships in the order of their ids, as every writer of several must."""
    rows = Partnership.objects.filter(pk__in=partnership_ids).order_by("pk")
    list(rows.select_for_update(of=("self",)).values_list("pk"))


def built(partnership_ids: Iterable[int]) -> Iterator[list[Rows]]:
    """Make the rows in batches, without writing them."""
    ids = sorted(set(partnership_ids))
    parties = TermsOfParties()
    log = Prefetch("activities", Activity.objects.only("partnership_id", "title_uk", "title_en"))
    for start in range(0, len(ids), BATCH):
        found = with_everything(Partnership.objects.filter(pk__in=ids[start : start + BATCH]))
        yield [_rows(partnership, parties) for partnership in found.prefetch_related(log)]


def _rows(partnership: Partnership, parties: TermsOfParties) -> Rows:
    if partnership.merged_into_id:  # both rows are there, and empty: it is found nowhere
        empty = {"code": partnership.code, "is_public": False, "updated_at": partnership.updated_at}
        return Rows(
            Record(partnership=partnership, **empty),
            DeskRecord(partnership=partnership, **empty),
            frozenset(),
        )
    agreements = list(partnership.agreements.all())
    public = is_public(partnership)
    known = [agreement for agreement in agreements if is_public_agreement(partnership, agreement)]
    record = Record(partnership=partnership, code=partnership.code, is_public=public)
    record.updated_at = partnership.updated_at
    terms = terms_of(partnership, agreements, parties)
    columns = columns_of(partnership, agreements, is_public=public)
    words: frozenset[str] = frozenset()
    if public:
        everything = len(known) == len(agreements)  # as nearly always: then both rows are alike
        public_terms = terms if everything else terms_of(partnership, known, parties)
        words = public_terms.words
        document = public_document(partnership)
        record = Record(
            partnership=partnership,
            version=partnership.version,
            document=document,
            csv_row=csv_row(json.loads(document)),
            stale_on=next_change(known, timezone.localdate()),
            words=public_terms.vector,
            **(columns if everything else columns_of(partnership, known, is_public=True)),
        )
    desk = DeskRecord(
        partnership=partnership,
        has_case=any(agreement.cases.all() for agreement in agreements),
        words=with_case_numbers(terms, agreements).vector,
        **columns,
    )
    return Rows(record, desk, words)


def _write(model: type[Model], rows: Sequence[Model]) -> None:
    columns: list[Any] = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    model._default_manager.bulk_create(
        rows, update_conflicts=True, unique_fields=["partnership"], update_fields=columns
    )
