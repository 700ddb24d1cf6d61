"""The map: as GeoJSON for programs, as a page with the same data in tables."""

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from tests.communities.factories import make_community, make_municipality
from tests.factories import make_partnership

pytestmark = pytest.mark.django_db


@pytest.fixture
def partners(db):
    """Brovary with Jena twice over (two partnerships), and a partner whose place nobody knows."""
    brovary = make_community(
        name_uk="Броварська", centre_name_uk="Бровари", centre_name_en="Brovary", lat=50.51, lon=30.79
    )
    jena = make_municipality(name="Jena", name_uk="Єна", lat=50.92, lon=11.58)
    nowhere = make_municipality(name="Nowhere", country="PL")
    for municipality in (jena, jena, nowhere):
        make_partnership("approved", community=brovary, municipality=municipality)
    make_partnership("draft", community=brovary, municipality=make_municipality(name="Hidden"))
    return {"brovary": brovary, "jena": jena, "nowhere": nowhere}


def points(client, query=""):
    found = client.get(f"/api/v1/map/{query}")
    assert found.status_code == 200
    body = found.json()
    assert body["type"] == "FeatureCollection"
    return {feature["properties"]["name_en"]: feature for feature in body["features"]}


def test_points__are_the_parties_of_public_partnerships(client, partners):
    found = points(client)
    assert set(found) == {"Brovary", "Jena", "Nowhere"}
    assert found["Brovary"] == {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [30.79, 50.51]},
        "properties": {
            "kind": "community",
            "katottg": partners["brovary"].katottg,
            "name_uk": "Бровари",
            "name_en": "Brovary",
            "country": "UA",
            "partnership_count": 3,
        },
    }
    assert found["Jena"]["properties"]["id"] == partners["jena"].pk
    assert found["Jena"]["properties"]["partnership_count"] == 2


def test_point__without_known_place_has_no_geometry(client, partners):
    assert points(client)["Nowhere"]["geometry"] is None


def test_points__take_the_filters_of_the_list(client, partners):
    found = points(client, "?country=PL")
    assert found["Brovary"]["properties"]["partnership_count"] == 1
    assert "Jena" not in found
    assert set(points(client, "?search=Єна")) == {"Brovary", "Jena"}


def test_unknown_parameter__is_refused(client, db):
    assert client.get("/api/v1/map/?zoom=3").status_code == 400


def test_points__are_the_same_for_people_who_are_signed_in(client, world):
    public = points(client)
    client.force_login(world.official)
    assert points(client) == public


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_page__has_the_points_as_rows_that_lead_to_the_list(client, partners, prefix):
    body = client.get(f"{prefix}/map/").content.decode()
    rows = re.findall(
        r'<tr data-kind="(\w+)" data-count="(\d+)"( data-lat="[\d.]+" data-lon="[\d.]+")?>', body
    )
    assert [row[:2] for row in rows] == [("community", "3"), ("municipality", "2"), ("municipality", "1")]
    assert [bool(row[2]) for row in rows] == [True, True, False]
    assert f'href="{prefix}/partnerships/?municipality={partners["jena"].pk}"' in body
    assert "Hidden" not in body


def test_page__keeps_the_filters_in_its_links(client, partners):
    body = client.get("/en/map/?country=DE").content.decode()
    assert f"/en/partnerships/?country=DE&amp;municipality={partners['jena'].pk}" in body
    assert "Nowhere" not in body


def test_row__leads_to_as_many_partnerships_as_it_says(client, partners):
    body = client.get("/en/map/").content.decode()
    for count, href in re.findall(r'data-count="(\d+)".*?href="([^"]*)"', body, re.DOTALL):
        listed = client.get(href.replace("&amp;", "&")).content.decode()
        assert len(set(re.findall(r"PB-\d+-\d+", listed))) == int(count)


def test_page__names_a_malformed_filter(client, partners):
    response = client.get("/en/map/?year=soon")
    assert response.status_code == 400
    assert "year" in response.content.decode()


def test_page__needs_the_same_queries_for_one_and_for_many(client, partners, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        client.get("/map/")
    for number in range(20):
        make_partnership("approved", municipality=make_municipality(name=f"Ort {number}"))
    with django_assert_max_num_queries(8):
        client.get("/map/")


@pytest.mark.parametrize(
    ("place", "lon", "lat"), [("Simferopol", 34.10, 44.95), ("Kyiv", 30.52, 50.45), ("Donetsk", 37.80, 48.00)]
)
def test_outline_of_ukraine__holds_all_of_ukraine(place, lon, lat):
    outlines = Path(finders.find("site/map/countries.json")).read_text(encoding="utf-8")
    countries = json.loads(outlines)["features"]
    holding = [
        country["properties"]["a3"]
        for country in countries
        if any(lies_in(lon, lat, polygon[0]) for polygon in country["geometry"]["coordinates"])
    ]
    assert holding == ["UKR"], place


def lies_in(lon, lat, ring):
    """Whether a ray to the east crosses the ring an odd number of times."""
    inside = False
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > lat) != (y2 > lat) and lon < (x2 - x1) * (lat - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside
