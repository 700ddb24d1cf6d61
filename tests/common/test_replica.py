"""Who reads from the replica: everybody who has written nothing."""

import pytest
from django.http import HttpResponse

from accounts.models import User
from common.replica import REPLICA, ReplicaMiddleware, ReplicaRouter

ROUTER = ReplicaRouter()


def database_of(request):
    seen = []
    ReplicaMiddleware(lambda _request: seen.append(ROUTER.db_for_read(User)) or HttpResponse())(request)
    return seen[0]


def test_replica__public_read__goes_there_and_no_longer(rf):
    assert database_of(rf.get("/partnerships/")) == REPLICA
    assert ROUTER.db_for_read(User) is None


def test_replica__write__stays_with_the_primary(rf):
    assert database_of(rf.post("/partnerships/")) is None
    assert ROUTER.db_for_write(User) == "default"


@pytest.mark.parametrize("headers", [{"HTTP_AUTHORIZATION": "Token x"}, {"HTTP_COOKIE": "sessionid=x"}])
def test_replica__signed_in__reads_what_was_written(rf, headers):
    assert database_of(rf.get("/partnerships/", **headers)) is None


def test_replica__a_failing_view__leaves_no_mark(rf):
    def fail(_request):
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        ReplicaMiddleware(fail)(rf.get("/"))
    assert ROUTER.db_for_read(User) is None


def test_replica__is_never_migrated():
    assert not ROUTER.allow_migrate(REPLICA, "partnerships")
    assert ROUTER.allow_migrate("default", "partnerships")
