"""Numbers of papers: how they are stored, compared, and what is refused."""

import pytest

from common.paper_numbers import is_doubtful_number, number_problems, plain_number, tidy_number

LATIN_MC, CYRILLIC_MC = "MC", "МС"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("№ 1205", "1205"),
        ("№1205", "1205"),
        (" №№  12 ", "12"),
        ("No. 5", "5"),
        ("N 357", "357"),
        ("Nr. 12/3", "12/3"),
        ("номер 8", "8"),
        ("2026 — 0101", "2026-0101"),
        ("02–15 / 118", "02-15/118"),
        ("12  ОД", "12 ОД"),
        ("ОД-15", "ОД-15"),
        ("NATO-5", "NATO-5"),
        ("Ном-7", "Ном-7"),
        ("№", ""),
        ("", ""),
    ],
)
def test_tidy__sign_dashes_and_spaces(typed, stored):
    assert tidy_number(typed) == stored
    assert tidy_number(stored) == stored


@pytest.mark.parametrize("dash", "-‐‑‒–—―−")
@pytest.mark.parametrize("space", ["", " ", "\u00a0"])
def test_plain__dashes_spaces_and_sign_do_not_matter(dash, space):
    assert plain_number(f"№{space}2026{space}{dash}{space}0101") == plain_number("2026-0101")


def test_plain__look_alike_letters_and_capitals_are_one():
    assert plain_number(f"18-{LATIN_MC}") == plain_number(f"18-{CYRILLIC_MC}") == plain_number("18-мс")
    assert plain_number("2026-О001") == plain_number("2026-O001")


@pytest.mark.parametrize(
    ("one", "other"), [("12-34", "123-4"), ("1205", "1206"), ("18-МС", "18-МЦ"), ("7", "07")]
)
def test_plain__what_differs_stays_different(one, other):
    assert plain_number(one) != plain_number(other)


@pytest.mark.parametrize(
    "number", ["18-MС", "18-МC", "2026-О001", "2026-O001", f"{LATIN_MC}-12/ОД", "12-1О5"]
)
def test_problems__mixed_scripts_and_letters_for_zero_are_refused(number):
    assert [problem.code for problem in number_problems("number", number)] == ["mixed_scripts"]
    assert is_doubtful_number(number)


@pytest.mark.parametrize(
    "number",
    [
        "",
        "879",
        "2026-0001",
        "18-МС",
        "18-MC",
        "EU-12/ОД",
        "15-о",
        "27о",
        "О-15",
        "02-15/118",
        "НО12",
        "ОД12",
    ],
)
def test_problems__one_alphabet_is_fine(number):
    assert number_problems("number", number) == []
