"""Which words are common is known before they are asked for."""

import pytest

from communities.models import SearchWord
from communities.vocabulary import VocabularyScope
from partnerships.records import common_words
from partnerships.records.common_words import FrequentWords, is_common

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def known(monkeypatch):
    for word, count in (("громада", 9000), ("школа", 700), ("транспорт", 8000)):
        SearchWord.objects.update_or_create(
            scope=VocabularyScope.RECORD, word=word, defaults={"frequency": count, "deletes": []}
        )
    monkeypatch.setattr(common_words, "_frequent", FrequentWords())
    common_words._is_common.cache_clear()


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("('громада':* | '~громада')", True),
        ("'гром':*", True),
        ("'школа':*", False),
        ("'бровари':*", False),
        ("('тран' | '~тран')", False),  # a whole word is not a beginning
        ("('громада' & 'школа')", False),
    ],
)
def test_common__follows_the_vocabulary(step, expected):
    assert is_common(step) is expected


def test_frequent_words__are_read_once_for_a_while(django_assert_num_queries):
    is_common("'громада'")
    with django_assert_num_queries(0):
        is_common("'школа'")
