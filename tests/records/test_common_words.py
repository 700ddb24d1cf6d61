"""Which words are common is known before they are asked for."""

import pytest

from communities.models import SearchWord
from communities.vocabulary import VocabularyScope
from partnerships.records import common_words
from partnerships.records.common_words import Commonness, FrequentWords, commonness

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def known(monkeypatch):
    for word, count in (("громада", 9000), ("школа", 700), ("транспорт", 8000)):
        SearchWord.objects.update_or_create(
            scope=VocabularyScope.RECORD, word=word, defaults={"frequency": count, "deletes": []}
        )
    monkeypatch.setattr(common_words, "_frequent", FrequentWords())
    common_words._commonness.cache_clear()


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("('громада':* | '~громада')", Commonness.COMMON),
        ("'гром':*", Commonness.COMMON),
        ("'школа':*", Commonness.UNKNOWN),
        ("'бровари':*", Commonness.RARE),
        ("('тран' | '~тран')", Commonness.RARE),  # a whole word is not a beginning
        ("('громада' & 'школа')", Commonness.UNKNOWN),
    ],
)
def test_commonness__follows_the_vocabulary(step, expected):
    assert commonness(step) is expected


def test_frequent_words__are_read_once_for_a_while(django_assert_num_queries):
    commonness("'громада'")
    with django_assert_num_queries(0):
        commonness("'школа'")
