"""The rules of searching units, municipalities and places, on a handful of records."""

import pytest
from django.db import connection

from communities.models import Community, ForeignMunicipality, Place, SearchWord
from communities.search.facts import COUNTRY_WORDS, country_words, older_names
from communities.search.ranks import INFLECTED, NAMED, PREFIX, SIMILAR, WHOLE, WORDS
from communities.selectors import (
    find_communities,
    find_municipalities,
    find_places,
    search_communities,
    search_municipalities,
    search_places,
)
from communities.vocabulary import VocabularyScope, corrections, frequency, learn, recount
from tests.communities.factories import (
    make_brovary,
    make_community,
    make_municipality,
    make_oblast,
    make_place,
)

pytestmark = pytest.mark.django_db
LVIV_OBLAST = "UA46000000000026241"


@pytest.mark.parametrize(
    ("query", "rank"),
    [
        ("Бровари", WHOLE), ("Brovary", WHOLE), ("Бровари Київська область", WHOLE), ("м. Бровари", NAMED),
        ("Бровари область", NAMED), ("Броварів", INFLECTED), ("Броварської громади", INFLECTED),
        ("брова", PREFIX), ("Київщ", WORDS), ("Бравари", SIMILAR),
    ],
)  # fmt: skip
def test_rank__says_how_the_unit_was_found(query, rank):
    brovary = make_brovary()
    found = search_communities(query).get(katottg=brovary.katottg)
    assert found.search_rank == rank


def test_did_you_mean__is_told_only_when_it_was_not_found_as_typed():
    make_brovary()
    assert find_communities("Бровари").did_you_mean is None
    assert find_communities("Броварів").did_you_mean is None
    assert find_communities("Бравари").did_you_mean == "Бровари"
    assert find_communities(",hjdfhb").did_you_mean == "Бровари"
    assert find_communities("Broavry").did_you_mean == "Brovary"
    assert find_communities("xyzzy").did_you_mean is None


def test_did_you_mean__found_by_it__finds_the_same():
    make_brovary()
    meant = find_communities("Бравари").did_you_mean
    assert meant
    assert [u.pk for u in search_communities(meant)][:1] == [u.pk for u in search_communities("Бравари")][:1]


def test_namesakes__are_told_apart_by_oblast_and_the_bigger_comes_first():
    lviv = make_oblast(LVIV_OBLAST, "Львівська")
    small = make_community(name_uk="Миколаївська", centre_name_uk="Миколаїв", oblast=lviv, population=14_000)
    big = make_community(name_uk="Миколаївська", centre_name_uk="Миколаїв", population=480_000)
    assert list(search_communities("Миколаїв")) == [big, small]
    for query in (
        "Миколаїв Львівська",
        "Миколаїв Львівська обл.",
        "Миколаєва Львівської області",
        "Mykolaiv Lviv",
    ):
        assert search_communities(query)[0] == small, query


def test_oblast__is_meant_when_the_query_says_so():
    oblast = make_oblast(LVIV_OBLAST, "Львівська")
    hromada = make_community(name_uk="Львівська", centre_name_uk="Львів", oblast=oblast)
    assert search_communities("Львівська")[0] == hromada
    for query in ("Львівська область", "львівська обл", "Львівської області", "Львівщина"):
        assert search_communities(query)[0] == oblast, query


def test_code__whole_or_its_beginning__finds_the_unit():
    brovary = make_brovary()
    for query in (
        brovary.katottg,
        brovary.katottg.lower(),
        brovary.katottg[2:],
        brovary.katottg[:9],
        "УА3206005",
    ):
        assert search_communities(query)[0] == brovary, query


def test_renamed_unit__is_found_by_the_new_name_after_saving():
    brovary = make_brovary()
    brovary.centre_name_uk = "Новобровари"
    brovary.save(update_fields=["centre_name_uk"])
    assert search_communities("Новоброварів").get() == brovary


def test_municipality__is_found_by_country_in_all_forms():
    erlangen = make_municipality(name="Erlangen", name_uk="Ерланген", country="DE", region="Bavaria")
    make_municipality(name="Kraśnik", country="PL")
    for query in (
        "німецькі партнери",
        "Німеччини",
        "German",
        "ФРН",
        "Erlangen Bavaria",
        "німецький Ерланген",
    ):
        assert list(search_municipalities(query)) == [erlangen], query


def test_place__one_letter__is_answered_by_the_biggest():
    big = make_place(name="Erfurt", population=200_000)
    small = make_place(name="Elz", population=8_000)
    assert list(search_places("e")) == [big, small]


def test_places__country_filter_and_search__combine():
    make_place(name="Paris", country="FR", population=2_000_000)
    texan = make_place(name="Paris", country="US", region="Texas", population=25_000)
    assert list(search_places("Paris", Place.objects.filter(country="US"))) == [texan]
    assert search_places("Paris Texas")[0] == texan


@pytest.mark.parametrize("find", [find_communities, find_municipalities, find_places])
@pytest.mark.parametrize(
    "text",
    ["", "\x00", "'", "|&!:*()", "x" * 10_000, "a b " * 3000, "слово " * 50, "'; DROP TABLE x;--", "[a-z]+"],
)
def test_useless_query__finds_nothing_and_is_no_error(find, text):
    assert list(find(text).rows) == []


def test_vector__is_not_read_with_the_row():
    brovary = make_brovary()
    assert Community.objects.get(pk=brovary.pk).get_deferred_fields() == {"search_text", "search_vector"}


@pytest.mark.parametrize("model", [Community, ForeignMunicipality, Place])
def test_index__serves_the_search(model):
    names = [index.name for index in model._meta.indexes if index.fields == ["search_vector"]]
    assert names


class TestVocabulary:
    """Words that corrections know."""

    def test_learn__adds_each_word_once(self):
        assert learn(VocabularyScope.RECORD, ["бровари", "єна", "бровари", "2026", "я"]) == 2
        assert learn(VocabularyScope.RECORD, ["бровари", "ерланген"]) == 1
        assert frequency(VocabularyScope.RECORD, "ерланген") == 1
        assert frequency(VocabularyScope.RECORD, "інше") == 0

    def test_corrections__stay_in_their_scope(self):
        learn(VocabularyScope.PLACE, ["бровари"])
        assert corrections(VocabularyScope.RECORD, ["бравари"]) == {}

    def test_corrections__of_a_known_word_or_beginning__are_none_unless_asked(self):
        learn(VocabularyScope.RECORD, ["бровари", "бровара"])
        assert corrections(VocabularyScope.RECORD, ["бровари", "бров", "броварів"]) == {}
        found = corrections(VocabularyScope.RECORD, ["бровари"], known_too=True)
        assert found == {"бровари": ["бровара"]}

    def test_corrections__reach_the_other_script(self):
        learn(VocabularyScope.RECORD, ["erlangen", "бровари"])
        assert corrections(VocabularyScope.RECORD, ["ерланґн"])["ерланґн"] == ["erlangen"]
        assert corrections(VocabularyScope.RECORD, ["bravary"])["bravary"] == ["бровари"]

    def test_recount__counts_and_forgets(self):
        make_brovary()
        make_community(centre_name_uk="Бровари")
        learn(VocabularyScope.COMMUNITY, ["зникле"])
        recount(VocabularyScope.COMMUNITY)
        assert frequency(VocabularyScope.COMMUNITY, "бровари") == 2
        assert frequency(VocabularyScope.COMMUNITY, "зникле") == 0

    def test_corrections__never_read_the_whole_vocabulary(self, django_assert_max_num_queries):
        rows = [SearchWord(scope="record", word=f"w{n:x}", deletes=[f"w{n:x}"]) for n in range(20_000)]
        SearchWord.objects.bulk_create(rows)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE communities_searchword")
        with django_assert_max_num_queries(4) as captured:
            corrections("record", ["хмельницький", "івано", "франківська", "громада"], known_too=True)
        with connection.cursor() as cursor:
            for query in captured.captured_queries:
                cursor.execute("EXPLAIN " + query["sql"])
                plan = "\n".join(row[0] for row in cursor.fetchall())
                assert "Seq Scan" not in plan, plan


def test_country_words__name_at_least_seventy_countries_in_both_languages():
    assert len(country_words()) >= 70
    assert all(len(words) >= 2 for words in country_words().values())
    assert COUNTRY_WORDS.read_text(encoding="utf-8").startswith("country,words_uk,words_en")


def test_older_names__belong_to_codes():
    assert "Kiev" in older_names()["UA80000000000093317"]
    assert all(code.startswith("UA") and len(code) == 19 for code in older_names())


def test_suggestion__is_written_as_the_page_writes_the_town__not_in_another_language():
    make_municipality(name="Tübingen", name_uk="Тюбінген", name_en="Tübingen", aliases="Тюбинген")
    assert find_municipalities("Тюбингем").did_you_mean == "Тюбінген"
