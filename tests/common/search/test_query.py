"""What people type, and what it may stand for."""

import re

import pytest

from common.search.layout import looks_mistyped, other_layout
from common.search.query import parse, with_spellings
from common.search.tsquery import relaxed_query, soft_query, tier_queries
from common.search.wordlists import QUESTION_NOISE, UNIT_NOISE

LEXEME = re.compile(r"'[^']*'(?::\*)?")
NOISE = QUESTION_NOISE | UNIT_NOISE


def words(text: str) -> list[str]:
    return [word.typed for word in parse(text, NOISE).required]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("м. Бровари", ["бровари"]),
        ("Броварська МТГ", ["броварська"]),
        ("у співпраці з Єною", ["єною"]),
        ("Які міста-побратими має Полтава?", ["полтава"]),
        ("What are the partners of Lviv?", ["lviv"]),
        ("Львівська обл.", ["львівська", "область"]),
        ("Броварський р-н", ["броварський", "район"]),
        ("місто", ["місто"]),
        ("партнери", ["партнери"]),
    ],
)
def test_noise__is_left_out_when_other_words_remain(text, left):
    assert words(text) == left


@pytest.mark.parametrize(
    "text", ["", " ", "...", "\x00", "'", "😀😀", "--", "%_%", "|&!:*()", "№", "[]{}^$", "<script>", "\\'"]
)
def test_useless_text__is_an_empty_query_or_harmless(text):
    query = parse(text)
    tiers = tier_queries(query)
    assert bool(query) == bool(tiers.widest)


@pytest.mark.parametrize("text", ["x" * 10_000, "слово " * 5000, "a b " * 3000, "'" * 999, "1-" * 600])
def test_endless_text__is_cut(text):
    query = parse(text)
    assert len(query.typed) <= 60
    assert len(tier_queries(query).widest) < 60_000


@pytest.mark.parametrize(
    ("text", "other"),
    [
        (",hjdfhb", "бровари"),
        ("rb]d", "київ"),
        ("яндт", "zyln"),
        ("Thkfyuty", "Ерланген"),
        ("уклфтпут", "erkangen"),
    ],
)
def test_other_layout__is_read_before_punctuation_cuts_words(text, other):
    assert other_layout(text) == other
    switched = parse(text).switched
    assert switched is not None
    assert switched.words[0].typed == other.casefold()


@pytest.mark.parametrize(
    "text", ["Odesa, Ukraine", "L'viv", "Saint-Denis", "St. Gallen", "a; b", "Бровари, Єна"]
)
def test_ordinary_punctuation__is_not_taken_for_a_wrong_layout(text):
    assert not looks_mistyped(text)


def test_text_of_both_scripts__has_no_other_layout():
    assert parse("Бровари Erlangen").switched is None


@pytest.mark.parametrize(
    "text", ["№2026 17", "2026-17", "2026/0017", "№ 2026–0017", "no. 2026-17", "2026_17", "N 2026-0017"]
)
def test_number__in_any_spelling__is_one_word_with_the_same_key(text):
    (word,) = parse(text).typed
    assert "!2026.17" in word.numbers


def test_code__in_letters_of_either_script_and_with_a_space__is_one_word():
    assert words("UA32060050000030591") == words("УА32060050000030591") == words("ua 32060050000030591")


def test_tiers__contain_those_before_them():
    tiers = tier_queries(parse("Миколаїв Львівська"))
    for narrow, wide in zip(tiers.ranked, tiers.ranked[1:], strict=False):
        assert set(LEXEME.findall(narrow)) <= set(LEXEME.findall(wide))


def test_lexemes__are_always_quoted():
    assert "''" not in tier_queries(parse("O'Brien \\ 'x'")).widest
    assert "drop" in tier_queries(parse("'; DROP TABLE x; --")).widest


def test_soft_words__are_asked_only_to_order():
    query = parse("угода Єна", NOISE)
    assert "'угода'" not in tier_queries(query).word
    assert "'угода'" in soft_query(query)


def test_correction__asks_for_whole_words_and_keeps_what_was_typed():
    (word,) = with_spellings(parse("бравари"), {"бравари": ["бровари"]}).words
    assert word.forms == ("бровари", "бравари")
    assert (
        "'бровари':*" not in tier_queries(with_spellings(parse("бравари"), {"бравари": ["бровари"]})).widest
    )


def test_relaxed__asks_for_the_rarest_known_words():
    query = parse("угода про обмін школярів між містами", NOISE)
    known = {"обмін": 5, "школярів": 1}
    asked = relaxed_query(query, lambda word: known.get(word, 0), most=1)
    assert "школярів" in asked
    assert "обмін" not in asked
