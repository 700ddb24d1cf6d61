"""One cleaning of all texts: what is seen stays, what nobody sees goes."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.cleaning import clean_line, clean_lines, drop_invisible
from common.text import fold

ANY_TEXT = st.text(st.characters(codec=None), max_size=60)
# Signs that matter here are a vanishing part of Unicode: without them the property tests would look elsewhere.
AWKWARD = st.text(
    st.sampled_from(
        "aбЄ́ї1\x00\x02\x0b\x1f\x7f\x85\xa0\xad\u034f\u061c\u200b\u200c\u200d\u200f"
        "\u2028\u202e\u2060\u2800\u3000\u3164"
        "بمשקक्❤️\ufe0f\ufffe\ufeff\ud800\U000e0041\U000e0101\U0010ffff \n\t-"
    ),
    max_size=30,
)  # fmt: skip
TEXTS = st.one_of(ANY_TEXT, AWKWARD)


def is_noncharacter(char):
    return 0xFDD0 <= ord(char) <= 0xFDEF or ord(char) & 0xFFFE == 0xFFFE


@given(TEXTS)
def test_clean__any_text__holds_nothing_that_breaks_a_paper(text):
    for clean in (clean_line(text), clean_lines(text)):
        assert not any(unicodedata.category(char) in {"Cc", "Cs"} for char in clean if char not in "\n\t")
        assert not any(is_noncharacter(char) for char in clean)
        assert not set(clean) & set("\xad\u200b\u2060\ufeff\u202e\u034f\u3164")
        assert unicodedata.is_normalized("NFC", clean)
        clean.encode()


@given(TEXTS)
def test_clean__cleaned_again__stays_the_same(text):
    assert clean_line(clean_line(text)) == clean_line(text)
    assert clean_lines(clean_lines(text)) == clean_lines(text)


@given(TEXTS)
def test_clean_line__any_text__is_one_line_with_single_spaces(text):
    assert clean_line(text) == " ".join(clean_line(text).split())


@given(TEXTS)
def test_fold__any_text__does_not_change_by_cleaning(text):
    """Whoever asks with an invisible sign finds what was stored without it."""
    assert fold(clean_line(text)) == fold(clean_line(clean_line(text)))
    assert not fold(text) or fold(text).isprintable()


@given(st.text(st.characters(categories=["L", "N", "P", "S"], max_codepoint=0x24F), min_size=1))
def test_clean__visible_text__is_kept(text):
    assert clean_line(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("Угода  про\u00a0\u00a0співпрацю ", "Угода про співпрацю"),
        ("рядок\r\nдругий\tтретій", "рядок другий третій"),
        ("Іванкі\u0306в", "Іванкі\u0306в"),
        ("Киі\u0308в", "Київ"),
        ("Бро\u00adва\u200bри", "Бровари"),
        ("\ufeffБровари\u2060", "Бровари"),
        ("Бро\u200dва\u200eри", "Бровари"),
        ("співро\u0002бітництво", "співробітництво"),
        ("співро\ufffe\r\nбітництво", "співробітництво"),
        ("співро\u00ad\nбітництво", "співробітництво"),
        ("співро\u0002 бітництво", "співробітництво"),
        ("Івано\u0002\nФранківська", "Івано-Франківська"),
        ("2026\u00022027", "2026-2027"),
        ("слово\u0002 5", "слово 5"),
        ("\u202eтекст\u202c", "текст"),
        ("a\x00b\x07c", "abc"),
        ("половина \ud83d знака", "половина знака"),
        ("\U000e0067\U000e0062Лист", "Лист"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क्\u200dष", "क्\u200dष"),
        ("❤\ufe0f і а\ufe0f", "❤\ufe0f і а"),
        ("\u200b\u3164\u2800 \u00ad", ""),
    ],
)
def test_clean_line__what_is_copied__is_what_was_meant(typed, clean):
    assert clean_line(typed) == clean


def test_clean_lines__line_breaks_and_tabs__stay():
    assert clean_lines(" перший\r\n\r\nдру\u00adгий\u2028\tтретій\x00 ") == "перший\n\nдругий\n\tтретій"


@pytest.mark.parametrize("sign", ["\u00ad", "\u200b", "\u2060", "\x02", "\ufeff", "\u200d", "\x07", "\ufe0f"])
def test_fold__invisible_sign_inside_a_word__does_not_cut_it(sign):
    assert fold(f"Бро{sign}вари") == "бровари"
    assert fold(f"Bro{sign}vary") == "brovary"
    assert drop_invisible(f"a{sign}b") == "ab"


def test_fold__word_cut_at_the_end_of_a_line__is_one_word():
    assert fold("співро\u0002\nбітництво") == "співробітництво"
    assert fold("coope\u0002\nration") == "cooperation"
