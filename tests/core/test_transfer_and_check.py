"""Transferred entries, and the status check: three facts that are never one."""

import datetime as dt

import pytest

from common.errors import RuleViolated
from common.partial_dates import DatePrecision, PartialDate
from partnerships.inputs import PartyInput, TermInput
from registration.models import RegisterEntry
from registration.selectors import check_by_number, check_by_parties, facts_of
from tests.communities.factories import make_municipality
from tests.factories import (
    ORDER_DATE,
    agreement_input,
    first_agreement,
    make_case,
    make_entry,
    make_partnership,
    make_transferred_entry,
)

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


def codes(raised):
    return {(problem.field, problem.code) for problem in raised.value.problems}


class TestTransfer:
    def test_is_registered_without_having_been_cleared(self):
        facts = facts_of(make_transferred_entry().agreement)
        assert (facts.checked, facts.cleared, facts.registered, facts.in_force) == (False, False, True, None)

    @pytest.mark.parametrize(
        ("fields", "problem"),
        [
            ({"registered_on": dt.date(2999, 1, 1)}, ("registered_on", "in_future")),
            ({"registered_on": dt.date(2009, 7, 31)}, ("registered_on", "before_signing")),
            ({"signed": PartialDate(dt.date(1944, 1, 1), DatePrecision.YEAR)}, ("signed", "too_early")),
            (
                {"agreement": agreement_input(term=TermInput("until", until=dt.date(2009, 8, 1)))},
                ("agreement.term.until", "before_signing"),
            ),
            ({"community_parties": ()}, ("community_parties", "required")),
        ],
        ids=str,
    )
    def test_fails_with_what_no_register_can_hold(self, fields, problem):
        with pytest.raises(RuleViolated) as raised:
            make_transferred_entry(**fields)
        assert problem in codes(raised)
        assert not RegisterEntry.objects.exists()

    def test_needs_a_number_of_its_own(self):
        make_transferred_entry(number="7")
        for number, code in (("7", "unique"), (" ", "required")):
            with pytest.raises(RuleViolated) as raised:
                make_transferred_entry(number=number)
            assert codes(raised) == {("number", code)}

    def test_fails_with_the_same_party_twice(self):
        party = PartyInput(municipality_id=make_municipality().pk)
        with pytest.raises(RuleViolated) as raised:
            make_transferred_entry(foreign_parties=(party, party))
        assert codes(raised) == {("foreign_parties[1]", "duplicate")}


class TestStatusCheck:
    def test_by_number__however_it_is_typed(self):
        entry = make_entry(step_fields={"register": {"number": "2026-0017"}})
        for typed in ("2026-0017", "№ 2026–0017", " 2026/0017 "):
            assert check_by_number(typed) == [entry.agreement]
        assert check_by_number("2026-0018") == check_by_number(" № ") == []

    def test_by_code_of_a_public_partnership_only(self):
        public, draft = make_partnership("approved"), make_partnership()
        assert check_by_number(public.code.lower()) == [first_agreement(public)]
        assert check_by_number(draft.code) == []

    def test_by_parties__shows_only_what_is_public(self):
        municipality = make_municipality()
        public = make_partnership("approved", municipality=municipality)
        draft = make_partnership(municipality=municipality)
        communities = [p.parties.get(side="ukrainian").community_id for p in (public, draft)]
        assert check_by_parties(communities, [municipality.pk]) == [first_agreement(public)]

    @pytest.mark.parametrize(
        ("status", "facts"),
        [
            ("filed", (True, False, False, False)),
            ("cleared", (True, True, False, False)),
            ("registration_filed", (True, True, False, True)),
            ("registered", (True, True, True, True)),
            ("terminated", (True, True, True, False)),
            ("withdrawn", (True, False, False, False)),
        ],
    )
    def test_three_facts_are_never_one(self, status, facts):
        found = facts_of(make_case(status).agreement)
        assert (found.checked, found.cleared, found.registered, found.in_force) == facts

    def test_on_a_day_before_the_order_it_was_not_cleared(self):
        agreement = make_entry().agreement
        before = facts_of(agreement, ORDER_DATE - DAY)
        assert (before.cleared, before.registered, before.in_force) == (False, False, False)
        assert facts_of(agreement, ORDER_DATE).cleared
