"""Whether an agreement is in force has three answers: the rule, and its twin in the database."""

import datetime as dt

import pytest
from django.test import override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.partial_dates import DatePrecision, PartialDate
from partnerships.choices import ForceReason, TermKind
from partnerships.models import Agreement, DeskRecord
from partnerships.records.refresh import refresh_records
from partnerships.validity import ANSWERS, ForceFacts, answer_of, reason_on, stretches, with_force
from tests.factories import first_agreement, make_partnership, make_transferred_entry

DAY = dt.timedelta(days=1)
TODAY = dt.date(2026, 6, 1)
NEEDS_REGISTRATION = {"AGREEMENT_IN_FORCE_NEEDS_REGISTRATION": True}


def partial(text):
    """A date as precise as it is written: 2021, 2021-06 or 2021-06-01."""
    parts = [int(part) for part in text.split("-")]
    precision = [DatePrecision.YEAR, DatePrecision.MONTH, DatePrecision.DAY][len(parts) - 1]
    return PartialDate(dt.date(*[*parts, 1, 1][:3]), precision)


def facts(signed="", term="unknown", **fields):
    """Facts from a few words: ``facts("2021-06", "5")`` is signed in June 2021 for five years."""
    if term.isdigit():
        fields |= {"term_kind": TermKind.YEARS, "term_years": int(term)}
    elif term[:4].isdigit():
        fields |= {"term_kind": TermKind.UNTIL, "term_until": dt.date.fromisoformat(term)}
    else:
        fields["term_kind"] = term
    return ForceFacts(signed=partial(signed) if signed else None, **fields)


OLD = {"registered_on": dt.date(2009, 10, 5)}
DECIDED = [
    # Neither signed nor registered.
    (facts(), False, "not_signed"),
    (facts(term="open_ended"), False, "not_signed"),
    (facts(term="2020-01-01"), False, "not_signed"),
    # Signed.
    (facts("2021-06-01", "open_ended"), True, "in_force"),
    (facts("2021-06-01", "auto_renewal", term_years=2), True, "in_force"),
    (facts("2021-06-01", "5"), True, "in_force"),
    (facts("2021-06-01", "4"), False, "expired"),
    (facts("2021-06-01", "2026-06-01"), True, "in_force"),
    (facts("2021-06-01", "2026-05-31"), False, "expired"),
    (facts("2026-06-02", "open_ended"), False, "not_begun"),
    (facts("2021-06-01"), None, "term_unknown"),
    # Terminated; what was over before stays expired.
    (facts("2021-06-01", "5", terminated_on=TODAY), False, "terminated"),
    (facts("2021-06-01", "5", terminated_on=TODAY + DAY), True, "in_force"),
    (facts("2021-06-01", "1", terminated_on=TODAY), False, "expired"),
    (facts("2021-06-01", terminated_on=TODAY), False, "terminated"),
    # Only the month or the year of signing is known.
    (facts("2021", "5"), None, "signed_date_imprecise"),
    (facts("2021-06", "5"), True, "in_force"),
    (facts("2021-05", "5"), False, "expired"),
    (facts("2026-06", "open_ended"), None, "signed_date_imprecise"),
    (facts("2021", "6"), True, "in_force"),
    (facts("2020", "5"), False, "expired"),
    (facts("2026", "open_ended"), None, "signed_date_imprecise"),
    (facts("2026-05", "open_ended"), True, "in_force"),
    (facts("2027", "open_ended"), False, "not_begun"),
    # Registered, and no date of signing: registered means signed.
    (facts(term="open_ended", **OLD), True, "in_force"),
    (facts(term="auto_renewal", **OLD), True, "in_force"),
    (facts(term="2026-06-01", **OLD), True, "in_force"),
    (facts(term="2026-05-31", **OLD), False, "expired"),
    (facts(term="5", **OLD), None, "signed_date_unknown"),
    (facts(**OLD), None, "term_unknown"),
    (facts(terminated_on=TODAY, **OLD), False, "terminated"),
    (facts(term="open_ended", registered_on=TODAY + DAY), None, "signed_date_unknown"),
    (facts("2026", "open_ended", registered_on=TODAY), True, "in_force"),
]


@pytest.mark.parametrize(("known", "answer", "reason"), DECIDED, ids=str)
def test_reason__of_what_is_known(known, answer, reason):
    found = reason_on(known, TODAY)
    assert (answer_of(found), found) == (answer, reason)


@override_settings(**NEEDS_REGISTRATION)
def test_reason__where_registration_is_a_condition():
    signed = facts("2021-06-01", "open_ended")
    assert reason_on(signed, TODAY) == ForceReason.NOT_REGISTERED
    registered = facts("2021-06-01", "open_ended", registered_on=TODAY)
    assert reason_on(registered, TODAY - DAY) == ForceReason.NOT_REGISTERED
    assert reason_on(registered, TODAY) == ForceReason.IN_FORCE
    assert reason_on(facts("2021-06-01", "1"), TODAY) == ForceReason.EXPIRED


def test_answers__part_all_reasons():
    assert sorted(reason for reasons in ANSWERS.values() for reason in reasons) == sorted(ForceReason)


DATES = st.dates(dt.date(2019, 1, 1), dt.date(2026, 12, 31))
TERMS = st.one_of(
    st.builds(dict, term_kind=st.just(TermKind.YEARS), term_years=st.integers(1, 6)),
    st.builds(dict, term_kind=st.just(TermKind.UNTIL), term_until=DATES),
    st.sampled_from([
        {"term_kind": TermKind.OPEN_ENDED},
        {"term_kind": TermKind.AUTO_RENEWAL, "term_years": 2},
        {"term_kind": TermKind.UNKNOWN},
    ]),
)  # fmt: skip
SIGNED = st.builds(PartialDate, DATES, st.sampled_from(DatePrecision))


def agreements(signed=st.none() | SIGNED, registered_on=st.none() | DATES):
    """Facts of any agreement."""
    return st.builds(
        lambda term, **fields: ForceFacts(**term, **fields),
        TERMS,
        signed=signed,
        terminated_on=st.none() | DATES,
        registered_on=registered_on,
    )


@given(agreements(signed=SIGNED, registered_on=st.none()), st.dates(dt.date(2018, 1, 1), dt.date(2033, 1, 1)))
def test_imprecise_date__decides_where_every_day_that_it_can_mean_gives_the_same_answer(known, day):
    signed = known.signed
    days = (signed.latest - signed.earliest).days + 1
    possible = {
        answer_of(reason_on(ForceFacts(**{**vars(known), "signed": exact(signed.earliest + DAY * n)}), day))
        for n in range(days)
    }
    assert answer_of(reason_on(known, day)) is (possible.pop() if len(possible) == 1 else None)


def exact(day):
    return PartialDate(day, DatePrecision.DAY)


@given(agreements(), st.dates(dt.date(2017, 1, 1), dt.date(2034, 1, 1)))
def test_stretches__answer_for_any_day(known, day):
    found = stretches(known)
    (there,) = [
        one for one in found if (one.begins or dt.date.min) <= day and (not one.ends or day < one.ends)
    ]
    assert there.reason == reason_on(known, day)
    assert [one.ends for one in found[:-1]] == [one.begins for one in found[1:]]
    assert (found[0].begins, found[-1].ends) == (None, None)


@pytest.fixture
def two(db):
    """An agreement that is registered, and one that is not."""
    return make_transferred_entry().agreement, first_agreement(make_partnership("approved"))


@pytest.mark.parametrize("needs_registration", [False, True])
def test_database__says_the_same(two, needs_registration):
    registered, plain = two
    entry_day = registered.register_entry.registered_on
    shift = (
        dt.date(2022, 6, 15) - entry_day
    )  # the register is append-only: its one day stands for all of them

    @given(
        known=agreements(registered_on=st.sampled_from([None, entry_day + shift])),
        days=st.lists(DATES, max_size=3),
    )
    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def compare(known, days):
        row = registered if known.registered_on else plain
        back = shift if known.registered_on else dt.timedelta()
        write(row, known, back)
        agreement = Agreement.objects.select_related("register_entry").get(pk=row.pk)
        turns = [one.begins for one in stretches(agreement.force_facts) if one.begins]
        for day in {*(day - back for day in days), *turns, *(day - DAY for day in turns)}:
            (asked,) = with_force(Agreement.objects.filter(pk=row.pk), day)
            assert (asked.force, asked.valid_until_day) == (
                agreement.force_reason(day),
                agreement.valid_until,
            )
        compare_record(agreement, [day - back for day in days] + turns)

    with override_settings(AGREEMENT_IN_FORCE_NEEDS_REGISTRATION=needs_registration):
        compare()


def write(row, known, back):
    """Store the facts, all days moved back so far that the entry of the register is in the midst of them."""
    moved = {name: value - back if value else None for name, value in {
        "terminated_on": known.terminated_on, "term_until": known.term_until,
        "signed_on": known.signed.date if known.signed else None,
    }.items()}  # fmt: skip
    if moved["signed_on"] and moved["term_until"] and moved["term_until"] <= moved["signed_on"]:
        moved["term_until"] = moved["signed_on"] + DAY
    Agreement.objects.filter(pk=row.pk).update(
        **moved,
        signed_precision=known.signed.precision if known.signed else "",
        term_kind=known.term_kind,
        term_years=known.term_years,
    )


def compare_record(agreement, days):
    """The days in the record, of all agreements and of each one, answer for any day."""
    refresh_records([agreement.partnership_id])
    record = DeskRecord.objects.filter(pk=agreement.partnership_id)
    columns = {True: "in_force", False: "out_of_force", None: "force_unknown"}
    for day in days:
        answer = agreement.in_force(day)
        held = {
            value for value, column in columns.items() if record.filter(**{f"{column}__holds": day}).exists()
        }
        assert held == {answer}
