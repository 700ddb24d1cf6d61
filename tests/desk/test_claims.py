"""What external lists claim of a community and nothing here answers."""

import csv
import datetime as dt
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.errors import NotAllowed
from communities.loaders.countries import load_countries
from registration.models import ClaimState, OutsideClaim, OutsideList
from registration.outside_lists.claims import claims_of, deny, unanswered
from registration.outside_lists.loading import load_list
from registration.outside_lists.reading import ListRow, read_list
from tests.communities.factories import (
    make_brovary,
    make_community,
    make_country,
    make_municipality,
    make_place,
)
from tests.factories import make_partnership, make_user

pytestmark = pytest.mark.django_db
CLAIMED = "/desk/?show=claimed"
SAMPLE = Path(__file__).parents[3] / "shared" / "data" / "twin_towns_sample.csv"


def load(*rows, name="Перелік"):
    made = [ListRow(number, dict(row), dict(row)) for number, row in enumerate(rows, 2)]
    return load_list(made, name=name, dated_on=dt.date(2025, 12, 31))


def row(community, partner="Jena", country="Germany", **more):
    return {"katottg": community.katottg, "partner": partner, "country": country, **more}


@pytest.fixture
def germany(db):
    return make_country("DE")


def test_claim__that_nothing_answers__is_shown_to_the_community_it_names(
    signed_in, official, stranger, community, germany
):
    load(row(community))
    page = signed_in(official).get(CLAIMED)
    assert [claim.partner_name for claim in page.context["claims"]] == ["Jena"]
    assert dict(page.context["parts"])["claimed"] == 1
    assert "Jena" not in signed_in(stranger).get(CLAIMED).content.decode()


def test_claim__is_answered_by_a_partnership_of_the_same_two(official, community, germany):
    jena = make_municipality(name="Jena", country=germany)
    load(row(community))
    assert unanswered(claims_of(official)).count() == 1
    partnership = make_partnership(official=official, community=community, municipality=jena)
    assert unanswered(claims_of(official)).count() == 0
    from partnerships.services import take_step

    take_step(partnership.pk, "withdraw", actor=official, expected_version=partnership.version)
    assert unanswered(claims_of(official)).count() == 1


def test_claim_of_a_place__is_answered_when_the_municipality_is_made_from_it(official, community, germany):
    place = make_place(name="Fürth", country="DE")
    load(row(community, "Fürth"))
    assert OutsideClaim.objects.get().geonames_id == place.geonames_id
    make_partnership(
        official=official,
        community=community,
        municipality=make_municipality(name="Fürth", country=germany, geonames_id=place.geonames_id),
    )
    assert unanswered(claims_of(official)).count() == 0


def test_claim_of_an_unknown_partner__is_answered_by_its_name_in_its_country(official, community, germany):
    load(row(community, "Unbekannt"))
    for country, open_claims in ((make_country("PL"), 1), (germany, 0)):
        municipality = make_municipality(name="UNBEKANNT", country=country)
        make_partnership(official=official, community=community, municipality=municipality)
        assert unanswered(claims_of(official)).count() == open_claims, country


def test_filing__begins_with_the_parties_of_the_claim(signed_in, official, community, germany):
    jena = make_municipality(name="Jena", country=germany)
    load(row(community), row(community, "Unbekannt"))
    client = signed_in(official)
    page = client.get(CLAIMED).content.decode()
    link = next(
        part for part in page.split('"') if part.startswith("/desk/file/?") and "municipality" in part
    )
    filing = client.get(link.replace("&amp;", "&")).context["filing"]
    assert [form.territory.pk for form in filing.foreign.forms] == [jena.pk]
    link = next(part for part in page.split('"') if part.startswith("/desk/file/?") and "partner=new" in part)
    form = client.get(link.replace("&amp;", "&")).context["filing"].foreign.forms[0]
    assert (form["new_name"].value(), form["new_country"].value()) == ("Unbekannt", "DE")


@pytest.mark.parametrize("query", ["partner=municipality:99999", "partner=x", "community=community:UA00"])
def test_filing__that_begins_with_nonsense__begins_as_always(signed_in, official, community, query):
    filing = signed_in(official).get(f"/desk/file/?{query}").context["filing"]
    assert filing.foreign.forms == []
    assert [form.territory.name for form in filing.communities.forms] == [community.full_name]


def test_denied__with_a_reason__and_taken_back(signed_in, official, community, germany):
    load(row(community))
    claim, client = OutsideClaim.objects.get(), signed_in(official)
    path = f"/desk/claims/{claim.pk}/"
    refused = client.post(f"{path}deny/", {"note": " "})
    assert refused.status_code == 422
    assert "note" in refused.context["form"].errors
    assert client.post(f"{path}deny/", {"note": "Скінчилося 2014 року."}).status_code == 302
    claim.refresh_from_db()
    assert (claim.state, claim.decided_by) == (ClaimState.NOT_OURS, official)
    page = client.get(CLAIMED)
    assert not page.context["claims"].object_list
    assert "Скінчилося 2014 року." in page.content.decode()
    assert client.get(f"{path}reopen/").status_code == 405
    assert client.post(f"{path}reopen/").status_code == 302
    assert [one.pk for one in client.get(CLAIMED).context["claims"]] == [claim.pk]


def test_claim_of_another_community__is_not_there(signed_in, stranger, association, community, germany):
    load(row(community))
    claim = OutsideClaim.objects.get()
    for person in (stranger, association):
        assert signed_in(person).post(f"/desk/claims/{claim.pk}/deny/", {"note": "x"}).status_code == 404
        with pytest.raises(NotAllowed):
            deny(claim.pk, actor=person, note="x")


def test_loaded_again__keeps_what_the_community_said__until_the_row_changes(official, community, germany):
    load(row(community), row(community, "Erlangen"))
    claim = OutsideClaim.objects.get(partner_name="Jena")
    deny(claim.pk, actor=official, note="Ні.")
    load(row(community), row(community, "Erlangen"))
    claim.refresh_from_db()
    assert (claim.state, claim.note) == (ClaimState.NOT_OURS, "Ні.")
    load(row(community, year="2011"))
    claim.refresh_from_db()
    assert (claim.state, claim.note, claim.year) == (ClaimState.OPEN, "", 2011)
    assert OutsideClaim.objects.count() == 1
    assert OutsideList.objects.count() == 1


@pytest.mark.parametrize(
    ("country", "state"), [("Belarus", "out_of_scope"), ("Ukraine", "out_of_scope"), ("Germany", "open")]
)
def test_row_outside_the_law__is_kept_but_claims_nothing(community, germany, country, state):
    make_country("BY"), make_country("UA")
    load(row(community, country=country))
    assert OutsideClaim.objects.get().state == state


def test_shared_name__is_matched_by_oblast_or_place__never_by_itself(germany):
    here = make_community(name_uk="Миколаївська", centre_name_uk="Миколаїв", lat=49.52, lon=23.98)
    make_community(name_uk="Миколаївська", centre_name_uk="Миколаїв", lat=46.97, lon=32.0)
    named = {"community": "Миколаїв", "partner": "Jena", "country": "DE"}
    load(
        named,
        {**named, "oblast": here.oblast.name_uk} if here.oblast else {**named, "lat": "49.5", "lon": "24"},
        {**named, "lat": "49.53", "lon": "23.97"},
        {**named, "lat": "50.45", "lon": "30.52"},
    )
    states = [(claim.state, claim.community) for claim in OutsideClaim.objects.order_by("row")]
    assert states[0] == (ClaimState.NO_COMMUNITY, None)
    assert states[2] == (ClaimState.OPEN, here)
    assert states[3] == (ClaimState.NO_COMMUNITY, None)


def test_command__reads_a_file_and_reports(tmp_path, community, germany, capsys):
    path = tmp_path / "list.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([["katottg", "partner", "country"], [community.katottg, "Jena", "DE"]])
    call_command("load_outside_list", str(path), name="Перелік", date="2025-12-31")
    assert "1  open" in capsys.readouterr().out
    assert OutsideClaim.objects.get().cells == {
        "katottg": community.katottg, "partner": "Jena", "country": "DE",
    }  # fmt: skip


@pytest.mark.parametrize("content", [b"a,b\n1,2\n", b"", b"\xff\xfe\x00", b"katottg,partner\nUA1,x\n"])
def test_command__says_what_is_wrong_with_a_file(tmp_path, content):
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError) as refused:
        call_command("load_outside_list", str(path), name="Перелік", date="2025-12-31")
    assert str(refused.value).strip()
    assert not OutsideList.objects.exists()


@pytest.mark.skipif(not SAMPLE.exists(), reason="the sample is not here")
def test_sample__every_row_is_kept(db):
    rows = list(read_list(SAMPLE))
    assert len(rows) == 600
    told = load_list(rows, name="Sample", dated_on=dt.date(2025, 1, 1))
    assert sum(told[state] for state in ClaimState.values) == OutsideClaim.objects.count() == 600


def test_list_of_claims__costs_the_same_with_one_and_with_twenty(signed_in, official, community, germany):
    client = signed_in(official)

    def cost():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(CLAIMED).status_code == 200
        return len(captured)

    load(row(community))
    client.get(CLAIMED)
    with_one = cost()
    load(*(row(community, f"Jena {number}") for number in range(20)))
    assert cost() == with_one


@pytest.mark.parametrize(("role", "status"), [("association", 200), ("auditor", 200), ("ministry", 403)])
def test_desk__reads_lists_and_claims(signed_in, community, germany, role, status):
    load(row(community))
    client = signed_in(make_user(role))
    claim = OutsideClaim.objects.get()
    for path in (
        "outsideclaim/", f"outsideclaim/{claim.pk}/change/", "outsidelist/",
        f"outsidelist/{claim.outside_list_id}/change/",
    ):  # fmt: skip
        assert client.get(f"/admin/registration/{path}").status_code == status


def rows_of(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "list.csv"
    path.write_bytes(text.encode(encoding))
    return list(read_list(path))


def test_list__state_that_is_not_understood__is_never_open(db, tmp_path):
    """It may be a blocked one under a name that nobody has thought of."""
    load_countries()
    make_brovary()
    rows = rows_of(
        tmp_path,
        "community,partner,country\nБроварська,Воронеж,Російська Федерація\nБроварська,Пінськ,Республіка Білорусь\n"
        "Броварська,Boston,США\nБроварська\n,,\nБроварська,Тверь,Московське царство\n",
    )
    outside = load_list(rows, name="L", dated_on=dt.date(2026, 5, 15))
    states = dict(OutsideClaim.objects.values_list("row", "state"))
    assert states == {
        2: "out_of_scope",
        3: "out_of_scope",
        4: "open",
        5: "unknown_country",
        7: "unknown_country",
    }
    assert outside["open"] == 1


def test_list__of_the_shared_cases__blocks_what_is_blocked(db):
    path = SAMPLE.parents[1] / "cases" / "outside-list.csv"
    if not path.exists():
        pytest.skip("the shared cases are not there")
    load_countries()
    make_brovary()
    load_list(read_list(path), name="L", dated_on=dt.date(2026, 5, 15))
    states = {claim.partner_name: claim.state for claim in OutsideClaim.objects.all()}
    assert states == {
        "Воронеж": "out_of_scope",
        "Пінськ": "out_of_scope",
        "Boston": "open",
        "": "unknown_country",
    }


def test_list__cells__stand_as_they_are_and_values_are_clean(db, tmp_path):
    [row] = rows_of(
        tmp_path,
        "community,partner,country\nБро\u00adварська,\u202e Єна\u200b\x00 ,Німеччина,зайва\n",
        "utf-8",
    )
    assert row.cells == {
        "community": "Бро\u00adварська", "partner": "\u202e Єна\u200b\\x00 ", "country": "Німеччина", "+1": "зайва"
    }  # fmt: skip
    assert row.values == {"community": "Броварська", "partner": "Єна", "country": "Німеччина"}
