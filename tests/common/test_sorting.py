"""The Ukrainian alphabetical order, in Python and in PostgreSQL."""

import pytest
from django.db.models import TextField, Value
from hypothesis import given
from hypothesis import strategies as st

from common.sorting import UKRAINIAN_ALPHABET, UkrainianSortKey, ukrainian_sort_key
from communities.loaders.codifier import packaged_workbook, read_codifier
from communities.models import Country

EXPECTED = [
    "1-ша", "Авангардівська", "Агрономічна", "Біла Церква", "Білоцерківська", "Вінниця", "Галич", "Ґаздівська",
    "Дубно", "Енергодар", "Єнакієве", "Жашків", "Знам'янка", "Знаходка", "Ивахи", "Івано-Франківськ", "Ізмаїл",
    "Їжаківка", "Йосипівка", "Щастя", "Юрківка", "Яремче", "Ёлкино", "Aachen", "Łódź", "Zagreb",
]  # fmt: skip


def test_sort_key__expected_list__keeps_its_order():
    assert sorted(EXPECTED, key=ukrainian_sort_key) == EXPECTED
    assert sorted({*EXPECTED}, key=ukrainian_sort_key) == EXPECTED


def test_sort_key__alphabet__is_in_order_for_both_cases():
    assert sorted(UKRAINIAN_ALPHABET, key=ukrainian_sort_key) == list(UKRAINIAN_ALPHABET)
    assert ukrainian_sort_key(UKRAINIAN_ALPHABET) == ukrainian_sort_key(UKRAINIAN_ALPHABET.upper())


def test_sort_key__apostrophes__do_not_change_the_place():
    assert len({ukrainian_sort_key(f"Кам{mark}янець") for mark in ["'", "’", "ʼ", ""]}) == 1


@pytest.mark.django_db
def test_sort_key__every_name_of_the_codifier__is_the_same_in_postgresql():
    names = sorted({unit.name for unit in read_codifier(packaged_workbook()).units.values()})
    Country.objects.bulk_create(
        Country(code=f"{chr(65 + n // 26)}{chr(65 + n % 26)}", name_uk=name, name_en="")
        for n, name in enumerate(EXPECTED)
    )
    assert list(Country.objects.values_list("name_uk", flat=True)) == EXPECTED
    text = "\n".join(names)  # one round trip for 20,000 names
    assert _in_postgresql(text).split("\n") == [ukrainian_sort_key(name) for name in names]


@pytest.mark.django_db
@given(st.text(alphabet=st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"), max_size=40))
def test_sort_key__any_text__is_the_same_in_postgresql(text):
    assert _in_postgresql(text) == ukrainian_sort_key(text)


def _in_postgresql(text: str) -> str:
    Country.objects.get_or_create(code="ZZ", defaults={"name_uk": "", "name_en": ""})
    key = UkrainianSortKey(Value(text, output_field=TextField()))
    return Country.objects.filter(code="ZZ").annotate(key=key).values_list("key", flat=True).get()
