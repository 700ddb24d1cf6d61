"""Paging, ordering and filters of all lists."""

import datetime as dt

import pytest

from communities.models import Community
from partnerships.choices import PartnershipStatus
from partnerships.inputs import TermInput
from partnerships.models import Partnership
from tests.api.client import Api
from tests.communities.factories import (
    make_brovary,
    make_community,
    make_municipality,
    make_oblast,
    make_place,
)
from tests.factories import (
    agreement_input,
    make_case,
    make_entry,
    make_partnership,
    make_transferred_entry,
    make_user,
)

pytestmark = pytest.mark.django_db


def walk(api: Api, path: str, query: dict):
    """Follow ``next`` to the end, then ``previous`` back; returns both ways as pages of results."""
    pages, url = [], None
    response = api.get(path, query)
    while True:
        assert response.status_code == 200, response.json()
        pages.append(response.json()["results"])
        url = response.json()["next"]
        if not url:
            break
        response = api.http.get(url, headers=api.headers)
    back = [response.json()["results"]]
    while url := response.json()["previous"]:
        response = api.http.get(url, headers=api.headers)
        back.insert(0, response.json()["results"])
    return pages, back


@pytest.mark.parametrize("ordering", ["name", "-name", "population", "-population", "partnership_count"])
def test_pages__forward_and_back__every_record_once(anybody, ordering):
    units = [make_community(population=number % 3 or None) for number in range(7)]
    pages, back = walk(anybody, "communities/", {"page_size": 2, "ordering": ordering, "level": "hromada"})
    assert [len(page) for page in pages] == [2, 2, 2, 1]
    codes = [unit["katottg"] for page in pages for unit in page]
    assert sorted(codes) == sorted(unit.katottg for unit in units)
    assert back == pages
    values = [unit.get(ordering.removeprefix("-")) or 0 for page in pages for unit in page]
    if "name" not in ordering:
        assert values == sorted(values, reverse=ordering.startswith("-"))


def test_pages__of_a_search__come_by_relevance(anybody):
    for name in ("Kreis Jena", "Jena", "Jenaer Land", "Jena-Nord"):
        make_partnership("approved", municipality=make_municipality(name=name, name_uk="", name_en=""))
    pages, back = walk(anybody, "municipalities/", {"search": "jena", "page_size": 3})
    assert pages[0][0]["name"] == "Jena"
    assert [len(page) for page in pages] == [3, 1]
    assert back == pages


def test_pages__stay_where_they_were__while_records_come(anybody):
    for _number in range(4):
        make_partnership("approved")
    first = anybody.get("partnerships/", {"page_size": 2}).json()
    make_partnership("approved")
    second = anybody.http.get(first["next"]).json()
    assert not {row["id"] for row in first["results"]} & {row["id"] for row in second["results"]}
    assert len(second["results"]) == 2


def test_count__only_when_asked(anybody):
    make_partnership("approved")
    assert anybody.get("partnerships/", {"count": "true"}).json()["count"] == 1
    assert "count" not in anybody.get("partnerships/", {"count": "false"}).json()


@pytest.mark.parametrize("size", ["0", "501", "-1", "x", "", "٥"])
def test_page_size__outside_1_to_500__400(anybody, size):
    assert anybody.get("partnerships/", {"page_size": size}).status_code == 400


def test_page_size__500__is_the_most(anybody):
    assert anybody.get("partnerships/", {"page_size": "500"}).status_code == 200


def test_cursor__of_another_order_or_forged__400(anybody):
    for _number in range(3):
        make_partnership("approved")
    url = anybody.get("partnerships/", {"page_size": 1}).json()["next"]
    cursor = url.split("cursor=")[1].split("&")[0]
    assert anybody.http.get(url + "&ordering=code").status_code == 400
    assert anybody.get("partnerships/", {"cursor": cursor[:-2]}).status_code == 400


def test_unknown_ordering__400__names_the_known_ones(anybody):
    detail = anybody.get("partnerships/?ordering=status").json()["detail"]
    assert "id, -id, code, -code, updated_at, -updated_at" in detail


def codes_of(response):
    assert response.status_code == 200, response.json()
    return {row["code"] for row in response.json()["results"]}


@pytest.fixture
def three(db):
    """A German and a Polish partnership, and a registered one of Kharkiv with two countries."""
    kharkiv_oblast = make_oblast("UA63000000000041885", "Харківська")
    kharkiv = make_community(name_uk="Харківська", centre_name_uk="Харків", oblast=kharkiv_oblast)
    jena = make_municipality(name="Jena", name_uk="Єна")
    powiat = make_municipality(
        name="Powiat grodziski", name_uk="Гродзиський повіт", country="PL", level="county"
    )
    strasbourg = make_municipality(name="Strasbourg", name_uk="Страсбург", country="FR")
    german = make_partnership("approved", community=make_brovary(), municipality=jena)
    polish = make_partnership(
        "approved",
        municipality=powiat,
        agreement=agreement_input(
            document_type="treaty",
            spheres=("sport",),
            kinds=("cross_border",),
            term=TermInput("until", until=dt.date(2020, 1, 1)),
        ),
    )
    french = make_partnership("approved", community=kharkiv, municipality=strasbourg)
    make_case("registered", partnership=french)
    return {"german": german, "polish": polish, "french": french}


FILTERS = [
    ({"search": "єна"}, "german"),
    ({"search": "Jena Бровари"}, "german"),
    ({"search": "jena грузія"}, ""),
    ({"status": "approved"}, "german polish french"),
    ({"status": "ended"}, ""),
    ({"registration_status": "registered"}, "french"),
    ({"registration_status": "registered,filed"}, "french"),
    ({"community": "UA32060050000030591"}, "german"),
    ({"oblast": "UA63000000000041885"}, "french"),
    ({"oblast": "ua32000000000030281"}, "german polish"),
    ({"country": "DE"}, "german"),
    ({"country": "de,PL"}, "german polish"),
    ({"country": ["DE", "FR"]}, "german french"),
    ({"level": "county"}, "polish"),
    ({"country": "DE", "level": "county"}, ""),
    ({"sphere": "sport"}, "polish"),
    ({"sphere": "sport,health"}, "german polish french"),
    ({"kind": "cross_border"}, "polish"),
    ({"document_type": "treaty"}, "polish"),
    ({"document_type": "treaty", "sphere": "health"}, ""),
    ({"signed_after": "2025-06-02"}, "french"),
    ({"signed_after": "2025-06-03"}, ""),
    ({"signed_before": "2025-06-02"}, "french"),
    ({"signed_before": "2025-06-01"}, ""),
    ({"in_force": "true"}, "french"),
    ({"in_force": "false"}, "german polish"),
    ({"in_force": "unknown"}, ""),
    ({"expires_before": "2035-01-01"}, "polish french"),
    ({"expires_before": "2021-01-01"}, "polish"),
    ({"origin": "filed"}, "german polish french"),
    ({"origin": "transferred"}, ""),
    ({"updated_after": "2000-01-01"}, "german polish french"),
    ({"updated_after": "2100-01-01T00:00:00Z"}, ""),
    ({"updated_after": "2100-01-01T00:00:00+02:00"}, ""),
]


@pytest.mark.parametrize(("query", "expected"), FILTERS, ids=str)
def test_partnership_filters__find_exactly_what_is_asked(anybody, three, query, expected):
    assert codes_of(anybody.get("partnerships/", query)) == {three[name].code for name in expected.split()}


def test_municipality_filter__takes_several_ids(anybody, three):
    keys = [p.parties.get(side="foreign").municipality_id for p in (three["german"], three["polish"])]
    found = codes_of(anybody.get("partnerships/", {"municipality": ",".join(map(str, keys))}))
    assert found == {three["german"].code, three["polish"].code}


def test_register_filters__find_exactly_what_is_asked(anybody, three):
    old = make_transferred_entry(number="ТК-12/3")
    new = "2025-0001" if anybody.get("register/2025-0001/").status_code == 200 else None
    numbers = lambda query: {row["number"] for row in anybody.get("register/", query).json()["results"]}  # noqa: E731
    (new,) = numbers({"origin": "registered"})
    assert numbers({}) == {new, "ТК-12/3"}
    assert numbers({"origin": "transferred"}) == {"ТК-12/3"}
    assert numbers({"number": "№ тк 12-3"}) == {"ТК-12/3"}
    assert numbers({"search": "Страсбург Харків"}) == {new}
    assert numbers({"country": "FR"}) == {new}
    assert numbers({"oblast": "UA63000000000041885"}) == {new}
    assert numbers({"community": three["french"].parties.get(side="ukrainian").community.katottg}) == {new}
    assert numbers({"signed_before": "2010-01-01"}) == {"ТК-12/3"}
    assert numbers({"signed_after": "2010-01-01"}) == {new}
    assert numbers({"in_force": "true"}) == {new}
    assert numbers({"in_force": "false"}) == set()
    assert numbers({"in_force": "unknown"}) == {"ТК-12/3"}
    assert anybody.get("register/ТК-12/3/").json()["entry_hash"] == old.act.act_hash
    assert anybody.get("register/тк 12 3/").json()["number"] == "ТК-12/3"


def test_case_filters__find_exactly_what_is_asked(ministry):
    clerk = Api(ministry)
    filed = make_case("filed")
    cleared = make_case("cleared", clerk=ministry, municipality=make_municipality(country="PL"))
    registered = make_entry().case
    keys = lambda query: {row["id"] for row in clerk.get("registrations/", query).json()["results"]}  # noqa: E731
    assert keys({}) == {filed.pk, cleared.pk, registered.pk}
    assert keys({"status": "filed,cleared"}) == {filed.pk, cleared.pk}
    assert keys({"agreement": filed.agreement_id}) == {filed.pk}
    assert keys({"country": "PL"}) == {cleared.pk}
    community = filed.agreement.partnership.parties.get(side="ukrainian").community
    assert keys({"community": community.katottg}) == {filed.pk}
    assert keys({"overdue": "true"}) == set()
    assert keys({"overdue": "false"}) == {filed.pk, cleared.pk, registered.pk}
    assert keys({"due_before": "2100-01-01"}) == {filed.pk}
    assert keys({"assigned_to": ministry.pk}) == {cleared.pk}
    assert keys({"order_number": "879"}) == {cleared.pk, registered.pk}
    assert keys({"number": f"№{registered.entry.number}"}) == {registered.pk}
    assert keys({"number": filed.number}) == {filed.pk}


def test_community_filters__and_counts_of_public_partnerships(anybody, three):
    make_partnership("draft", community=make_brovary())
    make_partnership("approved", community=make_brovary(), municipality=make_municipality())
    lonely = make_community(kind="village")
    brovary = anybody.get("communities/UA32060050000030591/").json()
    assert (brovary["partnership_count"], brovary["country_count"]) == (2, 1)
    assert brovary["oblast"]["katottg"] == "UA32000000000030281"
    names = lambda query: {row["katottg"] for row in anybody.get("communities/", query).json()["results"]}  # noqa: E731
    assert "UA32060050000030591" in names({"has_partners": "true"})
    assert names({"no_partners": "true", "level": "hromada"}) == {lonely.katottg}
    assert names({"has_partners": "false", "level": "hromada"}) == {lonely.katottg}
    assert lonely.katottg not in names({"no_partners": "false"})
    assert names({"kind": "village"}) == {lonely.katottg}
    assert names({"search": "Броварів"} | {"level": "hromada"}) <= {"UA32060050000030591"}
    assert names({"search": "brovary"}) == {"UA32060050000030591"}
    assert "UA63000000000041885" in names({"oblast": "UA63000000000041885"})
    assert Community.objects.filter(level="hromada").count() == 4


def test_places_and_municipalities__by_country_and_name(anybody, three):
    make_place(name="Ełk", country="PL", population=60000)
    make_place(name="Erlangen", population=110000)
    assert [p["name"] for p in anybody.get("places/").json()["results"]] == ["Erlangen", "Ełk"]
    assert [p["name"] for p in anybody.get("places/", {"search": "elk"}).json()["results"]] == ["Ełk"]
    assert [p["name"] for p in anybody.get("places/", {"country": "PL"}).json()["results"]] == ["Ełk"]
    counties = anybody.get("municipalities/", {"level": "county"}).json()["results"]
    assert [(m["name"], m["partnership_count"]) for m in counties] == [("Powiat grodziski", 1)]


def test_visibility__each_sees_what_the_contract_says(three):
    own = make_brovary()
    draft = make_partnership("draft", community=own)
    submitted = make_partnership("submitted")
    public = {row.code for row in three.values()}
    assert codes_of(Api().get("partnerships/")) == public
    assert codes_of(Api(make_user(communities=[own])).get("partnerships/")) == public | {draft.code}
    assert codes_of(Api(make_user("association")).get("partnerships/")) == {
        row.code for row in Partnership.objects.all()
    }
    make_case(partnership=submitted)
    assert codes_of(Api(make_user("ministry")).get("partnerships/")) == public | {submitted.code}


def test_status_labels__come_in_both_languages(anybody):
    make_partnership("ended")
    (row,) = anybody.get("partnerships/", Accept_Language="uk").json()["results"]
    assert row["status_label_en"] == str(PartnershipStatus.ENDED.label) or row["status_label_en"] == "Ended"
