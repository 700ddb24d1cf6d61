"""Amending and prolonging: a filing of its own; the registered agreement and its entry stay as they are."""

import pytest

from accounts.roles import Role
from partnerships.models import Agreement
from registration.models import RegisterEntry
from registration.policies import can_amend
from registration.register_chain import chain_problems
from registration.services import take_step
from tests.factories import agreement_input, make_case, make_entry, make_user

pytestmark = pytest.mark.django_db
TITLE = "Про продовження строку дії угоди"


@pytest.fixture
def registered(official, community):
    return make_entry(
        official=official, community=community, agreement=agreement_input(title_uk="Перша угода")
    ).agreement


def address(agreement, purpose="amend"):
    return f"/desk/agreements/{agreement.pk}/{purpose}/"


def typed(**changes):
    return {
        "document_type": "agreement",
        "title_uk": TITLE,
        "kinds": ["interterritorial"],
        "spheres": ["health"],
        "term_kind": "years",
        "term_years": "5",
        **changes,
    }


@pytest.mark.parametrize("purpose", ["amend", "prolong"])
def test_filing__points_to_the_first_agreement__and_leaves_it_untouched(
    signed_in, official, registered, purpose
):
    before = (Agreement.objects.filter(pk=registered.pk).values().get(), RegisterEntry.objects.values().get())
    response = signed_in(official).post(address(registered, purpose), typed())
    made = Agreement.objects.get(amends=registered)
    assert response["Location"].endswith(
        f"/desk/partnerships/{registered.partnership.code}/#agreement-{made.pk}"
    )
    assert (made.title_uk, made.term_years, made.content_state) == (TITLE, 5, "open")
    after = (Agreement.objects.filter(pk=registered.pk).values().get(), RegisterEntry.objects.values().get())
    assert after == before
    assert not list(chain_problems())


def test_prolongation__goes_the_usual_way_to_a_number_of_its_own(signed_in, official, registered):
    signed_in(official).post(address(registered, "prolong"), typed())
    made = Agreement.objects.get(amends=registered)
    entry = registered.register_entry
    case = make_case("registered", partnership=registered.partnership, which=made)
    assert case.agreement == made
    assert case.entry.number != entry.number
    assert not list(chain_problems())
    assert RegisterEntry.objects.get(pk=entry.pk).act.act_hash == entry.act.act_hash


@pytest.mark.parametrize(("purpose", "begins"), [("amend", "Про зміни"), ("prolong", "Про продовження")])
def test_form__begins_with_the_first_agreement(signed_in, official, registered, purpose, begins):
    form = signed_in(official).get(address(registered, purpose)).context["form"]
    assert form.initial["title_uk"].startswith(begins)
    assert form.initial["title_uk"].endswith("Перша угода")
    assert form.initial["spheres"] == registered.spheres
    assert form.initial["term_kind"] == ("unknown" if purpose == "prolong" else registered.term_kind)


def test_title_at_its_limit__is_cut_not_refused(signed_in, official, community):
    entry = make_entry(
        official=official, community=community, agreement=agreement_input(title_uk="Угода " * 166)
    )
    form = signed_in(official).get(address(entry.agreement)).context["form"]
    assert len(form.initial["title_uk"]) == 1000


def test_without_a_title__nothing_typed_is_lost(signed_in, official, registered):
    response = signed_in(official).post(address(registered), typed(title_uk="", title_en="Kept"))
    assert response.status_code == 422
    assert "title_uk" in response.context["form"].errors
    assert "Kept</textarea>" in response.content.decode()
    assert not Agreement.objects.filter(amends=registered).exists()


def test_second_filing__while_the_first_is_on_its_way__leads_to_that_one(signed_in, official, registered):
    client = signed_in(official)
    client.post(address(registered), typed())
    response = client.get(address(registered, "prolong"))
    assert response.status_code == 409
    assert f"#agreement-{Agreement.objects.get(amends=registered).pk}" in response.content.decode()
    assert client.post(address(registered), typed()).status_code == 409
    assert Agreement.objects.filter(amends=registered).count() == 1


def test_filing_that_was_given_up__makes_room_for_another(signed_in, official, registered):
    client = signed_in(official)
    client.post(address(registered), typed())
    made = Agreement.objects.get(amends=registered)
    case = make_case("filed", partnership=registered.partnership, which=made)
    take_step(case.pk, "withdraw", actor=official, expected_version=case.version)
    assert client.get(address(registered)).status_code == 200


@pytest.mark.parametrize("status", ["filed", "in_review", "cleared", "registration_filed", "refused"])
def test_agreement_that_is_not_registered__is_not_amended(signed_in, official, community, status):
    case = make_case(status, official=official, community=community)
    response = signed_in(official).get(address(case.agreement))
    assert response.status_code == 403
    assert "зареєстрован" in response.content.decode()


def test_terminated_agreement__is_not_amended(signed_in, official, community):
    case = make_case("terminated", official=official, community=community)
    assert signed_in(official).get(address(case.agreement)).status_code == 403


@pytest.mark.parametrize("role", [Role.ASSOCIATION, Role.MINISTRY, Role.AUDITOR, Role.ADMINISTRATOR])
def test_people_of_the_desks__do_not_file_for_a_community(signed_in, registered, role):
    person = make_user(role)
    assert not can_amend(person, registered)
    assert signed_in(person).post(address(registered), typed()).status_code == 403


def test_official_of_another_community__does_not_file(signed_in, stranger, registered):
    assert signed_in(stranger).post(address(registered), typed()).status_code == 403
    assert not Agreement.objects.filter(amends=registered).exists()


def test_nobody_signed_in__is_asked_to_sign_in(client, registered):
    assert client.get(address(registered)).status_code == 302


def test_both_agreements__say_what_ties_them(signed_in, official, registered):
    client = signed_in(official)
    client.post(address(registered), typed())
    page = client.get(f"/desk/partnerships/{registered.partnership.code}/").content.decode()
    made = Agreement.objects.get(amends=registered)
    assert f'<a href="#agreement-{registered.pk}">Перша угода</a>' in page
    assert f'<a href="#agreement-{made.pk}">{TITLE}</a>' in page


def test_filing_that_is_not_filed_with_the_ministry__is_not_on_the_public_page(client, registered, official):
    client.force_login(official)
    client.post(address(registered), typed())
    client.logout()
    page = client.get(f"/partnerships/{registered.partnership.code}/").content.decode()
    assert "Перша угода" in page
    assert TITLE not in page
