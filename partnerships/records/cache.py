"""Pages kept in the memory of the process, given out again only while nothing has changed.

Whether something has changed is asked of the version row each time (one look-up), so a page is never stale.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from django.conf import settings
from django.db import connections, router
from django.utils import timezone

from partnerships.models import Record
from partnerships.records.cursor import read_rows

VERSION_SQL = "SELECT version FROM partnerships_recordversion WHERE id = 1"


MOST_NOTED = 20_000  # keys that were asked for lately


class PageCache:
    """The pages used last, up to a number of bytes."""

    def __init__(self) -> None:
        self._pages: OrderedDict[Hashable, bytes] = OrderedDict()
        self._noted: OrderedDict[Hashable, None] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def note(self, key: Hashable) -> bool:
        """Note that a page is asked for; tell whether it was lately, too."""
        with self._lock:
            is_known = key in self._noted
            self._noted[key] = None
            self._noted.move_to_end(key)
            if len(self._noted) > MOST_NOTED:
                self._noted.popitem(last=False)
            return is_known

    def get(self, key: Hashable) -> bytes | None:
        """Return a page and note its use."""
        with self._lock:
            if (page := self._pages.get(key)) is not None:
                self._pages.move_to_end(key)
            return page

    def put(self, key: Hashable, page: bytes) -> None:
        """Keep a page; the ones not used for longest go."""
        with self._lock:
            self._size += len(page) - len(self._pages.pop(key, b""))
            self._pages[key] = page
            while self._size > settings.PAGE_CACHE_BYTES:
                _key, dropped = self._pages.popitem(last=False)
                self._size -= len(dropped)


_pages = PageCache()


def current_version() -> int | None:
    """The version of all records; None while nothing was ever written."""
    rows = read_rows(VERSION_SQL, (), prepare=True)
    return int(rows[0][0]) if rows else None


def cached_when_repeated(key: Hashable, make: Callable[[], bytes]) -> bytes:
    """The same for pages that are cheap to make and too many to keep: only those asked for again are kept."""
    return cached(key, make) if _pages.note(key) else make()


def cached(key: Hashable, make: Callable[[], bytes]) -> bytes:
    """Return the page for ``key``, made at most once for each version and day.

    The version is read before the page is made: a change in between makes the page newer than its version
    says, never older. Inside a transaction nothing is kept: its own changes have no version yet.
    """
    if not settings.PAGE_CACHE_BYTES or connections[router.db_for_read(Record)].in_atomic_block:
        return make()
    version = current_version()
    if version is None:
        return make()
    whole = (version, timezone.localdate(), key)
    page = _pages.get(whole)
    if page is None:
        page = make()
        _pages.put(whole, page)
    return page
