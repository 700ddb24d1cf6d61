"""What the search vector of a record holds."""

import pytest

from common.search.analysis import index_terms, title_lexeme
from common.search.lemmas import lemmas
from common.search.marks import MARKS
from common.text import fold


@pytest.mark.parametrize(
    ("name", "lexemes"),
    [
        ("Бровари", {"=бровари", "бровари", "=brovary", "brovary", "=browary", "~бровари", "@бровари"}),
        ("Івано-Франківськ", {"=івано_франківськ", "=іванофранківськ", "франківськ", "=ivano_frankivsk"}),
        ("Біла Церква", {"=біла_церква", "@білий_церква", "=bila_tserkva"}),
        ("Köln", {"=koln", "=koeln"}),
        ("Кам’янець", {"=камянець", "=kamianets", "=kamyanets"}),
        ("Žilina", {"=zilina"}),
    ],
)
def test_name__is_found_whole_by_word_by_form_and_in_latin(name, lexemes):
    assert lexemes <= set(index_terms([name]).lexemes)


def test_text__is_found_by_words_forms_and_as_a_whole():
    title = "Угода про обмін школярів"
    terms = index_terms([], texts=[title])
    assert {"школярів", "~школяр", title_lexeme(fold(title))} <= set(terms.lexemes)
    assert not [lexeme for lexeme in terms.lexemes if lexeme.startswith("=")]


def test_context__narrows_but_is_never_the_name():
    lexemes = set(index_terms(["Миколаїв"], context=["Львівська область"]).lexemes)
    assert {"львівська", "~львівський", "+львівська_область"} <= lexemes
    assert "=львівська" not in lexemes
    assert "=львівська_область" not in lexemes


def test_spelling__is_a_name_as_it_stands_without_latin_forms():
    assert set(index_terms([], spellings=["Сума"]).lexemes) == {"=сума", "сума"}


def test_number__is_indexed_in_two_keys():
    assert {"!20260017", "!2026.17"} <= set(index_terms([], numbers=["№ 2026–0017"]).lexemes)


def test_vocabulary__holds_plain_words_only():
    words = index_terms(["Бровари"], ["Угода"], ["Київська область"]).words
    assert {"бровари", "brovary", "угода", "область"} <= words
    assert not [word for word in words if word[0] in MARKS]


def test_vector__quotes_every_lexeme():
    assert index_terms([], spellings=["Jena"]).vector == "'=jena' 'jena'"


@pytest.mark.parametrize("text", ["", " ", "😀", "...", "'", "\\", "№"])
def test_nothing_to_find__makes_no_lexemes(text):
    assert index_terms([text], [text], [text], [text], [text]).lexemes == ()


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("Броварів", "бровари"), ("Єною", "єна"), ("Миколаєва", "миколаїв"), ("Харкова", "харків"),
        ("Запоріжжі", "запоріжжя"), ("Луцьком", "луцьк"), ("школярів", "школяр"), ("німецькі", "німецький"),
        ("Ерлангеном", "ерланген"), ("Кам'янця", "камянець"), ("Кам’янця", "камянець"), ("Камянця", "камянець"),
    ],
)  # fmt: skip
def test_lemma__of_a_form_of_a_name__is_known_or_guessed(form, lemma):
    assert lemma in lemmas(form)


@pytest.mark.parametrize("word", ["Erlangen", "2026", "я", "", "ж" * 500])
def test_lemma__of_what_is_no_ukrainian_word__is_none(word):
    assert lemmas(word) == ()
