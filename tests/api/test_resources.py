"""What the single resources do beyond the whole path."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection

from common.api import health
from communities.models import ForeignMunicipality
from partnerships.models import Comment
from tests.api.client import Api
from tests.api.conftest import PDF
from tests.communities.factories import make_country, make_municipality, make_place
from tests.factories import (
    LETTER_DATE,
    make_case,
    make_entry,
    make_partnership,
    make_transferred_entry,
    make_user,
)

pytestmark = pytest.mark.django_db


def fields_of(response) -> set[str]:
    assert response.status_code == 400, response.json()
    return {error["field"] for error in response.json()["errors"]}


def test_filing__from_the_gazetteer__makes_the_municipality(official, filing):
    place = make_place(name="Fürth", region="Bavaria")
    filing["foreign_parties"] = [{"geonames_id": place.geonames_id}]
    parties = Api(official).post("partnerships/", filing).json()["parties"]
    assert parties[1]["municipality"]["name"] == "Fürth"
    assert ForeignMunicipality.objects.get(geonames_id=place.geonames_id).created_by == official


def test_filing__with_a_blocked_country__is_refused(official, filing):
    filing["foreign_parties"].append({"municipality": make_municipality(country="BY").pk})
    assert fields_of(Api(official).post("partnerships/", filing)) == {"foreign_parties[1].municipality"}


@pytest.mark.parametrize("party", [{}, {"municipality": 1, "geonames_id": 1}])
def test_filing__foreign_party_named_not_exactly_once__is_refused(official, filing, party):
    filing["foreign_parties"] = [party]
    assert fields_of(Api(official).post("partnerships/", filing)) == {"foreign_parties[0].municipality"}


def test_filing__for_another_community__403(filing):
    stranger = make_user(communities=[make_partnership().parties.get(side="ukrainian").community])
    response = Api(stranger).post("partnerships/", filing)
    assert response.status_code == 403
    assert response.json()["detail"] == "You do not act for any community of this partnership."


def test_patch__null_clears_the_beginning__absence_leaves_it(official, filing):
    api = Api(official)
    made = api.post("partnerships/", filing).json()
    address = f"partnerships/{made['id']}/"
    kept = api.patch(address, {"summary_en": "Text."}, version=1).json()
    assert kept["started"] == {"date": "2022-06-01", "precision": "month"}
    assert kept["agreements"][0]["spheres"] == ["education", "health"]
    cleared = api.patch(address, {"started": None}, version=2).json()
    assert cleared["started"] is None


def test_activities__are_written_and_read_by_all(anybody):
    partnership = make_partnership("approved")
    api = Api(partnership.responsible)
    body = {
        "type": "aid",
        "happened": {"date": "2022-11-01", "precision": "month"},
        "title_uk": "Обладнання для лікарні",
        "value": "3900000.00",
        "currency": "UAH",
        "spheres": ["health"],
    }
    made = api.post(f"partnerships/{partnership.pk}/activities/", body)
    assert made.status_code == 201, made.json()
    (row,) = anybody.get(f"partnerships/{partnership.pk}/activities/").json()["results"]
    assert row == made.json()
    assert (row["value"], row["happened"]["precision"]) == ("3900000.00", "month")
    assert anybody.get(f"partnerships/{partnership.pk}/").json()["activities_count"] == 1


def test_comments__of_a_desk__stay_there():
    partnership = make_partnership("submitted")
    path = f"partnerships/{partnership.pk}/comments/"
    desk = Api(make_user("association"))
    desk.post(path, {"text": "Між нами.", "visibility": "desk"})
    desk.post(path, {"text": "Для громади."})
    texts = lambda api: [row["text"] for row in api.get(path).json()["results"]]  # noqa: E731
    assert texts(desk) == ["Між нами.", "Для громади."]
    assert texts(Api(partnership.responsible)) == ["Для громади."]
    assert Comment.objects.count() == 2


def test_upload__of_a_program__is_refused():
    partnership = make_partnership("approved")
    upload = SimpleUploadedFile("draft.pdf", b"MZ\x90\x00 not a pdf", content_type="application/pdf")
    response = Api(partnership.responsible).upload(
        f"partnerships/{partnership.pk}/documents/", {"file": upload, "kind": "draft_uk"}
    )
    assert fields_of(response) == {"file"}


@pytest.mark.parametrize("size", [300, 100_000])
def test_upload__too_large__413(settings, size):
    settings.DOCUMENT_MAX_BYTES = 200
    partnership = make_partnership("approved")
    upload = SimpleUploadedFile("draft.pdf", PDF + b" " * size)
    response = Api(partnership.responsible).upload(
        f"partnerships/{partnership.pk}/documents/", {"file": upload, "kind": "draft_uk"}
    )
    assert response.status_code == 413
    assert response.json()["code"] == "too_large"


def test_answers__of_one_person__stay_out_of_shared_caches(anybody, official):
    assert "Authorization" in anybody.get("partnerships/")["Vary"]
    assert Api(official).get("partnerships/")["Cache-Control"] == "private, no-store"


def test_upload__for_an_agreement__belongs_to_it():
    partnership = make_partnership("approved")
    agreement = partnership.agreements.get().pk
    body = {
        "file": SimpleUploadedFile("a.pdf", PDF),
        "kind": "draft_foreign",
        "language": "de",
        "agreement": agreement,
    }
    api = Api(partnership.responsible)
    made = api.upload(f"partnerships/{partnership.pk}/documents/", body).json()
    assert (made["agreement"], made["language"], made["name"]) == (agreement, "de", "a.pdf")


def test_case_of_an_invisible_agreement__is_unknown(official):
    hidden = make_partnership("submitted").agreements.get()
    body = {"agreement": hidden.pk, "letter_number": "1", "letter_date": str(LETTER_DATE)}
    assert fields_of(Api(official).post("registrations/", body)) == {"agreement"}


def test_opinions__are_asked_for_and_recorded(ministry):
    case = make_case("in_review")
    clerk = Api(ministry)
    path = f"registrations/{case.pk}/opinions/"
    asked = clerk.post(path, {"authority": "justice"}, version=case.version)
    assert asked.status_code == 201, asked.json()
    opinion = asked.json()
    assert opinion["due_on"] > opinion["requested_on"]
    body = {"given_on": opinion["requested_on"], "conclusion": "positive", "text": "Без зауважень."}
    recorded = clerk.patch(f"{path}{opinion['id']}/", body, If_Match=asked["ETag"])
    assert recorded.status_code == 200, recorded.json()
    shown = clerk.get(f"registrations/{case.pk}/").json()["opinions"]
    assert shown == [recorded.json()]


def test_termination__shows_in_the_case_and_in_the_check(anybody, ministry):
    entry = make_entry()
    clerk = Api(ministry)
    case = clerk.get(f"registrations/{entry.case_id}/").json()
    body = {"act_kind": "council_decision", "act_number": "55", "act_date": "2025-09-01"}
    ended = clerk.post(f"registrations/{case['id']}/terminate/", body, version=case["version"]).json()
    assert ended["termination"] == {"kind": "council_decision", "number": "55", "date": "2025-09-01"}
    (before,) = anybody.get("check/", {"number": entry.number, "on": "2025-08-31"}).json()["results"]
    (after,) = anybody.get("check/", {"number": entry.number, "on": "2025-09-01"}).json()["results"]
    assert (before["in_force"], after["in_force"]) == (True, False)


@pytest.mark.parametrize(
    ("given", "precision", "kept"),
    [
        ("2022-06-15", "month", "2022-06-01"),
        ("2022-06-15", "year", "2022-01-01"),
        ("2022-06-15", "day", "2022-06-15"),
    ],
)
def test_partial_date__any_day_of_a_month_or_year_means_its_first(official, filing, given, precision, kept):
    filing["started"] = {"date": given, "precision": precision}
    made = Api(official).post("partnerships/", filing).json()
    assert made["started"] == {"date": kept, "precision": precision}


def test_municipality__typed_in_twice__is_one(official):
    make_country("PL")
    body = {"name": "Powiat kraśnicki", "country": "pl", "level": "county", "region": "lubelskie"}
    api = Api(official)
    first, second = api.post("municipalities/", body), api.post("municipalities/", body)
    assert first.status_code == second.status_code == 201
    assert first.json() == second.json()
    assert first["Location"].endswith(f"/municipalities/{first.json()['id']}/")


def test_municipality__from_the_gazetteer__has_its_coordinates(official):
    place = make_place(name="Fürth", region="Bavaria")
    api = Api(official)
    made = api.post("municipalities/", {"geonames_id": place.geonames_id}).json()
    assert (made["name"], made["geonames_id"], made["lat"]) == ("Fürth", place.geonames_id, place.lat)
    assert api.post("municipalities/", {"geonames_id": place.geonames_id}).json()["id"] == made["id"]


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {"name", "country"}),
        ({"name": "Fürth"}, {"country"}),
        ({"geonames_id": 999}, {"geonames_id"}),
        ({"geonames_id": 999, "name": "Fürth", "level": "county"}, {"name", "level"}),
    ],
)
def test_municipality__is_a_place_or_a_description(official, body, fields):
    assert fields_of(Api(official).post("municipalities/", body)) == fields


def test_check__answers_by_the_contract(anybody):
    entry = make_transferred_entry(number="ТК-7")
    (fact,) = anybody.get("check/", {"number": "тк7"}).json()["results"]
    assert (fact["checked"], fact["cleared"], fact["registered"]) == (False, False, True)
    assert fact["order"] is None
    assert fact["number"] == "ТК-7"
    assert fact["registration_status_label_en"] == "Registered"
    assert fact["url"] == f"http://testserver/en/partnerships/{entry.agreement.partnership.code}/"
    before = anybody.get("check/", {"number": "ТК-7", "on": "2009-01-01"}).json()
    assert before["on"] == "2009-01-01"
    assert (before["results"][0]["registered"], before["results"][0]["in_force"]) == (False, False)


def test_check__nothing_found__is_an_empty_list(anybody):
    body = anybody.get("check/", {"q": "Нема Такої"}).json()
    assert body["results"] == []


@pytest.mark.parametrize(
    "query",
    [{}, {"on": "2026-01-01"}, {"community": "UA32060050000030591"}, {"q": "x", "number": "1"}],
)
def test_check__without_one_clear_question__400(anybody, query):
    assert fields_of(anybody.get("check/", query))


@pytest.mark.parametrize(
    "question",
    [
        "Бровари Єна",
        "brovary jena",
        "Чи чинна угода Броварів з Єною?",
        "угода між Броварами і Єною",
        "Is the agreement of Brovary with Jena registered?",
    ],
)
def test_check__understands_a_sentence_with_the_names(anybody, brovary, question):
    jena = make_municipality(name="Jena", name_uk="Єна")
    entry = make_entry(community=brovary, municipality=jena)
    make_entry(community=brovary, municipality=make_municipality(name="Erlangen", name_uk="Ерланген"))
    results = anybody.get("check/", {"q": question}).json()["results"]
    assert [row["number"] for row in results] == [entry.number]


def test_check__finds_a_number_inside_a_sentence(anybody):
    entry = make_entry()
    results = anybody.get("check/", {"q": f"чи зареєстрована угода № {entry.number}?"}).json()["results"]
    assert [row["number"] for row in results] == [entry.number]


def test_register__the_chain_can_be_recomputed_from_the_answers(anybody):
    from registration.register_chain import act_hash

    make_entry()
    make_transferred_entry()
    rows = anybody.get("register/", {"ordering": "sequence"}).json()["results"]
    assert [row["sequence"] for row in rows] == [1, 2]
    assert [row["previous_hash"] for row in rows] == ["", rows[0]["entry_hash"]]
    for row in rows:
        assert act_hash(row["content"], row["previous_hash"]) == row["entry_hash"]


def test_register__number_with_slashes__has_an_address(anybody):
    make_transferred_entry(number="01/2-3/ж")
    assert anybody.get("register/01/2-3/ж/").json()["number"] == "01/2-3/ж"


def test_healthz__asks_no_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")
    assert response.json() == {"status": "ok"}


def beat(seconds):
    """Let a worker have shown itself so long ago."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s * interval '1 second')",
            [seconds],
        )


def test_readyz__ready_with_a_worker__tells_the_age_of_its_heartbeat(client):
    beat(300)
    beat(7)
    response = client.get("/readyz")
    assert (response.status_code, response.json()["status"]) == (200, "ok")
    assert 7 <= response.json()["worker_heartbeat_seconds"] < 100


@pytest.mark.parametrize(("seconds", "state"), [(None, "missing"), (900, "silent")])
def test_readyz__without_a_worker__is_degraded_and_by_a_setting_unready(client, settings, seconds, state):
    if seconds:
        beat(seconds)
    response = client.get("/readyz")
    assert (response.status_code, response.json()["status"]) == (200, "degraded")
    assert response.json()["checks"]["worker"] == state
    settings.READY_NEEDS_WORKER = True
    response = client.get("/readyz")
    assert (response.status_code, response.json()["status"]) == (503, "unavailable")


def test_readyz__without_database__503(client, monkeypatch):
    def refuse(_connection):
        raise DatabaseError

    monkeypatch.setattr(health, "MigrationExecutor", refuse)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["checks"] == {
        "database": "unavailable",
        "migrations": "unknown",
        "queue": "unknown",
        "worker": "unknown",
    }


def test_readyz__without_the_tables_of_the_queue__503(client, monkeypatch):
    monkeypatch.setattr(health, "queue_tables_exist", lambda: False)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["checks"] == {
        "database": "ok",
        "migrations": "ok",
        "queue": "missing",
        "worker": "unknown",
    }


def test_readyz__looks_for_the_very_tables(client, db):
    assert health.queue_tables_exist()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE procrastinate_jobs RENAME TO elsewhere")
    assert not health.queue_tables_exist()


def test_times__are_utc_with_offset(anybody):
    partnership = make_partnership("approved")
    updated = anybody.get(f"partnerships/{partnership.pk}/").json()["updated_at"]
    assert updated.endswith("Z")
    assert dt.datetime.fromisoformat(updated) == partnership.updated_at
