"""Exports of the register and of communities: what the list shows, in every format, and a mark at the end."""

import csv
import datetime as dt
import io
import json
import zipfile

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communities.api.exports import Communities
from communities.models import Community
from registration.api.exports import Register
from tests.communities.factories import make_brovary, make_community, make_municipality
from tests.factories import agreement_input, make_entry, make_transferred_entry

pytestmark = pytest.mark.django_db
BOTH = pytest.mark.parametrize(
    ("name", "columns", "listed"),
    [
        ("register", Register.columns, "register/?ordering=sequence"),
        ("communities", Communities.columns, "communities/"),
    ],
)


def export(client, path):
    response = client.get(f"/api/v1/exports/{path}")
    assert response.status_code == 200, response.content
    return b"".join(response.streaming_content)


def csv_rows(client, path):
    header, *rows, mark = csv.reader(io.StringIO(export(client, path).decode(), newline=""))
    assert mark[:2] == ["#complete", str(len(rows))]
    return [dict(zip(header, row, strict=True)) for row in rows]


@pytest.fixture
def entries(db):
    jena = make_municipality(name="Jena", name_uk="Єна", lat=50.92, lon=11.58)
    brovary = make_brovary()
    Community.objects.filter(pk=brovary.pk).update(lat=50.51, lon=30.79)
    return make_entry(community=brovary, municipality=jena), make_transferred_entry(
        municipality=make_municipality(country="PL")
    )


@BOTH
def test_jsonl__holds_what_the_list_shows(client, entries, name, columns, listed):
    *lines, mark = export(client, f"{name}.jsonl").decode().splitlines()
    shown = client.get(f"/api/v1/{listed}").json()["results"]
    assert shown
    assert [json.loads(line) for line in lines] == shown
    assert json.loads(mark) == {"complete": True, "count": len(shown)}


def text_of(cell):
    """As the CSV has it; a date is a date in the spreadsheet."""
    return cell.date().isoformat() if isinstance(cell, dt.datetime) else "" if cell is None else str(cell)


@BOTH
def test_csv_and_xlsx__have_the_same_cells(client, entries, name, columns, listed):
    rows = csv_rows(client, f"{name}.csv")
    assert tuple(rows[0]) == columns
    sheet = openpyxl.load_workbook(io.BytesIO(export(client, f"{name}.xlsx"))).active
    header, first, *_more, mark = sheet.iter_rows(values_only=True)
    assert header == columns
    assert [text_of(cell) for cell in first] == list(rows[0].values())
    assert mark[:2] == ("#complete", len(rows))


def test_register__says_number_order_parties_and_hash(client, entries):
    row = csv_rows(client, "register.csv?country=DE")[0]
    entry = entries[0]
    assert (row["number"], row["entry_hash"]) == (entry.number, entry.act.act_hash)
    assert (row["order_number"], row["order_date"]) == ("879", "2025-05-19")
    assert (row["community_katottg"], row["municipality_name_uk"]) == ("UA32060050000030591", "Єна")
    assert (row["in_force"], row["signed_online"]) == ("true", "false")


def test_register__filters_and_search_are_those_of_the_list(client, entries):
    assert [row["country"] for row in csv_rows(client, "register.csv?origin=transferred")] == ["PL"]
    assert [row["country"] for row in csv_rows(client, "register.csv?search=Єна")] == ["DE"]


def test_register__on_a_map__is_a_line_between_partners(client, entries):
    found = json.loads(export(client, "register.geojson"))
    [line] = found["features"]
    assert line["geometry"] == {"type": "LineString", "coordinates": [[30.79, 50.51], [11.58, 50.92]]}
    assert line["properties"]["number"] == entries[0].number
    assert (found["complete"], found["agreement_count"]) == (True, 2)


def test_communities__filters_and_search_are_those_of_the_list(client, entries):
    make_community(name_uk="Безлюдівська")
    assert [row["katottg"] for row in csv_rows(client, "communities.csv?search=Бровари")] == [
        "UA32060050000030591"
    ]
    lonely = csv_rows(client, "communities.csv?no_partners=true&level=hromada")
    assert "Безлюдівська" in {row["name_uk"] for row in lonely}
    assert "UA32060050000030591" not in {row["katottg"] for row in lonely}


def test_communities__on_a_map__are_points(client, entries):
    found = json.loads(export(client, "communities.geojson"))
    points = {one["properties"]["katottg"]: one["geometry"] for one in found["features"]}
    assert points["UA32060050000030591"] == {"type": "Point", "coordinates": [30.79, 50.51]}
    assert found["community_count"] == len(client.get("/api/v1/communities/").json()["results"])


def test_formula_in_a_title_of_the_register__is_no_formula(client):
    make_entry(agreement=agreement_input(title_uk="=HYPERLINK(1)"))
    assert csv_rows(client, "register.csv")[0]["title_uk"] == "'=HYPERLINK(1)"


@BOTH
@pytest.mark.parametrize("query", ["ordering=number", "page_size=5", "zzz=1"])
def test_parameter_that_an_export_does_not_know__is_refused(client, name, columns, listed, query):
    assert client.get(f"/api/v1/exports/{name}.csv?{query}").status_code == 400


@BOTH
def test_queries__do_not_depend_on_the_number_of_records(client, name, columns, listed):
    def counted():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            export(client, f"{name}.jsonl")
        return len(captured)

    make_entry()
    before = counted()
    for _index in range(5):
        make_entry(municipality=make_municipality())
    assert counted() == before


@pytest.mark.parametrize("extension", ["csv", "jsonl", "geojson", "xlsx"])
@pytest.mark.parametrize("name", ["partnerships", "register", "communities"])
def test_exports__call_an_oblast_by_its_english_name(client, entries, name, extension):
    """Nobody abroad knows "Kyivska": pages, API and exports say "Kyiv Oblast"."""
    asked = "?level=hromada" if name == "communities" else ""  # an oblast itself also has its transliteration
    content = export(client, f"{name}.{extension}{asked}")
    if extension == "xlsx":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"".join(book.read(part) for part in book.namelist() if part.endswith(".xml"))
    text = content.decode()
    names_oblasts = extension != "geojson" or name == "communities"
    assert ("Kyiv Oblast" in text) == names_oblasts
    assert "Kyivska" not in text
