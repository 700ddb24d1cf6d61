"""Folding for search, and the official transliteration."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.text import APOSTROPHES, fold, repair_homoglyphs, transliterate

# The examples of Cabinet of Ministers resolution 55 of 27.01.2010, all of them.
RESOLUTION_55 = """
Алушта Alushta, Андрій Andrii, Борщагівка Borshchahivka, Борисенко Borysenko, Вінниця Vinnytsia,
Володимир Volodymyr, Гадяч Hadiach, Богдан Bohdan, Згурський Zghurskyi, Ґалаґан Galagan, Ґорґани Gorgany,
Донецьк Donetsk, Дмитро Dmytro, Рівне Rivne, Олег Oleh, Есмань Esman, Єнакієве Yenakiieve, Гаєвич Haievych,
Короп'є Koropie, Житомир Zhytomyr, Жанна Zhanna, Жежелів Zhezheliv, Закарпаття Zakarpattia,
Казимирчук Kazymyrchuk, Медвин Medvyn, Михайленко Mykhailenko, Іванків Ivankiv, Іващенко Ivashchenko,
Їжакевич Yizhakevych, Кадиївка Kadyivka, Мар'їне Marine, Йосипівка Yosypivka, Стрий Stryi, Олексій Oleksii,
Київ Kyiv, Коваленко Kovalenko, Лебедин Lebedyn, Леонід Leonid, Миколаїв Mykolaiv, Маринич Marynych,
Ніжин Nizhyn, Наталія Nataliia, Одеса Odesa, Онищенко Onyshchenko, Полтава Poltava, Петро Petro,
Решетилівка Reshetylivka, Рибчинський Rybchynskyi, Суми Sumy, Соломія Solomiia, Тернопіль Ternopil,
Троць Trots, Ужгород Uzhhorod, Уляна Uliana, Фастів Fastiv, Філіпчук Filipchuk, Харків Kharkiv,
Христина Khrystyna, Біла Bila, Церква Tserkva, Стеценко Stetsenko, Чернівці Chernivtsi, Шевченко Shevchenko,
Шостка Shostka, Кишеньки Kyshenky, Щербухи Shcherbukhy, Гоща Hoshcha, Гаращенко Harashchenko, Юрій Yurii,
Корюківка Koriukivka, Яготин Yahotyn, Ярошенко Yaroshenko, Костянтин Kostiantyn, Знам'янка Znamianka,
Феодосія Feodosiia, Розгон Rozghon
"""


@pytest.mark.parametrize("pair", RESOLUTION_55.replace("\n", " ").split(","))
def test_transliterate__example_of_the_resolution__is_what_it_says(pair):
    ukrainian, latin = pair.split()
    assert transliterate(ukrainian) == latin


@pytest.mark.parametrize(
    ("ukrainian", "latin"),
    [
        ("ЩА", "SHCHA"),
        ("ЩАСТЯ", "SHCHASTIA"),
        ("Щ", "Shch"),
        ("м. Щастя", "m. Shchastia"),
        ("ЯРЕМЧЕ", "YAREMCHE"),
        ("Єва Яремчук", "Yeva Yaremchuk"),
        ("Нью-Йорк", "Niu-York"),
        ("ЗГУРІВКА", "ZGHURIVKA"),
        ("Кам’янець-Подільський", "Kamianets-Podilskyi"),
        ("O'Higgins", "O'Higgins"),
        ("Brovary 12", "Brovary 12"),
        ("", ""),
    ],
)
def test_transliterate__case_parts_of_words_and_other_letters__are_kept(ukrainian, latin):
    assert transliterate(ukrainian) == latin


def test_fold__any_apostrophe__gives_one_form():
    assert {fold(f"Кам{mark}янець") for mark in [*APOSTROPHES, ""]} == {"камянець"}


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Sillamäe", "sillamae"),
        ("Kraśnik", "krasnik"),
        ("Tonalá", "tonala"),
        ("ŁÓDŹ", "lodz"),
        ("Straße", "strasse"),
        ("Tromsø", "tromso"),
        ("Đakovo", "dakovo"),
        ("Næstved", "naestved"),
        ("İzmir", "izmir"),
        ("Iași", "iasi"),
        ("Київ – «Бровари», № 5", "київ бровари 5"),
        ("  a\t\n b  ", "a b"),
        ("Fontenay-sous-Bois", "fontenay sous bois"),
        ("и\u0306ти", "йти"),
        ("за\u0301мок", "замок"),
        ("東京", "東京"),
        ("...", ""),
        ("\x00", ""),
    ],
)
def test_fold__accents_punctuation_and_spaces__disappear(text, folded):
    assert fold(text) == folded


def test_fold__ukrainian_letters__are_not_decorated_ones():
    assert fold("ЇжаЙ Ґанок І") == "їжай ґанок і"
    assert fold("ґава") != fold("гава")


@pytest.mark.parametrize(
    ("typed", "repaired"),
    [
        ("paйоннa", "районна"),
        ("Івано-Франківськa", "Івано-Франківська"),
        ("Вiйтовецька", "Війтовецька"),
        ("MТГ", "МТГ"),
        ("Sillаmyae", "Sillamyae"),
        ("Brovary", "Brovary"),
        ("Бровари Brovary", "Бровари Brovary"),
        ("Wжд", "Wжд"),
    ],
)
def test_repair_homoglyphs__letters_of_the_other_script__become_those_of_the_word(typed, repaired):
    assert repair_homoglyphs(typed) == repaired


@given(st.text(max_size=60))
def test_fold__any_text__is_stable_and_holds_single_spaces(text):
    once = fold(text)
    assert fold(once) == once
    assert "  " not in once
    assert once == once.strip()
    assert not set("|/%_\\") & set(once)


@given(st.text(alphabet=st.characters(max_codepoint=0x4FF), max_size=30))
def test_transliterate__any_text__never_fails(text):
    transliterate(text)


def test_fold__a_hundred_thousand_characters__is_fast():
    start = time.monotonic()
    fold("Кам'янець Łódź " * 7000)
    assert time.monotonic() - start < 2
