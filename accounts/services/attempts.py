"""Slowing down guesses: of passwords, second-factor codes, links and keys.

After some free failures each further one makes the next attempt wait, twice as long each time, up to a limit. An
attempt that comes too early is refused without being looked at, and makes nobody wait longer.

What counts together is chosen so that strangers lock nobody out:

- a browser in which the person has signed in before waits for its own failures alone;
- other browsers wait for those of their address with this account, and of their address with all accounts;
- they also wait, for a minute at most, while an account is guessed at from many addresses;
- an address from which the person has signed in before is not held up by what others do, there or elsewhere.
"""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.models import AttemptCounter

FORGOTTEN_AFTER = dt.timedelta(hours=1)  # without a failure
FAMILIAR_FOR = dt.timedelta(days=90)  # an address, since somebody signed in from it
KEPT_FOR = dt.timedelta(days=100)


@dataclass(frozen=True)
class Limit:
    """How many failures are free, and how the pauses after them grow (seconds)."""

    name: str
    free: int
    first: int
    longest: int

    def pause(self, failures: int) -> dt.timedelta:
        """How long the next attempt waits after so many failures."""
        beyond = failures - self.free
        seconds = 0 if beyond < 0 else min(self.first * 2 ** min(beyond, 20), self.longest)
        return dt.timedelta(seconds=seconds)


BROWSER = Limit("browser", free=10, first=2, longest=5 * 60)
PAIR = Limit("pair", free=5, first=4, longest=15 * 60)
ADDRESS = Limit("address", free=50, first=2, longest=5 * 60)
ACCOUNT = Limit("account", free=20, first=2, longest=60)
# A code has six digits only: whoever guesses it knows the password already and waits longer.
CODE_OF_ACCOUNT = Limit("account", free=10, first=4, longest=15 * 60)
UNKNOWN = Limit("unknown", free=30, first=2, longest=5 * 60)  # links and keys that do not exist


@dataclass(frozen=True)
class Visitor:
    """Who tries: the network, and the browser when it is known for this account (else empty)."""

    network: str
    browser: str = ""


@dataclass(frozen=True)
class Attempt:
    """One attempt that may be looked at. It counts as failed until it is said to have succeeded."""

    own: tuple[str, ...]  # keys that a success clears
    others: tuple[str, ...]  # keys that a success only takes its own failure back from

    def succeeded(self) -> None:
        """Say that it was right."""
        now = timezone.now()
        AttemptCounter.objects.filter(key__in=self.own).update(failures=0, succeeded_at=now, updated_at=now)
        AttemptCounter.objects.filter(key__in=self.others).update(failures=Greatest(F("failures") - 1, 0))


class TooManyAttempts(Exception):
    """The attempt comes too early; nothing was looked at."""

    def __init__(self, wait: dt.timedelta) -> None:
        super().__init__(wait)
        self.seconds = max(int(wait.total_seconds() + 0.999), 1)


def begin(what: str, account: str, visitor: Visitor) -> Attempt:
    """Count an attempt at an account before it is looked at, so that many at once are counted too.

    ``what`` is "password" or "code". Raises ``TooManyAttempts``.
    """
    if visitor.browser:
        key = _key(what, BROWSER, visitor.browser, account)
        _count({key: BROWSER})
        return Attempt(own=(key,), others=())
    pair = _key(what, PAIR, visitor.network, account)
    known = AttemptCounter.objects.filter(key=pair).first()
    shared = {} if _is_familiar(known) else _shared(what, account, visitor, known)
    _count({pair: PAIR, **shared})
    return Attempt(own=(pair,), others=tuple(shared))


def count_unknown(what: str, network: str) -> None:
    """Count a link or key that does not exist; what exists is never asked. Raises ``TooManyAttempts``."""
    _count({_key(what, UNKNOWN, network): UNKNOWN})


def forget_old_attempts() -> int:
    """Remove counters that nothing depends on any more; returns how many."""
    now = timezone.now()
    rows = AttemptCounter.objects.filter(updated_at__lt=now - FORGOTTEN_AFTER)
    never, _by_model = rows.filter(succeeded_at=None).delete()
    old, _by_model = rows.filter(updated_at__lt=now - KEPT_FOR).delete()
    return never + old


def _shared(what: str, account: str, visitor: Visitor, known: AttemptCounter | None) -> dict[str, Limit]:
    """What an unknown browser shares with others: its address, and the account.

    One address counts against the account as often as it may fail freely, so that many are needed.
    """
    shared = {_key(what, ADDRESS, visitor.network): ADDRESS}
    limit = CODE_OF_ACCOUNT if what == "code" else ACCOUNT
    if known is None or _failures(known) < PAIR.free:
        shared[_key(what, limit, account)] = limit
    return shared


def _is_familiar(known: AttemptCounter | None) -> bool:
    since = timezone.now() - FAMILIAR_FOR
    return known is not None and known.succeeded_at is not None and known.succeeded_at > since


def _count(limits: dict[str, Limit]) -> None:
    """Count a failure under each key, or under none when one of them must wait."""
    with transaction.atomic():
        AttemptCounter.objects.bulk_create(
            [AttemptCounter(key=key) for key in sorted(limits)], ignore_conflicts=True
        )
        rows = list(AttemptCounter.objects.select_for_update().filter(key__in=limits).order_by("key"))
        now = timezone.now()  # after the locks: whoever waited for them is not earlier than who came before
        waits = [_wait(row, limits[row.key], now) for row in rows]
        if (longest := max(waits)) > dt.timedelta():
            raise TooManyAttempts(longest)
        for row in rows:
            row.failures, row.failed_at = _failures(row) + 1, now
            row.save(update_fields=["failures", "failed_at", "updated_at"])


def _failures(row: AttemptCounter) -> int:
    """Those that are not forgotten."""
    is_old = row.failed_at is None or row.failed_at < timezone.now() - FORGOTTEN_AFTER
    return 0 if is_old else row.failures


def _wait(row: AttemptCounter, limit: Limit, now: dt.datetime) -> dt.timedelta:
    failures = _failures(row)
    if not failures or row.failed_at is None:
        return dt.timedelta()
    return row.failed_at + limit.pause(failures) - now


def _key(what: str, limit: Limit, *parts: str) -> str:
    text = "\0".join((what, limit.name, *parts))
    return salted_hmac("accounts.attempts", text, secret=settings.SECRET_KEY, algorithm="sha256").hexdigest()
