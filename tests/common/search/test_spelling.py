"""Correcting by a vocabulary."""

import pytest

from common.search.spelling import best, deletes, distance, tolerance


@pytest.mark.parametrize(
    ("one", "other", "far"),
    [("бравари", "бровари", 1), ("erlangn", "erlangen", 1), ("брвоари", "бровари", 1), ("", "аб", 2),
     ("київ", "київ", 0), ("абв", "вба", 2), ("львів", "харків", 3)],
)  # fmt: skip
def test_distance__counts_changes_and_swaps(one, other, far):
    assert distance(one, other) == far


@pytest.mark.parametrize("wrong", ["бравари", "ровари", "бровраи", "бровариі", "брвари"])
def test_word_and_misspelling__share_a_form(wrong):
    assert set(deletes("бровари")) & set(deletes(wrong))


def test_short_words__are_not_corrected_long_ones_twice():
    assert [tolerance(word) for word in ("єн", "єна", "бровари", "хмельницький")] == [0, 1, 1, 2]


def test_best__prefers_near_then_the_same_first_letter_then_frequent():
    assert best("суме", {"суми": 3, "шуме": 9, "сума": 1}) == ["суми", "сума", "шуме"]
    assert best("хмельницкий", {"хмельницький": 1, "мельницький": 9}) == ["хмельницький"]


def test_best__two_mistakes_and_another_first_letter__is_another_word():
    assert best("тарасівка", {"баранівка": 5}) == []
