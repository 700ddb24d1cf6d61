"""My partnerships: what is there, in which order, what is expected, and how much it costs."""

import datetime as dt
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from partnerships.choices import PartnershipStatus
from partnerships.inputs import TermInput
from partnerships.models import Partnership
from registration.choices import CaseStatus
from registration.expectations import Who, expectation_of
from registration.models import RegistrationCase
from registration.my_partnerships import waits_for_official
from tests.communities.factories import make_community, make_country, make_municipality
from tests.factories import agreement_input, make_case, make_partnership, make_user

pytestmark = pytest.mark.django_db
LIST = "/desk/"


@pytest.fixture
def own(official, community):
    return {"official": official, "community": community}


def codes(response):
    return [partnership.code for partnership, _expectation, _ending in response.context["rows"]]


def test_only_the_own_communities_partnerships_are_there(signed_in, official, own):
    mine = make_partnership(**own)
    make_partnership(PartnershipStatus.APPROVED)
    assert codes(signed_in(official).get(LIST)) == [mine.code]


def test_what_waits_for_me_comes_first(signed_in, official, own):
    returned = make_partnership(PartnershipStatus.RETURNED, **own)
    cleared = make_case(CaseStatus.CLEARED, **own)
    submitted = make_partnership(PartnershipStatus.SUBMITTED, **own)
    withdrawn = make_partnership(PartnershipStatus.WITHDRAWN, **own)
    response = signed_in(official).get(LIST)
    assert codes(response) == [
        cleared.agreement.partnership.code,
        returned.code,
        submitted.code,
        withdrawn.code,
    ]
    assert response.context["waiting"] == 2


@pytest.mark.parametrize(
    ("status", "who"),
    [
        ("draft", Who.YOU),
        ("submitted", Who.ASSOCIATION),
        ("returned", Who.YOU),
        ("approved", Who.YOU),  # its agreement is to be filed with the Ministry
        ("rejected", Who.NOBODY),
        ("withdrawn", Who.NOBODY),
        ("ended", Who.NOBODY),
    ],
)
def test_whose_turn_it_is(own, status, who):
    make_partnership(status, **own)
    partnership = Partnership.objects.get()
    expectation = expectation_of(partnership)
    assert expectation.who == who
    assert Partnership.objects.filter(waits_for_official()).exists() == (who == Who.YOU)
    assert (expectation.step is not None) == (who == Who.YOU)


@pytest.mark.parametrize(
    ("status", "who"),
    [
        ("filed", Who.MINISTRY),
        ("in_review", Who.MINISTRY),
        ("returned", Who.YOU),
        ("refused", Who.YOU),  # another draft may be filed
        ("cleared", Who.YOU),
        ("registration_filed", Who.MINISTRY),
        ("registration_returned", Who.YOU),
        ("registration_refused", Who.YOU),
        ("registered", Who.NOBODY),
        ("withdrawn", Who.YOU),
        ("terminated", Who.NOBODY),
    ],
)
def test_whose_turn_it_is_at_the_ministry(own, status, who):
    make_case(status, **own)
    assert expectation_of(Partnership.objects.get()).who == who
    assert Partnership.objects.filter(waits_for_official()).exists() == (who == Who.YOU)


def test_a_partnership_without_an_agreement_expects_nothing(own):
    make_partnership(PartnershipStatus.APPROVED, agreement=None, **own)
    assert expectation_of(Partnership.objects.get()).who == Who.NOBODY


def test_the_due_date_and_its_passing_are_shown(signed_in, official, own):
    case = make_case(**own)
    page = signed_in(official).get(LIST)
    assert not page.context["rows"][0][1].is_overdue
    RegistrationCase.objects.filter(pk=case.pk).update(due_on=timezone.localdate() - dt.timedelta(days=1))
    page = signed_in(official).get(LIST)
    assert page.context["rows"][0][1].is_overdue
    assert "overdue" in page.content.decode()


@pytest.mark.parametrize(
    "words", ["jena", "JENA", "Музейна угода", "угода jena", "{code}", "музейної угоди jena"]
)
def test_words_find_by_party_title_and_code(signed_in, official, own, words):
    jena = make_municipality(name="Jena", country=make_country("DE"))
    wanted = make_partnership(municipality=jena, agreement=agreement_input(title_uk="Музейна угода"), **own)
    make_partnership(municipality=make_municipality(name="Erlangen"), agreement=None, **own)
    response = signed_in(official).get(LIST, {"q": words.format(code=wanted.code)})
    assert codes(response) == [wanted.code]


def test_what_is_not_there_is_not_found(signed_in, official, own):
    make_partnership(**own)
    response = signed_in(official).get(LIST, {"q": "тридев'яте царство"})
    assert codes(response) == []
    assert response.context["filtered"]


def test_a_status_narrows_the_list(signed_in, official, own):
    draft = make_partnership(**own)
    make_partnership(PartnershipStatus.SUBMITTED, **own)
    assert codes(signed_in(official).get(LIST, {"status": "draft"})) == [draft.code]


@pytest.mark.parametrize("query", [{"status": "drafft"}, {"q": "x" * 300}])
def test_a_filter_that_makes_no_sense_is_named_and_lists_nothing(signed_in, official, own, query):
    make_partnership(**own)
    response = signed_in(official).get(LIST, query)
    assert response.status_code == 400
    assert "rows" not in response.context
    assert response.context["form"].errors


@pytest.mark.parametrize("query", [{"q": "\x00"}, {"q": "'; --"}, {"q": "%"}, {"page": "x"}, {"page": "99"}])
def test_strange_input_does_no_harm(signed_in, official, own, query):
    make_partnership(**own)
    assert signed_in(official).get(LIST, query).status_code in {200, 400}


def count_queries(client, address):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_the_list_costs_the_same_with_one_row_and_with_twenty(signed_in, official, own):
    client = signed_in(official)
    make_case(CaseStatus.REGISTERED, **own)
    client.get(LIST)
    with_one = count_queries(client, LIST)
    for _number in range(7):
        make_partnership(PartnershipStatus.RETURNED, **own)
        make_case(CaseStatus.CLEARED, **own)
        make_partnership(PartnershipStatus.APPROVED, **own)
    assert len(codes(client.get(LIST))) == 22
    assert count_queries(client, LIST) == with_one


def test_long_lists_have_pages(signed_in, official, own):
    for _number in range(26):
        make_partnership(agreement=None, **own)
    client = signed_in(official)
    first, second = client.get(LIST), client.get(LIST, {"page": "2"})
    assert (len(codes(first)), len(codes(second))) == (25, 1)
    assert not set(codes(first)) & set(codes(second))


# --- parts, filters, orders ---


def expiring(days, **own):
    """A registered agreement whose term ends in so many days."""
    until = timezone.localdate() + dt.timedelta(days=days)
    return make_case(
        CaseStatus.REGISTERED, agreement=agreement_input(term=TermInput("until", until=until)), **own
    ).agreement


@pytest.fixture
def four(own):
    """One partnership for each part of the list, and one that belongs to none."""
    return {
        "mine": make_partnership(PartnershipStatus.RETURNED, **own),
        "others": make_partnership(PartnershipStatus.SUBMITTED, **own),
        "expiring": expiring(30, **own).partnership,
        "none": make_partnership(PartnershipStatus.WITHDRAWN, **own),
    }


@pytest.mark.parametrize("show", ["mine", "others", "expiring"])
def test_part__shows_its_own_and_nothing_else(signed_in, official, four, show):
    response = signed_in(official).get(LIST, {"show": show})
    assert codes(response) == [four[show].code]
    assert dict(response.context["parts"]) == {"all": 4, "mine": 1, "others": 1, "expiring": 1, "claimed": 0}


@pytest.mark.parametrize(("days", "is_there"), [(0, True), (183, True), (184, False)])
def test_term_that_ends_within_six_months__expires(signed_in, official, own, days, is_there):
    expiring(days, **own)
    response = signed_in(official).get(LIST, {"show": "expiring"})
    assert bool(codes(response)) is is_there


def test_expiring_agreement__says_the_day_and_leads_to_prolonging(signed_in, official, own):
    agreement = expiring(30, **own)
    page = signed_in(official).get(LIST, {"show": "expiring"}).content.decode()
    assert "через 30 днів" in page
    assert f"/desk/agreements/{agreement.pk}/prolong/" in page


def test_what_waits_for_the_association__says_by_when(signed_in, official, own, settings):
    settings.ASSOCIATION_CHECK_DAYS = 14
    make_partnership(PartnershipStatus.SUBMITTED, **own)
    [[_partnership, expectation, _ending]] = signed_in(official).get(LIST).context["rows"]
    assert expectation.who == Who.ASSOCIATION
    assert expectation.due_on == timezone.localdate() + dt.timedelta(days=14)


def test_filters__narrow_together(signed_in, official, own, community):
    jena = make_partnership(municipality=make_municipality(country="DE"), **own)
    krasnik = make_partnership(municipality=make_municipality(country="PL"), **own)
    cleared = make_case(CaseStatus.CLEARED, municipality=make_municipality(country="PL"), **own)
    client = signed_in(official)
    assert set(codes(client.get(LIST, {"country": "PL"}))) == {
        krasnik.code,
        cleared.agreement.partnership.code,
    }
    assert codes(client.get(LIST, {"country": "PL", "status": "draft"})) == [krasnik.code]
    assert codes(client.get(LIST, {"case_status": "cleared"})) == [cleared.agreement.partnership.code]
    assert codes(client.get(LIST, {"country": "DE", "responsible": "me"})) == [jena.code]


def test_responsible__is_me_or_anybody(signed_in, own, community, official):
    make_partnership(**own)
    colleague = make_user(communities=[community])
    client = signed_in(colleague)
    assert codes(client.get(LIST, {"responsible": "me"})) == []
    page = client.get(LIST)
    assert len(codes(page)) == 1
    assert official.name in page.content.decode()


def test_community__is_asked_only_of_those_who_act_for_several(signed_in, official, own):
    first = make_partnership(**own)
    assert "community" not in signed_in(official).get(LIST).context["form"].fields
    other = make_community()
    both = make_user(communities=[own["community"], other])
    make_partnership(official=both, community=other)
    response = signed_in(both).get(LIST, {"community": own["community"].katottg})
    assert codes(response) == [first.code]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("name", ["Єна", "Іллінці", "Ярослав"]),
        ("changed", ["Ярослав", "Іллінці", "Єна"]),
        ("due", ["Ярослав", "Єна", "Іллінці"]),
    ],
)
def test_order__is_the_one_that_was_asked_for(signed_in, official, own, order, expected):
    towns = {name: make_municipality(name=name, name_uk=name) for name in ("Єна", "Іллінці", "Ярослав")}
    made = {name: make_partnership("submitted", municipality=town, **own) for name, town in towns.items()}
    for name, days in {"Ярослав": 9, "Єна": 5, "Іллінці": 1}.items():
        moment = timezone.now() - dt.timedelta(days=days)
        Partnership.objects.filter(pk=made[name].pk).update(submitted_at=moment)
    response = signed_in(official).get(LIST, {"order": order})
    names = {partnership.code: name for name, partnership in made.items()}
    assert [names[code] for code in codes(response)] == expected


def test_order_by_the_end_of_the_term__puts_the_first_to_end_first(signed_in, official, own):
    late, soon = expiring(90, **own), expiring(10, **own)
    never = make_partnership(**own)
    response = signed_in(official).get(LIST, {"order": "expires"})
    assert codes(response) == [soon.partnership.code, late.partnership.code, never.code]


@pytest.mark.parametrize(
    "query", [{"show": "nothing"}, {"order": "zz"}, {"country": "XX"}, {"responsible": "you"}]
)
def test_value_that_makes_no_sense__is_named(signed_in, official, own, query):
    make_partnership(**own)
    response = signed_in(official).get(LIST, query)
    assert response.status_code == 400
    assert set(response.context["form"].errors) == set(query)


@pytest.mark.parametrize("query", [{}, {"show": "mine"}, {"show": "expiring"}, {"order": "due"}])
def test_every_part__costs_the_same_with_one_row_and_with_twenty(signed_in, official, own, query):
    client = signed_in(official)
    address = f"{LIST}?{urlencode(query)}"

    def add():
        make_partnership(PartnershipStatus.RETURNED, **own)
        expiring(20, **own)

    add()
    client.get(address)
    with_one = count_queries(client, address)
    for _number in range(10):
        add()
    assert count_queries(client, address) == with_one


def test_filter_that_does_not_exist__is_named(signed_in, official, own):
    make_partnership(**own)
    response = signed_in(official).get(LIST, {"sttus": "draft"})
    assert response.status_code == 400
    assert "немає фільтра «sttus»" in response.content.decode()
    assert "rows" not in response.context
