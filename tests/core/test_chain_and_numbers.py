"""Canonical hashes and folded numbers, by property."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnerships.models import NumberCounter
from partnerships.services.numbers import next_code, next_number
from registration.models import RegisterEntry
from registration.numbers import number_key
from registration.register_chain import act_hash, registered_content
from registration.services.registering import suggested_number
from tests.factories import make_entry, make_transferred_entry

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
CONTENT = st.dictionaries(st.text(max_size=8), JSON, max_size=6)


@given(CONTENT, st.text("0123456789abcdef", max_size=64))
def test_hash__does_not_depend_on_the_order_of_keys_nor_on_a_way_through_json(content, previous):
    shuffled = dict(reversed(list(content.items())))
    assert act_hash(content, previous) == act_hash(shuffled, previous)
    assert act_hash(json.loads(json.dumps(content)), previous) == act_hash(content, previous)


@given(CONTENT, CONTENT, st.sampled_from(["", "a" * 64]), st.sampled_from(["", "a" * 64]))
def test_hash__differs_whenever_content_or_link_differs(one, other, before_one, before_other):
    same = json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True) and before_one == before_other
    assert (act_hash(one, before_one) == act_hash(other, before_other)) is same


@given(st.text(max_size=60))
def test_number_key__is_short__folded_once_and_for_all(number):
    key = number_key(number)
    assert len(key) <= 50
    assert " " not in key
    assert number_key(key) == key or len(key) == 50


@given(st.integers(1990, 2100), st.integers(1, 99999), st.sampled_from(["-", "/", "–", " - ", "−"]))
def test_number_key__does_not_care_how_the_signs_are_typed(year, number, sign):
    assert number_key(f"№ {year}{sign}{number}") == number_key(f"{year}-{number}")


@pytest.mark.parametrize("number", ["", "№", " - ", "///"])
def test_number_key__of_no_number_is_empty(number):
    assert number_key(number) == ""


@pytest.mark.django_db
def test_content__holds_no_names_of_persons_and_survives_the_database():
    entry = make_entry()
    stored = RegisterEntry.objects.get(pk=entry.pk)
    assert stored.content == registered_content(
        stored.case,
        number=stored.number,
        registered_on=stored.registered_on.isoformat(),
        origin=stored.origin,
    )
    assert act_hash(stored.content, stored.act.previous_hash) == stored.act.act_hash
    text = json.dumps(stored.content, ensure_ascii=False)
    people = [stored.case.filed_by, stored.case.assigned_to]
    assert not any(person.name in text or person.email in text for person in people)


@pytest.mark.django_db
def test_transferred_content__has_no_order():
    content = make_transferred_entry(number="ТК-7").content
    assert (content["order"], content["origin"], content["number"]) == (None, "transferred", "ТК-7")


@pytest.mark.django_db
def test_numbers__follow_one_another_in_each_series_and_year():
    assert [
        next_number("x", 2026),
        next_number("x", 2026),
        next_number("x", 2027),
        next_number("y", 2026),
    ] == [
        1,
        2,
        1,
        1,
    ]
    assert NumberCounter.objects.get(series="x", year=2026).last == 2
    assert next_code("x", "AB").startswith("AB-20")


@pytest.mark.django_db
def test_suggested_number__steps_over_what_a_clerk_has_typed(settings):
    settings.REGISTRATION_NUMBER_FORMAT = "{sequence}/{year}"
    make_transferred_entry(number="1/2026")
    make_transferred_entry(number="2/2026")
    assert suggested_number(2026) == "3/2026"
