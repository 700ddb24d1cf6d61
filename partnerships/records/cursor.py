"""Reading the records: on the replica where a router says so."""

from collections.abc import Sequence
from typing import Any

from django.db import router

from common import reading
from partnerships.models import Record


def read_rows(
    sql: str, params: Sequence[Any], *, raw_text: bool = False, prepare: bool = False
) -> reading.Rows:
    """Run a reading statement; see ``common.reading.read_rows``."""
    return reading.read_rows(router.db_for_read(Record), sql, params, raw_text=raw_text, prepare=prepare)
