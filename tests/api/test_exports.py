"""Exports: everything public that matches, safe to open, and a file that was cut off shows it."""

import csv
import datetime as dt
import io
import json
import tracemalloc

import openpyxl
import pytest
from django.db import connection
from django.utils import timezone

from common.export_files import csv_file, csv_line, safe_cell
from common.long_reading import long_reading
from partnerships.models import Agreement, Record
from partnerships.records.csv_row import COLUMNS
from partnerships.records.export import csv_lines
from partnerships.records.refresh import refresh_records
from partnerships.records.where import Where
from tests.communities.factories import make_community, make_municipality
from tests.factories import ORDER_DATE, SIGNED, agreement_input, make_entry, make_partnership

pytestmark = pytest.mark.django_db
FORMATS = ("csv", "jsonl", "geojson", "xlsx")


def export(client, extension, query=""):
    response = client.get(f"/api/v1/exports/partnerships.{extension}{query}")
    assert response.status_code == 200, response.content
    return b"".join(response.streaming_content)


def csv_rows(client, query=""):
    text = export(client, "csv", query).decode()
    header, *rows, mark = csv.reader(io.StringIO(text, newline=""))
    assert tuple(header) == COLUMNS
    assert mark[:2] == ["#complete", str(len(rows))]
    assert all(len(row) == len(COLUMNS) for row in (*rows, mark))
    return [dict(zip(header, row, strict=True)) for row in rows]


@pytest.fixture
def entry(db):
    brovary = make_community(
        name_uk="Броварська", centre_name_uk="Бровари", centre_name_en="Brovary", lat=50.51, lon=30.79
    )
    jena = make_municipality(name="Jena", name_uk="Єна", lat=50.92, lon=11.58)
    return make_entry(community=brovary, municipality=jena)


@pytest.fixture
def others(entry):
    """A further public partnership in Poland, without coordinates, and a draft."""
    return make_partnership("approved", municipality=make_municipality(country="PL")), make_partnership(
        "draft"
    )


def test_csv__has_one_row_for_each_public_partnership(client, entry, others):
    partnership = entry.agreement.partnership
    rows = csv_rows(client)
    assert [row["code"] for row in rows] == [partnership.code, others[0].code]
    row = rows[0]
    assert row["municipality_name_uk"] == "Єна"
    assert (row["country"], row["country_name_en"]) == ("DE", "Germany")
    assert row["registration_number"] == entry.number
    assert (row["order_number"], row["order_date"]) == ("879", "2025-05-19")
    assert (row["signed"], row["valid_until"], row["in_force"]) == ("2025-06-02", "2030-06-02", "true")


def test_csv__takes_the_filters_and_the_search_of_the_list(client, entry, others):
    assert [row["country"] for row in csv_rows(client, "?country=PL")] == ["PL"]
    assert [row["country"] for row in csv_rows(client, "?search=Єна&status=approved")] == ["DE"]
    assert csv_rows(client, "?search=нічого-такого-немає") == []


@pytest.mark.parametrize("extension", FORMATS)
def test_unknown_parameter__is_refused(client, extension):
    response = client.get(f"/api/v1/exports/partnerships.{extension}?ordering=id")
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["errors"][0]["field"] == "ordering"


def test_csv__begins_with_a_byte_order_mark_only_when_asked(client, entry):
    assert export(client, "csv").startswith(b"id,code,")
    assert export(client, "csv", "?bom=true").startswith(b"\xef\xbb\xbfid,code,")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0"])
def test_cell_that_would_be_a_formula__gets_an_apostrophe(text):
    assert safe_cell(text).startswith("'")


@pytest.mark.parametrize("text", ["", "a=b", "Львів, «Рада»", 'say "yes"', "5", "два\nрядки"])
def test_other_cells__are_read_back_as_one_line(text):
    [[cell]] = csv.reader([csv_line([text])]) if text else [[""]]
    assert cell == text.replace("\n", " ")


def test_formula_in_a_title__is_safe_in_every_table(client, db):
    make_partnership("approved", agreement=agreement_input(title_uk="=HYPERLINK(1)"))
    [row] = csv_rows(client)
    assert row["title_uk"] == "'=HYPERLINK(1)"
    sheet = openpyxl.load_workbook(io.BytesIO(export(client, "xlsx"))).active
    titles = {cell.value: cell.data_type for cell in sheet[2]}
    assert titles["'=HYPERLINK(1)"] == "s"


def test_jsonl__holds_the_documents_of_the_list(client, entry, others):
    *lines, mark = export(client, "jsonl").decode().splitlines()
    assert json.loads(mark) == {"complete": True, "count": 2}
    listed = client.get("/api/v1/partnerships/?ordering=id").json()["results"]
    assert [json.loads(line) for line in lines] == listed


def test_geojson__draws_a_line_between_parties_with_coordinates(client, entry, others):
    found = json.loads(export(client, "geojson"))
    assert (found["type"], found["complete"], found["partnership_count"]) == ("FeatureCollection", True, 2)
    [line] = found["features"]
    assert line["geometry"] == {"type": "LineString", "coordinates": [[30.79, 50.51], [11.58, 50.92]]}
    assert line["properties"]["community_uk"] == "Бровари"
    assert line["properties"]["country"] == "DE"


def test_xlsx__has_the_columns_of_the_csv(client, entry, others):
    sheet = openpyxl.load_workbook(io.BytesIO(export(client, "xlsx"))).active
    header, first, _second, mark = sheet.iter_rows(values_only=True)
    assert header == COLUMNS
    assert first[:2] == (entry.agreement.partnership_id, entry.agreement.partnership.code)
    assert mark[:2] == ("#complete", 2)


def test_xlsx__dates_are_dates(client, entry):
    sheet = openpyxl.load_workbook(io.BytesIO(export(client, "xlsx"))).active
    cells = dict(zip(COLUMNS, sheet[2], strict=True))
    for name, day in {
        "signed": SIGNED.date,
        "registered_on": entry.registered_on,
        "order_date": ORDER_DATE,
    }.items():
        assert (cells[name].is_date, cells[name].value.date()) == (True, day), name
        assert cells[name].number_format == "dd.mm.yyyy"
    assert cells["updated_at"].is_date
    assert cells["title_uk"].data_type == "s"


def test_export__of_what_was_stored_with_signs_that_nobody_sees__can_be_opened(client, entry):
    """Nothing stored is rewritten, so every file takes what stands there."""
    Agreement.objects.filter(pk=entry.agreement_id).update(
        title_uk="Уго\x02да \ufffe\uffff\x0b\x1f\x85 про\u2028це"
    )
    refresh_records([entry.agreement.partnership_id])
    for extension in FORMATS:
        content = export(client, extension)
        assert content.strip(), extension
    sheet = openpyxl.load_workbook(io.BytesIO(export(client, "xlsx"))).active
    title = dict(zip(COLUMNS, sheet[2], strict=True))["title_uk"].value
    assert title.startswith("Уго да")
    assert title.isprintable()


@pytest.mark.parametrize("extension", FORMATS)
def test_export__of_nothing_is_complete(client, extension):
    assert export(client, extension)


@pytest.mark.parametrize("extension", FORMATS)
def test_head__answers_with_the_headers_alone(client, entry, extension):
    response = client.head(f"/api/v1/exports/partnerships.{extension}")
    assert response.status_code == 200
    today = timezone.localdate().isoformat()
    assert (
        response["Content-Disposition"] == f'attachment; filename="pobratym-partnerships-{today}.{extension}"'
    )
    assert response.content == b""


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_export__only_reads(client, method):
    assert getattr(client, method)("/api/v1/exports/partnerships.csv").status_code == 405


def test_accept__does_not_choose_the_format(client, entry):
    response = client.get("/api/v1/exports/partnerships.csv", headers={"Accept": "text/csv"})
    assert response["Content-Type"] == "text/csv; charset=utf-8"


def test_what_no_longer_holds__is_made_anew(client, entry):
    Record.objects.update(stale_on=timezone.localdate(), csv_row="old", document='{"old": true}')
    [row] = csv_rows(client)
    assert row["registration_number"] == entry.number
    [document, _mark] = export(client, "jsonl").decode().splitlines()
    assert json.loads(document)["code"] == entry.agreement.partnership.code
    assert json.loads(export(client, "geojson"))["features"]


@pytest.mark.parametrize("most", [0, 1, 2000])
def test_stale_rows__keep_their_place_however_many_they_are(client, entry, others, monkeypatch, most):
    monkeypatch.setattr("partnerships.records.export.MOST_STALE", most)
    expected = csv_rows(client)
    Record.objects.filter(pk=others[0].pk).update(stale_on=timezone.localdate(), csv_row="old")
    assert csv_rows(client) == expected
    Record.objects.update(stale_on=timezone.localdate(), csv_row="old")
    assert csv_rows(client) == expected


def test_backslashes_and_quotes__come_out_as_they_are(client, db):
    title = 'Угода «\\N» "про", \\. \\t'
    make_partnership("approved", agreement=agreement_input(title_uk=title))
    assert csv_rows(client)[0]["title_uk"] == title
    document = json.loads(export(client, "jsonl").decode().splitlines()[0])
    assert document["agreements"][0]["title_uk"] == title


def test_row__says_whether_it_is_in_force_on_the_day_it_is_read(client, entry, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_args: dt.date(2030, 6, 3))
    [row] = csv_rows(client)
    assert row["in_force"] == "false"


def test_export__is_not_cut_by_the_limit_on_statements_and_cannot_write(db):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 1000")
        with long_reading(Record):
            for name, value in (("statement_timeout", "0"), ("transaction_read_only", "on")):
                cursor.execute(f"SHOW {name}")
                assert cursor.fetchone() == (value,)


def test_memory__does_not_grow_with_the_number_of_rows(db):
    partnership = make_partnership("approved")
    copy_records(partnership.pk, 12_000)
    peaks = []
    for where in (Where(["partnership_id <= 1004000"]), Where()):
        tracemalloc.start()
        size = sum(len(part) for part in csv_file(COLUMNS, csv_lines(where)))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert size > 4_000_000
    assert peaks[1] < 1.2 * peaks[0]


def copy_records(pk, count):
    with connection.cursor() as cursor:
        cursor.execute(
            "SET session_replication_role = replica"
        )  # rows without partnerships, for reading only
        cursor.execute(
            "INSERT INTO partnerships_record SELECT (jsonb_populate_record(r, jsonb_build_object('partnership_id', "
            "1000000 + n, 'code', 'PB-1-' || n))).* FROM partnerships_record r, generate_series(1, %s) n "
            "WHERE r.partnership_id = %s",
            [count, pk],
        )
        cursor.execute("SET session_replication_role = DEFAULT")
