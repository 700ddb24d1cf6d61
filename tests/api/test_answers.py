"""Around every answer: caching, conditions, compression, limits, scripts of other sites."""

import datetime as dt
import gzip
import json
import time

import pytest
import zstandard
from django.core.cache import caches
from django.utils import timezone

from accounts.services.tokens import create_token
from common.api.versions import last_modified
from partnerships.models import Record
from partnerships.services import take_step
from tests.factories import IN_WORDS, make_entry, make_partnership, make_user, partnership_step_fields

pytestmark = pytest.mark.django_db
LIST = "/api/v1/partnerships/"


@pytest.fixture
def many(db):
    return [make_partnership("approved") for _number in range(3)]


def age(partnership_id):
    """Let a record have been changed a minute ago: of this very second nothing can be said."""
    Record.objects.filter(pk=partnership_id).update(updated_at=timezone.now() - dt.timedelta(minutes=1))


def test_record_that_changed_within_this_second__says_no_date(client, many):
    Record.objects.filter(pk=many[0].pk).update(updated_at=timezone.now() + dt.timedelta(seconds=5))
    assert "Last-Modified" not in client.get(f"{LIST}{many[0].pk}/")
    assert last_modified(time.time()) == ""
    assert last_modified(time.time() - 5)


def test_list__is_compressed_as_asked_and_the_same_inside(client, many):
    plain = client.get(LIST)
    assert "Content-Encoding" not in plain
    assert "Accept-Encoding" in plain["Vary"]
    packed = client.get(LIST, headers={"Accept-Encoding": "gzip, deflate"})
    assert (packed["Content-Encoding"], gzip.decompress(packed.content)) == ("gzip", plain.content)
    packed = client.get(LIST, headers={"Accept-Encoding": "gzip, zstd"})
    assert packed["Content-Encoding"] == "zstd"
    assert zstandard.ZstdDecompressor().decompress(packed.content) == plain.content
    assert "Content-Encoding" not in client.get(LIST, headers={"Accept-Encoding": "gzip;q=0, br"})


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_export__is_compressed_while_it_streams(client, many, coding):
    plain = b"".join(client.get("/api/v1/exports/partnerships.jsonl").streaming_content)
    answer = client.get("/api/v1/exports/partnerships.jsonl", headers={"Accept-Encoding": coding})
    packed = b"".join(answer.streaming_content)
    unpacked = (
        gzip.decompress(packed)
        if coding == "gzip"
        else zstandard.ZstdDecompressor().decompressobj().decompress(packed)
    )
    assert (answer["Content-Encoding"], unpacked) == (coding, plain)
    assert json.loads(plain.splitlines()[-1])["complete"] is True


def test_record__keeps_its_strong_tag_and_is_not_compressed(client, many):
    answer = client.get(f"{LIST}{many[0].pk}/", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in answer
    assert answer["ETag"] == f'"{many[0].version}"'


def test_list__not_modified_until_something_changes(client, many):
    tag = client.get(LIST)["ETag"]
    assert tag.startswith("W/")
    again = client.get(LIST, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    make_partnership("approved")
    assert client.get(LIST, headers={"If-None-Match": tag}).status_code == 200


def test_record__not_modified_needs_the_date_too__since_facts_stand_elsewhere(client):
    entry = make_entry()
    age(entry.agreement.partnership_id)
    address = f"{LIST}{entry.agreement.partnership_id}/"
    first = client.get(address)
    both = {"If-None-Match": first["ETag"], "If-Modified-Since": first["Last-Modified"]}
    assert client.get(address, headers=both).status_code == 304
    assert client.get(address, headers={"If-Modified-Since": first["Last-Modified"]}).status_code == 304
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200
    old = {**both, "If-Modified-Since": "Mon, 01 Jan 2001 00:00:00 GMT"}
    assert client.get(address, headers=old).status_code == 200
    assert client.get(address, headers={**both, "If-None-Match": '"99"'}).status_code == 200
    assert client.get(address, headers={"If-Modified-Since": "yesterday"}).status_code == 200


def test_head__has_the_headers_of_get_and_no_body(client, many):
    for address in (LIST, f"{LIST}{many[0].pk}/", "/api/v1/exports/partnerships.csv"):
        read, head = client.get(address), client.head(address)
        assert (head.status_code, head.content) == (200, b""), address
        assert head["Content-Type"] == read["Content-Type"]


def test_scripts_of_other_sites__read_what_everybody_may(client, many):
    answer = client.get(LIST, headers={"Origin": "https://example.org"})
    assert answer["Access-Control-Allow-Origin"] == "*"
    asks = {"Origin": "https://example.org", "Access-Control-Request-Method": "GET"}
    preflight = client.options(LIST, headers=asks)
    assert (preflight.status_code, preflight["Access-Control-Allow-Methods"]) == (204, "GET, HEAD")
    refused = client.options(LIST, headers={**asks, "Access-Control-Request-Method": "POST"})
    assert "Access-Control-Allow-Origin" not in refused


def test_signed_in__is_private_and_not_for_other_sites(client, many):
    _token, key = create_token(user=make_user("association"), name="x")
    answer = client.get(LIST, headers={"Authorization": f"Token {key}"})
    assert "Access-Control-Allow-Origin" not in answer
    assert "no-store" in answer["Cache-Control"]


def test_public_answers__are_asked_for_again_before_they_are_used(client, many):
    for address in (LIST, f"{LIST}{many[0].pk}/", "/api/v1/stats/?by=status", "/api/v1/communities/"):
        answer = client.get(address)
        assert answer["Cache-Control"] == "public, no-cache", address
        assert {"Authorization", "Cookie"} <= {name.strip() for name in answer["Vary"].split(",")}, address


@pytest.mark.parametrize("kind", ["anonymous", "person", "token"])
def test_limits__are_told_and_kept_for_each_kind_of_caller(client, many, settings, kind):
    caches["process"].clear()  # others have asked from this address within the hour
    settings.API_THROTTLE_RATES = {"anonymous": None, "person": None, "token": None, kind: "2/hour"}
    headers = {}
    if kind != "anonymous":
        _token, key = create_token(user=make_user("association"), name="x")
        headers = {"Authorization": f"Token {key}"}
    first, second, third = (client.get(LIST, headers=headers) for _number in range(3))
    assert (first["RateLimit-Limit"], first["RateLimit-Remaining"]) == ("2", "1")
    assert 0 < int(first["RateLimit-Reset"]) <= 3600
    assert (second.status_code, second["RateLimit-Remaining"]) == (200, "0")
    assert (third.status_code, third["RateLimit-Remaining"]) == (429, "0")
    assert int(third["Retry-After"]) > 0


def test_one_token_that_runs_wild__leaves_the_others_of_its_owner_alone(client, many, settings):
    caches["process"].clear()
    settings.API_THROTTLE_RATES = {"anonymous": None, "person": None, "token": "1/hour"}
    user = make_user("association")
    keys = [create_token(user=user, name=name)[1] for name in ("a", "b")]

    def status(key):
        return client.get(LIST, headers={"Authorization": f"Token {key}"}).status_code

    assert [status(keys[0]), status(keys[0]), status(keys[1])] == [200, 429, 200]


def test_partnership_that_changes__has_a_later_date(client, many):
    partnership = many[0]
    age(partnership.pk)
    before = client.get(f"{LIST}{partnership.pk}/")["Last-Modified"]
    take_step(
        partnership.pk,
        "end",
        actor=partnership.responsible,
        expected_version=partnership.version,
        reason=IN_WORDS,
        **partnership_step_fields("end"),
    )
    headers = {"If-Modified-Since": before, "If-None-Match": f'"{partnership.version}"'}
    assert client.get(f"{LIST}{partnership.pk}/", headers=headers).status_code == 200
