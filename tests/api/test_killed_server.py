"""A server killed in the middle of its work: whoever repeats with the same keys gets exactly what was asked for."""

import json
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest

from accounts.services.tokens import create_token
from partnerships.models import Agreement, Partnership
from tests.communities.factories import make_brovary, make_municipality
from tests.factories import make_user
from tests.live_server import Server

pytestmark = pytest.mark.django_db(transaction=True)
FILINGS = 1000
KILLED_AFTER = (150, 400, 700)  # answers
WRITERS = 4


@pytest.fixture
def server(db):
    running = Server()
    yield running
    running.kill()


def post_until_answered(server, key, number, body):
    """Repeat with the same key until there is an answer, as a careful program does."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{server.port}/api/v1/partnerships/",
        data=json.dumps(body).encode(),
        headers={
            "Authorization": f"Token {key}",
            "Content-Type": "application/json",
            "Idempotency-Key": f"filing-{number}",
        },
    )
    while True:
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.loads(answer.read())["id"]
        except urllib.error.HTTPError as error:
            if error.code < 500:
                raise
            time.sleep(0.1)
        except OSError:
            time.sleep(0.1)


def test_killed_in_the_middle_of_a_thousand_posts__exactly_a_thousand_partnerships(server):
    brovary = make_brovary()
    _token, key = create_token(user=make_user(communities=[brovary]), name="killer")
    partners = [make_municipality().pk for _number in range(100)]

    def body(number):
        return {
            "community_parties": [{"katottg": brovary.katottg}],
            "foreign_parties": [{"municipality": partners[number % len(partners)]}],
            "agreement": {"document_type": "memorandum", "title_uk": "Меморандум"},
            "summary_uk": f"Подання {number}",
        }

    answered, kills = [], list(KILLED_AFTER)
    with ThreadPoolExecutor(WRITERS) as writers:
        for made in writers.map(
            lambda number: post_until_answered(server, key, number, body(number)), range(FILINGS)
        ):
            answered.append(made)
            if kills and len(answered) == kills[0]:
                kills.pop(0)
                server.kill()
                server.start()
    assert kills == []
    assert len(set(answered)) == FILINGS
    assert set(Partnership.objects.values_list("pk", flat=True)) == set(answered)
    assert Agreement.objects.count() == FILINGS
    summaries = set(Partnership.objects.values_list("summary_uk", flat=True))
    assert len(summaries) == FILINGS
