"""Filing a partnership: what is saved, what is refused, and that no word is lost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from communities.models import ForeignMunicipality
from demo.paper import pdf
from partnerships.choices import PartnershipStatus
from partnerships.models import Agreement, Document, Partnership
from tests.communities.factories import make_community, make_country, make_municipality, make_place
from tests.desk.filing_data import filing_data
from tests.factories import make_partnership, make_user

pytestmark = pytest.mark.django_db
FILE = "/desk/file/"


def html_of(response):
    return response.content.decode()


def test_a_complete_filing_becomes_a_draft(signed_in, official, community, municipality):
    response = signed_in(official).post(FILE, filing_data(community, municipality))
    partnership = Partnership.objects.get()
    assert response.status_code == 302
    assert response["Location"] == reverse("desk_partnership", args=[partnership.code])
    assert partnership.status == PartnershipStatus.DRAFT
    assert partnership.responsible == official
    assert str(partnership.started.precision) == "month"
    assert [str(party) for party in partnership.parties.all()] == [str(community), str(municipality)]
    agreement = partnership.agreements.get()
    assert (agreement.document_type, agreement.term_years) == ("memorandum", 5)
    assert agreement.spheres == ["education", "health"]


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
    client.post(
        FILE, filing_data(community, municipality, **{"community-0-reference": f"community:{other.katottg}"})
    )
    assert Partnership.objects.get().parties.first().community == other


def test_an_agreement_of_which_nothing_is_said_is_left_out(signed_in, official, community, municipality):
    empty = dict.fromkeys(
        ["title_uk", "title_en", "term_years", "council_decision_number", "council_decision_date"], ""
    )
    data = filing_data(community, municipality, **empty, kinds=None, spheres=None)
    assert signed_in(official).post(FILE, data).status_code == 302
    assert not Agreement.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title_uk": ""}, "title_uk"),
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
        ({"started_day": "30", "started_month": "2"}, "started"),
        ({"started_day": "30", "started_month": ""}, "started"),
        ({"started_year": ""}, "started"),
        ({"started_year": "22"}, "started"),
        ({"started_day": "x"}, "started"),
        ({"summary_uk": "а" * 5001}, "summary_uk"),
        ({"draft_kind": "poem"}, "draft_kind"),
    ],
)
def test_a_problem_stands_beside_its_field_and_nothing_is_lost(
    signed_in, official, community, municipality, changes, field
):
    data = filing_data(community, municipality, **changes)
    response = signed_in(official).post(FILE, data)
    assert response.status_code == 422
    assert not Partnership.objects.exists()
    filing = response.context["filing"]
    wrong = {name for form in filing.simple_forms for name in form.errors}
    assert wrong == {field}
    page = html_of(response)
    assert f'href="#id_{field}-field"' in page
    for word in ("Зразкова міська рада", "Stadtrat", "Спільні проєкти шкіл.", "12-5/8"):
        assert word in page or word in changes.values() or field == "summary_uk"
    for name in ("title_en", "council_decision_number", "started_year"):
        assert f'value="{data[name]}"' in page or data[name] in page


def test_several_problems_are_told_at_once(signed_in, official, community, municipality):
    data = filing_data(community, municipality, title_uk="", term_years="")
    filing = signed_in(official).post(FILE, data).context["filing"]
    assert set(filing.agreement.errors) == {"title_uk", "term_years"}


def test_a_filing_without_a_foreign_party_is_refused_at_that_side(signed_in, official, community):
    response = signed_in(official).post(FILE, filing_data(community))
    assert response.status_code == 422
    assert response.context["filing"].foreign.errors
    assert "Меморандум про співпрацю" in html_of(response)


def test_only_for_an_own_community(signed_in, official, municipality):
    response = signed_in(official).post(FILE, filing_data(make_community(), municipality))
    assert response.status_code == 422
    assert response.context["filing"].communities.errors
    assert not Partnership.objects.exists()


def test_a_partner_in_a_blocked_country_is_refused_with_the_reason(signed_in, official, community):
    blocked = make_municipality(country=make_country("RU"))
    response = signed_in(official).post(FILE, filing_data(community, blocked))
    [row] = response.context["filing"].foreign.forms
    assert row.non_field_errors()


@pytest.mark.parametrize(
    "reference", ["", "municipality:999999", "place:1", "place:x", "new:1", "x", "community:UA1"]
)
def test_a_made_up_reference_is_refused(signed_in, official, community, municipality, reference):
    data = filing_data(community, municipality, **{"foreign-0-reference": reference})
    response = signed_in(official).post(FILE, data)
    assert response.status_code == 422
    assert not Partnership.objects.exists()


def test_a_party_named_twice_is_refused_beside_the_second(signed_in, official, community, municipality):
    data = filing_data(community, municipality) | {
        "foreign_rows": ["0", "1"],
        "foreign-1-reference": f"municipality:{municipality.pk}",
        "foreign-1-body_kind": "council",
    }
    rows = signed_in(official).post(FILE, data).context["filing"].foreign.forms
    assert [bool(row.errors) for row in rows] == [False, True]


def test_finding_shows_the_registry_first_then_the_gazetteer_and_keeps_everything(
    signed_in, official, community
):
    known = make_municipality(name="Jena", country=make_country("DE"))
    place = make_place(name="Jenaz", country=make_country("DE"))
    data = filing_data(community, action="find-foreign", foreign_query="jena", term_years="багато")
    response = signed_in(official).post(FILE, data)
    assert response.status_code == 200
    found = [territory.reference for territory in response.context["filing"].foreign.found]
    assert found == [f"municipality:{known.pk}", f"place:{place.geonames_id}"]
    page = html_of(response)
    assert "error-summary" not in page
    for word in ("Меморандум про співпрацю", "багато", "Спільні проєкти шкіл.", 'value="jena"'):
        assert word in page
    assert not Partnership.objects.exists()


def test_what_is_chosen_becomes_a_party(signed_in, official, community):
    known, place = make_municipality(), make_place(country=make_country("DE"))
    data = filing_data(
        community,
        action="add-foreign",
        foreign_found=[f"municipality:{known.pk}", f"place:{place.geonames_id}"],
    )
    rows = signed_in(official).post(FILE, data).context["filing"].foreign.forms
    assert [row.reference_value for row in rows] == [f"municipality:{known.pk}", f"place:{place.geonames_id}"]
    assert all(row.territory for row in rows)


def test_what_is_chosen_counts_also_when_one_saves_at_once(signed_in, official, community):
    place = make_place(country=make_country("DE"))
    data = filing_data(community, foreign_found=[f"place:{place.geonames_id}"])
    assert signed_in(official).post(FILE, data).status_code == 302
    assert Partnership.objects.get().parties.last().municipality.geonames_id == place.geonames_id


def test_a_further_community_is_found_and_added(signed_in, official, community, municipality):
    other = make_community(name_uk="Сусідня", centre_name_uk="Сусідів")
    client = signed_in(official)
    data = filing_data(community, municipality, action="find-community", community_query="сусідів")
    found = client.post(FILE, data).context["filing"].communities.found
    assert [territory.reference for territory in found] == [f"community:{other.katottg}"]
    data = filing_data(community, municipality, community_found=[f"community:{other.katottg}"])
    client.post(FILE, data)
    names = {party.community for party in Partnership.objects.get().parties.all() if party.community}
    assert names == {community, other}


def test_a_party_can_be_removed(signed_in, official, community, municipality):
    data = filing_data(community, municipality, action="remove-foreign-0")
    response = signed_in(official).post(FILE, data)
    assert response.context["filing"].foreign.forms == []
    assert "Меморандум про співпрацю" in html_of(response)


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
    data = filing_data(community, action="new-foreign", foreign_query="Powiat kraśnicki")
    [row] = client.post(FILE, data).context["filing"].foreign.forms
    assert row.is_new
    assert row["new_name"].value() == "Powiat kraśnicki"
    assert client.post(FILE, filing_data(community, **new_party())).status_code == 302
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
    signed_in, official, community, changes, field
):
    make_country("PL")
    make_country("BY")
    response = signed_in(official).post(FILE, filing_data(community, **new_party(**changes)))
    assert response.status_code == 422
    [row] = response.context["filing"].foreign.forms
    assert set(row.errors) == {field}
    assert "Lubelskie" in html_of(response)
    assert not ForeignMunicipality.objects.exists()


def test_a_new_partner_is_not_kept_when_the_filing_is_refused(signed_in, official, community):
    make_country("PL")
    data = filing_data(community, title_uk="", **new_party())
    assert signed_in(official).post(FILE, data).status_code == 422
    assert not ForeignMunicipality.objects.exists()


def test_the_draft_comes_along(signed_in, official, community, municipality):
    upload = SimpleUploadedFile("проєкт.pdf", pdf("Draft"))
    data = filing_data(community, municipality, draft_file=upload)
    assert signed_in(official).post(FILE, data).status_code == 302
    document = Document.objects.get()
    assert (document.original_name, document.kind) == ("проєкт.pdf", "draft_uk")
    assert document.agreement == Agreement.objects.get()


@pytest.mark.parametrize("content", [b"", b"MZ not a document"])
def test_a_file_that_cannot_be_used_is_refused_before_anything_is_saved(
    signed_in, official, community, municipality, content
):
    upload = SimpleUploadedFile("draft.pdf", content)
    response = signed_in(official).post(FILE, filing_data(community, municipality, draft_file=upload))
    assert response.status_code == 422
    assert set(response.context["filing"].draft.errors) == {"draft_file"}
    assert response.context["file_lost"]
    assert not Partnership.objects.exists()


def test_a_file_is_told_together_with_other_problems(signed_in, official, community, municipality):
    upload = SimpleUploadedFile("draft.pdf", b"MZ")
    data = filing_data(community, municipality, title_uk="", draft_file=upload)
    filing = signed_in(official).post(FILE, data).context["filing"]
    assert set(filing.draft.errors) == {"draft_file"}
    assert set(filing.agreement.errors) == {"title_uk"}


def test_the_same_parties_warn_with_a_link(signed_in, official, community, municipality):
    existing = make_partnership(official=official, community=community, municipality=municipality)
    response = signed_in(official).post(FILE, filing_data(community, municipality), follow=True)
    assert reverse("desk_partnership", args=[existing.code]) in html_of(response)
    assert response.context["same"]


def test_reading_the_form_changes_nothing(signed_in, official):
    signed_in(official).get(FILE, {"action": "save", "title_uk": "x"})
    assert not Partnership.objects.exists()


def test_rows_of_a_stranger_shape_do_no_harm(signed_in, official, community, municipality):
    data = filing_data(community, municipality)
    data["foreign_rows"] = ["0", "0", "-1", "x" * 300, "99999"]
    assert signed_in(official).post(FILE, data).status_code == 302
    assert Partnership.objects.get().parties.count() == 2
