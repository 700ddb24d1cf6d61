"""Pages come compressed to whoever takes them so; answers of the API keep their strong ETag."""

import gzip

import pytest

from tests.factories import make_partnership

pytestmark = pytest.mark.django_db
TAKES = {"Accept-Encoding": "gzip, br"}


def test_page__is_compressed_for_whoever_takes_it_so(client):
    plain, packed = client.get("/about/"), client.get("/about/", headers=TAKES)
    assert "Content-Encoding" not in plain
    assert packed["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed["Vary"]
    assert len(packed.content) < len(plain.content) / 3
    assert "<h1" in gzip.decompress(packed.content).decode()


def test_answer_of_the_api__keeps_its_strong_etag(client):
    partnership = make_partnership("approved")
    answer = client.get(f"/api/v1/partnerships/{partnership.pk}/", headers=TAKES)
    assert "Content-Encoding" not in answer
    assert answer["ETag"] == f'"{partnership.version}"'
