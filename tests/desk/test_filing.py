"""Filing a partnership in steps: what is saved, what is not, and that no word is lost."""

import uuid

import pytest
from django.urls import reverse

from communities.models import ForeignMunicipality
from partnerships.choices import PartnershipStatus
from partnerships.models import Agreement, FilingDraft, Partnership
from tests.communities.factories import make_community, make_country, make_municipality, make_place
from tests.desk.filing_data import content_data, file_whole, parties_data, step_of
from tests.factories import make_partnership, make_user

pytestmark = pytest.mark.django_db
FILE = "/desk/file/"


def html_of(response):
    return response.content.decode()


def rows_of(client, partnership):
    """The rows of the foreign side as the step shows them."""
    return client.get(step_of(partnership, "parties")).context["filing"].foreign.forms


def test_a_complete_filing_becomes_a_draft(signed_in, official, community, municipality):
    partnership = file_whole(signed_in(official), community, municipality)
    assert partnership.status == PartnershipStatus.DRAFT
    assert partnership.responsible == official
    assert str(partnership.started.precision) == "month"
    assert [str(party) for party in partnership.parties.all()] == [str(community), str(municipality)]
    agreement = partnership.agreements.get()
    assert (agreement.document_type, agreement.term_years) == ("memorandum", 5)
    assert agreement.spheres == ["education", "health"]
    assert not FilingDraft.objects.get().typed


@pytest.mark.parametrize(
    ("action", "step"),
    [("next", "agreement"), ("back", "parties"), ("go-check", "check"), ("go-submit", "submit"), ("x", None)],
)
def test_each_button_saves_and_leads_where_it_says(
    signed_in, official, community, municipality, action, step
):
    response = signed_in(official).post(FILE, parties_data(community, municipality, action=action))
    partnership = Partnership.objects.get()
    leads_to = step_of(partnership, step) if step else reverse("desk_partnership", args=[partnership.code])
    assert response["Location"] == leads_to


def test_a_draft_without_a_foreign_party_is_kept(signed_in, official, community):
    client = signed_in(official)
    assert client.post(FILE, parties_data(community)).status_code == 302
    partnership = Partnership.objects.get()
    assert partnership.parties.count() == 1
    for address in ("/desk/", reverse("desk_partnership", args=[partnership.code])):
        assert client.get(address).status_code == 200


def test_the_own_community_is_there_already(signed_in, official, community):
    response = signed_in(official).get(FILE)
    [row] = response.context["filing"].communities.forms
    assert row.reference_value == f"community:{community.katottg}"


def test_who_acts_for_several_communities_chooses_among_them(signed_in, community, municipality):
    other = make_community()
    official = make_user(communities=[community, other])
    client = signed_in(official)
    page = html_of(client.get(FILE))
    assert f'<option value="community:{community.katottg}"' in page
    assert f'<option value="community:{other.katottg}"' in page
    changes = {"community-0-reference": f"community:{other.katottg}"}
    client.post(FILE, parties_data(community, municipality, **changes))
    assert Partnership.objects.get().parties.first().community == other


def test_an_agreement_of_which_nothing_is_said_is_left_out(signed_in, official, community, municipality):
    names = ["title_uk", "title_en", "term_years", "council_decision_number", "council_decision_date"]
    empty = dict.fromkeys(names, "")
    file_whole(signed_in(official), community, municipality, **empty, kinds=None, spheres=None)
    assert not Agreement.objects.exists()


def test_an_agreement_may_still_lack_its_title(signed_in, official, community, municipality):
    client = signed_in(official)
    partnership = file_whole(client, community, municipality, title_uk="", title_en="")
    assert partnership.agreements.get().title_uk == ""
    assert "Меморандум" in html_of(client.get(reverse("desk_partnership", args=[partnership.code])))
    response = client.post(step_of(partnership, "submit"), {"version": partnership.version})
    assert response.status_code == 422


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"document_type": "poem"}, "document_type"),
        ({"kinds": ["friendly"]}, "kinds"),
        ({"spheres": ["everything"]}, "spheres"),
        ({"term_years": "0"}, "term_years"),
        ({"term_years": ""}, "term_years"),
        ({"term_years": "п'ять"}, "term_years"),
        ({"term_years": "100"}, "term_years"),
        ({"term_kind": "until", "term_until": ""}, "term_until"),
        ({"term_until": "2025-02-30"}, "term_until"),
        ({"council_decision_date": "2999-01-01"}, "council_decision_date"),
        ({"title_uk": "Угода, тел. +380 44 123 45 67"}, "title_uk"),
        ({"started_day": "30", "started_month": "2"}, "started"),
        ({"started_day": "30", "started_month": ""}, "started"),
        ({"started_year": ""}, "started"),
        ({"started_year": "22"}, "started"),
        ({"started_year": "2199"}, "started"),
        ({"started_day": "x"}, "started"),
        ({"summary_uk": "а" * 5001}, "summary_uk"),
    ],
)
def test_a_problem_stands_beside_its_field_the_rest_is_saved_and_no_word_is_lost(
    signed_in, official, community, municipality, changes, field
):
    client = signed_in(official)
    client.post(FILE, parties_data(community, municipality))
    partnership = Partnership.objects.get()
    data = content_data(version=partnership.version, **changes)
    response = client.post(step_of(partnership, "agreement"), data)
    assert response.status_code == 422
    partnership.refresh_from_db()
    agreement = partnership.agreements.get()
    assert (agreement.title_en, agreement.council_decision_number) == (data["title_en"], "12-5/8")
    assert partnership.summary_en == data["summary_en"]
    for shown in (response, client.get(step_of(partnership, "agreement"))):
        filing = shown.context["filing"]
        assert {name for form in filing.simple_forms for name in form.errors} >= {field}
        assert f'href="#id_{field}-field"' in html_of(shown)
        forms = {name: form for form in filing.simple_forms for name in form.fields}
        for name in ("title_uk", "title_en", "term_years", "summary_uk", "council_decision_date"):
            assert (forms[name][name].value() or "") == data[name]


def test_several_problems_are_told_at_once(signed_in, official, community, municipality):
    client = signed_in(official)
    client.post(FILE, parties_data(community, municipality))
    partnership = Partnership.objects.get()
    data = content_data(version=partnership.version, term_years="", council_decision_date="2999-01-01")
    filing = client.post(step_of(partnership, "agreement"), data).context["filing"]
    assert set(filing.agreement.errors) == {"council_decision_date", "term_years"}


def test_one_may_leave_a_step_with_errors(signed_in, official, community, municipality):
    client = signed_in(official)
    client.post(FILE, parties_data(community, municipality))
    partnership = Partnership.objects.get()
    data = content_data(version=partnership.version, term_years="x", action="back")
    response = client.post(step_of(partnership, "agreement"), data)
    assert response["Location"] == step_of(partnership, "parties")
    assert 'value="x"' in html_of(client.get(step_of(partnership, "agreement")))


def test_only_for_an_own_community(signed_in, official, municipality):
    response = signed_in(official).post(FILE, parties_data(make_community(), municipality))
    assert response.status_code == 422
    assert response.context["filing"].communities.errors
    assert not Partnership.objects.exists()


def test_a_draft_never_loses_its_own_community(signed_in, official, community, municipality):
    client = signed_in(official)
    partnership = file_whole(client, community, municipality)
    data = parties_data(make_community(), municipality, version=partnership.version)
    assert client.post(step_of(partnership, "parties"), data).status_code == 422
    assert partnership.parties.filter(community=community).exists()


def test_a_partner_in_a_blocked_country_is_left_out_with_the_reason(signed_in, official, community):
    blocked = make_municipality(country=make_country("RU"))
    client = signed_in(official)
    client.post(FILE, parties_data(community, blocked))
    partnership = Partnership.objects.get()
    assert partnership.parties.count() == 1
    [row] = (
        client.post(step_of(partnership, "parties"), parties_data(community, blocked, version=1))
        .context["filing"]
        .foreign.forms
    )
    assert row.non_field_errors()


@pytest.mark.parametrize(
    "reference", ["", "municipality:999999", "place:1", "place:x", "new:1", "x", "community:UA1", "new"]
)
def test_a_made_up_reference_becomes_no_party(signed_in, official, community, municipality, reference):
    data = parties_data(community, municipality, **{"foreign-0-reference": reference})
    signed_in(official).post(FILE, data)
    assert Partnership.objects.get().parties.count() == 1
    assert FilingDraft.objects.get().typed["parties"]["foreign-0-reference"] == [reference]


def test_a_party_named_twice_is_refused_beside_the_second(signed_in, official, community, municipality):
    client = signed_in(official)
    partnership = file_whole(client, community, municipality)
    data = parties_data(community, municipality, version=partnership.version) | {
        "foreign_rows": ["0", "1"],
        "foreign-1-reference": f"municipality:{municipality.pk}",
        "foreign-1-body_kind": "council",
    }
    rows = client.post(step_of(partnership, "parties"), data).context["filing"].foreign.forms
    assert [bool(row.errors) for row in rows] == [False, True]
    assert partnership.parties.count() == 2


def test_finding_shows_the_registry_first_then_the_gazetteer_and_keeps_everything(
    signed_in, official, community
):
    known = make_municipality(name="Jena", country=make_country("DE"))
    place = make_place(name="Jenaz", country=make_country("DE"))
    data = parties_data(community, action="find-foreign", foreign_query="jena")
    response = signed_in(official).post(FILE, data)
    assert response.status_code == 200
    found = [territory.reference for territory in response.context["filing"].foreign.found]
    assert found == [f"municipality:{known.pk}", f"place:{place.geonames_id}"]
    page = html_of(response)
    assert "error-summary" not in page
    for word in ("Зразкова міська рада", 'value="jena"'):
        assert word in page
    assert not Partnership.objects.exists()


def test_what_is_chosen_becomes_a_party(signed_in, official, community):
    known, place = make_municipality(), make_place(country=make_country("DE"))
    data = parties_data(
        community,
        action="add-foreign",
        foreign_found=[f"municipality:{known.pk}", f"place:{place.geonames_id}"],
    )
    rows = signed_in(official).post(FILE, data).context["filing"].foreign.forms
    assert [row.reference_value for row in rows] == [f"municipality:{known.pk}", f"place:{place.geonames_id}"]
    assert all(row.territory for row in rows)


def test_what_is_chosen_counts_also_when_one_saves_at_once(signed_in, official, community):
    place = make_place(country=make_country("DE"))
    data = parties_data(community, foreign_found=[f"place:{place.geonames_id}"])
    assert signed_in(official).post(FILE, data).status_code == 302
    assert Partnership.objects.get().parties.last().municipality.geonames_id == place.geonames_id


def test_a_further_community_is_found_and_added(signed_in, official, community, municipality):
    other = make_community(name_uk="Сусідня", centre_name_uk="Сусідів")
    client = signed_in(official)
    data = parties_data(community, municipality, action="find-community", community_query="сусідів")
    found = client.post(FILE, data).context["filing"].communities.found
    assert [territory.reference for territory in found] == [f"community:{other.katottg}"]
    client.post(FILE, parties_data(community, municipality, community_found=[f"community:{other.katottg}"]))
    names = {party.community for party in Partnership.objects.get().parties.all() if party.community}
    assert names == {community, other}


def test_a_party_can_be_removed_and_that_is_kept_before_it_is_saved(
    signed_in, official, community, municipality
):
    client = signed_in(official)
    partnership = file_whole(client, community, municipality)
    data = parties_data(community, municipality, version=partnership.version, action="remove-foreign-0")
    response = client.post(step_of(partnership, "parties"), data)
    assert response.context["filing"].foreign.forms == []
    assert rows_of(client, partnership) == []
    assert partnership.parties.count() == 2


def new_party(**changes):
    return {
        "foreign_rows": ["4"],
        "foreign-4-reference": "new",
        "foreign-4-new_name": "Powiat kraśnicki",
        "foreign-4-new_country": "PL",
        "foreign-4-new_level": "county",
        "foreign-4-new_region": "Lubelskie",
        **changes,
    }


def test_a_partner_that_is_in_no_list_is_typed_in(signed_in, official, community):
    make_country("PL")
    client = signed_in(official)
    data = parties_data(community, action="new-foreign", foreign_query="Powiat kraśnicki")
    [row] = client.post(FILE, data).context["filing"].foreign.forms
    assert row.is_new
    assert row["new_name"].value() == "Powiat kraśnicki"
    assert client.post(FILE, parties_data(community, **new_party())).status_code == 302
    municipality = ForeignMunicipality.objects.get()
    assert (municipality.name, municipality.level, municipality.country_id) == (
        "Powiat kraśnicki",
        "county",
        "PL",
    )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"foreign-4-new_name": ""}, "new_name"),
        ({"foreign-4-new_country": ""}, "new_country"),
        ({"foreign-4-new_country": "XX"}, "new_country"),
        ({"foreign-4-new_country": "BY"}, "new_country"),
        ({"foreign-4-new_level": "empire"}, "new_level"),
        ({"foreign-4-new_name": "Siemens GmbH"}, "new_name"),
    ],
)
def test_a_partner_typed_in_wrongly_is_refused_beside_its_field(
    signed_in, official, community, municipality, changes, field
):
    make_country("PL")
    make_country("BY")
    client = signed_in(official)
    partnership = file_whole(client, community, municipality)
    data = parties_data(community, **new_party(**changes), version=partnership.version)
    response = client.post(step_of(partnership, "parties"), data)
    assert response.status_code == 422
    [row] = response.context["filing"].foreign.forms
    assert set(row.errors) == {field}
    assert "Lubelskie" in html_of(response)
    assert ForeignMunicipality.objects.count() == 1
    [kept] = rows_of(client, partnership)
    assert kept["new_region"].value() == "Lubelskie"


def test_the_same_page_sent_twice_makes_one_draft(signed_in, official, community, municipality):
    client, token = signed_in(official), str(uuid.uuid4())
    client.post(FILE, parties_data(community, municipality, token=token))
    client.post(FILE, parties_data(community, municipality, token=token))
    assert Partnership.objects.count() == 1


def test_a_token_of_somebody_elses_page_opens_nothing(signed_in, official, stranger, community, municipality):
    token = str(uuid.uuid4())
    signed_in(official).post(FILE, parties_data(community, municipality, token=token))
    response = signed_in(stranger).post(FILE, parties_data(community, token=token))
    assert response.status_code == 404


def test_the_same_parties_warn_with_a_link(signed_in, official, community, municipality):
    existing = make_partnership(official=official, community=community, municipality=municipality)
    client = signed_in(official)
    client.post(FILE, parties_data(community, municipality))
    partnership = Partnership.objects.latest("pk")
    link = reverse("desk_partnership", args=[existing.code])
    for step in ("parties", "check", "submit"):
        assert link in html_of(client.get(step_of(partnership, step)))


def test_reading_the_form_changes_nothing(signed_in, official):
    signed_in(official).get(FILE, {"action": "save", "title_uk": "x"})
    assert not Partnership.objects.exists()


def test_rows_of_a_stranger_shape_do_no_harm(signed_in, official, community, municipality):
    data = parties_data(community, municipality)
    data["foreign_rows"] = ["0", "0", "-1", "x" * 300, "99999"]
    assert signed_in(official).post(FILE, data).status_code == 302
    assert Partnership.objects.get().parties.count() == 2
