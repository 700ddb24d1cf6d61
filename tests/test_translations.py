"""The Ukrainian catalogue: complete, in step with the sources, and in Ukrainian letters and terms."""

import ast
import re
from pathlib import Path

import polib
import pytest
from django.utils.translation import gettext, ngettext, override

from scripts.messages import APPS, KEYWORDS, extract_all, update

ROOT = Path(__file__).resolve().parent.parent
CATALOG = polib.pofile(str(ROOT / "locale" / "uk" / "LC_MESSAGES" / "django.po"))
PAIRS = [
    (source, text)
    for entry in CATALOG
    for source, text in (
        [(entry.msgid_plural, text) for text in entry.msgstr_plural.values()]
        if entry.msgid_plural
        else [(entry.msgid, entry.msgstr)]
    )
]
WORD = re.compile(r"[^\W\d_]+")
CYRILLIC = re.compile(r"[\u0400-\u04ff]")
LATIN = re.compile(r"[A-Za-z]")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|%[sd]|\{[^}]*\}|<[^>]+>|https?://\S+")
# Ukrainian: one for 1, 21, 101; few for 2, 22; many for 5, 11, 25.
COUNTED = {1: "one", 2: "few", 5: "many", 11: "many", 21: "one", 22: "few", 25: "many", 101: "one"}


def wrong(is_wrong):
    return [text for source, text in PAIRS if is_wrong(source, text)]


def test_catalogue_is_complete_and_in_step_with_the_sources():
    assert update("uk", extract_all(), check=True) == []
    assert [entry.msgid for entry in CATALOG if entry.fuzzy or entry.obsolete] == []


def test_placeholders_and_tags_survive():
    def places(text):
        return sorted(PLACEHOLDER.findall(text))

    assert wrong(lambda source, text: places(source) != places(text)) == []


def test_texts_begin_and_end_like_their_sources():
    def edges(text):
        return text[:1].isspace(), text[-1:].isspace()

    assert wrong(lambda source, text: edges(source) != edges(text)) == []


def test_words_do_not_mix_alphabets():
    def mixed(text):
        return any(CYRILLIC.search(word) and LATIN.search(word) for word in WORD.findall(text))

    assert wrong(lambda source, text: mixed(text)) == []


def test_letters_and_signs_are_ukrainian():
    assert wrong(lambda source, text: re.search("[ыэъёЫЭЪЁ]", text)) == []
    assert wrong(lambda source, text: re.search(r"(?<=[\u0400-\u04ff])['`ʼ](?=[\u0400-\u04ff])", text)) == []
    assert wrong(lambda source, text: re.search("[“”„]", text)) == []


# Dates of sentences are written out («12 червня 2026 р.»): they bring a full stop of their own.
DATE = r"%\((?:day|date|due|until|end|signed|order|latest|earliest)\)s"


def test_no_sentence_ends_with_a_date_and_a_second_stop():
    assert wrong(lambda source, text: re.search(rf"{DATE}\.(?:\s|$)", text)) == []
    # Nor is the one of the date taken for that of the sentence: in a short date there is none.
    assert (
        wrong(lambda source, text: re.search(rf"{DATE} (?:Вкажіть|Попросіть|Оберіть|Спробуйте)", text)) == []
    )


def test_readers_are_addressed_in_small_letters():
    you = r"(?<![.!?…:»])(?<!^) \b(?:Ви|Вас|Вам|Вами|Ваш\w*)\b"
    assert wrong(lambda source, text: re.search(you, text)) == []


def test_one_verb_for_looking_something_up():
    buttons = {entry.msgid: entry.msgstr for entry in CATALOG}
    assert "Find" not in buttons
    assert buttons["Search"] == "Шукати"


def test_only_the_ministry_clears():
    """The Association checks; «погоджено» is an act of the Ministry and nothing else."""
    says_cleared = re.compile("погодж|погоди", re.IGNORECASE)
    assert wrong(lambda source, text: says_cleared.search(text) and "clear" not in source.lower()) == []
    checks = [text for source, text in PAIRS if "checked by the association" in source.lower()]
    assert len(checks) >= 3
    assert [
        text for text in checks if "перевірен" not in text.lower() and "перевірив" not in text.lower()
    ] == []


@pytest.mark.parametrize(("number", "form"), COUNTED.items())
@pytest.mark.parametrize(
    ("singular", "plural", "one", "few", "many"),
    [
        ("%(count)s year", "%(count)s years", "рік", "роки", "років"),
        (
            "%(total)s partnership found",
            "%(total)s partnerships found",
            "партнерство",
            "партнерства",
            "партнерств",
        ),
        ("%(total)s agreement found", "%(total)s agreements found", "угоду", "угоди", "угод"),
        ("%(number)s field changed", "%(number)s fields changed", "поле", "поля", "полів"),
        ("country", "countries", "країна", "країни", "країн"),
    ],
)
def test_counted_nouns(singular, plural, one, few, many, number, form):
    with override("uk"):
        text = ngettext(singular, plural, number)
    expected = {"one": one, "few": few, "many": many}[form]
    assert expected in WORD.findall(text)


def test_texts_of_packages_with_another_plural_rule_still_work():
    with override("uk"):
        found = {
            number: ngettext("%(total_count)s selected", "All %(total_count)s selected", number)
            for number in COUNTED
        }
    assert all(CYRILLIC.search(text) for text in found.values())


def test_a_counted_noun_is_also_found_by_itself():
    with override("uk"):
        assert gettext("country") == "країна"
        assert gettext("Agreement") == "Угода"


def test_the_theme_speaks_ukrainian():
    with override("uk"):
        assert gettext("Apply Filters") == "Застосувати фільтри"
        assert gettext("Home") == "Головна"


def test_every_name_of_gettext_is_extracted():
    """A gettext function imported under another name is invisible to the extraction unless it is listed."""
    unknown = []
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            imports = [
                node
                for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
                if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
            ]
            for alias in (alias for node in imports for alias in node.names):
                name = alias.asname or alias.name
                if "gettext" in alias.name and name not in KEYWORDS:
                    unknown.append(f"{path.relative_to(ROOT)}: {name}")
    assert unknown == []
