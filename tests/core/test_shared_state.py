"""What must hold for all processes lies in the database, not in the memory of one."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache, caches
from django.core.cache.backends.db import DatabaseCache
from django.http import HttpResponse

from accounts.models import CacheEntry
from common.replica import ReplicaMiddleware, ReplicaRouter
from tests.factories import make_user
from tests.rules.threads import at_once

SECRET = "JBSWY3DPEHPK3PXP"


def code_now():
    return format_hotp_value(hotp_value(SECRET, next(yield_hotp_counters_from_time())))


@pytest.mark.django_db
def test_one_time_code__once_used__is_known_to_every_process():
    totp = TOTP.activate(make_user(), SECRET)
    code = code_now()
    assert totp.validate_code(code)
    assert CacheEntry.objects.filter(cache_key__contains="totp.used").exists()
    assert not totp.validate_code(code)


@pytest.mark.django_db(transaction=True)
def test_one_time_code__used_by_many_at_once__opens_once():
    totp = TOTP.activate(make_user(), SECRET)
    code = code_now()
    assert sorted(at_once(*[lambda: totp.validate_code(code)] * 4)) == [False, False, False, True]


@pytest.mark.django_db
def test_failed_sign_in__is_counted_for_every_process(client):
    client.post("/account/login/", {"login": "nobody@example.org", "password": "wrong"})
    assert CacheEntry.objects.filter(cache_key__contains="login").exists()


@pytest.mark.django_db
def test_default_cache__keeps_more_than_djangos_300(settings):
    for number in range(301):
        cache.add(f"used-{number}", True, 60)
    assert cache.get("used-0")
    assert isinstance(caches["default"], DatabaseCache)


def test_cache__read_by_a_public_page__is_not_the_replicas_copy(rf):
    """A replica is a moment behind, and what has expired could not be removed there."""
    seen = []
    model = DatabaseCache("table", {}).cache_model_class
    ReplicaMiddleware(lambda _request: seen.append(ReplicaRouter().db_for_read(model)) or HttpResponse())(
        rf.get("/register/integrity/")
    )
    assert seen == [None]


def test_cache_of_one_process__is_asked_by_nothing_that_lets_somebody_in(settings):
    """Guesses of passwords, codes, links and keys are counted in rows (``AttemptCounter``)."""
    apps = [app.rpartition(".")[0] or app for app in settings.INSTALLED_APPS]
    folders = {settings.BASE_DIR / app.partition(".")[0] for app in apps} - {settings.BASE_DIR / "demo"}
    asked = {
        path.relative_to(settings.BASE_DIR).as_posix()
        for folder in folders
        for path in folder.rglob("*.py")
        if 'caches["process"]' in path.read_text()
    }
    # How often one calls the API, and words of the search.
    assert asked == {"common/api/throttles.py", "partnerships/records/search.py"}
