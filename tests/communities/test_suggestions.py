"""What is suggested while somebody types: the rules that keep it fast and right."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from communities.api.counts import PartnerCounts
from communities.api.querysets import communities_with_counts, municipalities_with_counts
from communities.api.serializers import CommunitySerializer, MunicipalitySerializer, PlaceSerializer
from communities.models import Community, Place
from communities.search.narrowing import condition_of
from communities.selectors import find_communities, find_places, search_places
from communities.vocabulary import VocabularyScope, begun, graded_corrections, learn
from tests.communities.factories import make_brovary, make_community, make_municipality, make_place
from tests.factories import make_partnership

pytestmark = pytest.mark.django_db


def results(kind, text, **more):
    return Client().get(f"/api/v1/{kind}/", {"search": text, **more}).json()["results"]


def test_rows_found__are_shown_as_the_serializer_shows_them():
    unit = make_brovary()
    unit.former_names = ["Старі Бровари"]
    unit.save()
    municipality = make_municipality(name="Erlangen", country="DE")
    place = make_place(name="Erfurt", population=200_000)
    make_partnership("approved", community=unit, municipality=municipality)
    shown_unit = communities_with_counts().get(pk=unit.pk)
    shown_municipality = municipalities_with_counts().get(pk=municipality.pk)
    assert results("communities", "Бровари")[0] == CommunitySerializer(shown_unit).data
    assert results("municipalities", "Erlangen") == [MunicipalitySerializer(shown_municipality).data]
    assert results("places", "Erfurt") == [PlaceSerializer(place).data]


def test_oblast__has_no_oblast():
    make_brovary()
    oblast = next(row for row in results("communities", "Київська область") if row["level"] == "oblast")
    assert oblast["oblast"] is None


@pytest.mark.parametrize("kind", ["communities", "municipalities", "places"])
def test_suggestions__take_few_statements(kind):
    make_brovary()
    make_municipality(name="Erlangen")
    make_place(name="Erfurt")
    for text in ("бр", "Erl", "Er"):
        with CaptureQueriesContext(connection) as captured:
            results(kind, text)
        assert len(captured) <= 12, [query["sql"][:80] for query in captured]


def test_pages__of_what_was_found__follow_each_other():
    for number in range(5):
        make_place(name="Erfurt", population=200_000 - number, region=f"R{number}")
    first = Client().get("/api/v1/places/", {"search": "Erf", "page_size": "2"}).json()
    second = Client().get(first["next"]).json()
    third = Client().get(second["next"]).json()
    regions = [row["region"] for page in (first, second, third) for row in page["results"]]
    assert (regions, third["next"]) == (["R0", "R1", "R2", "R3", "R4"], None)


def test_beginning__finds_the_biggest_first__whatever_index_holds_them():
    small, big, biggest = (make_place(name="Erfurt", population=size) for size in (9_000, 20_000, 300_000))
    assert list(search_places("Erf")) == [biggest, big, small]
    assert list(find_places("Erf", most=2).rows) == [biggest, big]


def test_several_words__begun__find_the_place():
    place = make_place(name="San Pedro del Paraná", population=30_000)
    assert search_places("San Pedro del Par").get() == place


def test_short_word_of_a_name__misspelled__is_found_by_the_others():
    place = make_place(name="Arnay-le-Duc")
    found = find_places("Arnay-le-Dc")
    assert (list(found.rows), found.did_you_mean) == ([place], "Arnay-le-Duc")


def test_correction__in_the_script_of_the_query_and_with_its_first_letter__comes_first():
    learn(VocabularyScope.PLACE, ["арабі", "арабістан", "араба", "мараба", "arabi"])
    likeliest, widest = graded_corrections(VocabularyScope.PLACE, ["аарабі"])
    assert likeliest == {"аарабі": ["арабі"]}
    assert "arabi" in widest["аарабі"]


def test_begun__counts_words_as_far_as_asked():
    learn(VocabularyScope.PLACE, ["арабі", "арабістан", "араба", "мараба"])
    assert [begun(VocabularyScope.PLACE, word, 2) for word in ("араб", "мараб", "зараб")] == [2, 1, 0]


@pytest.mark.parametrize(
    ("narrowed", "expected"),
    [
        (lambda rows: rows, 2),
        (lambda rows: rows.filter(is_active=True), 1),
        (lambda rows: rows.filter(oblast__name_uk="Київська"), 2),
        (lambda rows: rows.exclude(kind="city"), 0),
        (lambda rows: rows.none(), 0),
        (lambda rows: rows.filter(pk__in=[]), 0),
    ],
)
def test_search__stays_within_the_rows_given(narrowed, expected):
    make_brovary()
    make_community(centre_name_uk="Бровари", is_active=False)
    units = narrowed(Community.objects.filter(level="hromada"))
    assert len(find_communities("Бровари", units).ids) == expected


def test_condition__of_everything__is_empty():
    assert condition_of(Place.objects.all()).where == ""


class TestPartnerCounts:
    """Counted once for each record version."""

    @pytest.fixture
    def asked(self, monkeypatch):
        """What was counted; versions are those of the test, and nothing is read."""
        asked = []
        counts = PartnerCounts(lambda ids: Community.objects.all(), ("partnership_count",))
        monkeypatch.setattr(
            counts, "_count", lambda ids: asked.append(list(ids)) or {1: {"partnership_count": 7}}
        )
        monkeypatch.setattr(counts, "_version_now", lambda: self.version)
        return counts, asked

    def test_known_ones__are_not_counted_again(self, asked):
        counts, counted = asked
        self.version = 1
        assert counts.of([1, 2]) == {1: {"partnership_count": 7}, 2: {"partnership_count": 0}}
        counts.of([1, 2, 3])
        assert counted == [[1, 2], [3]]

    def test_new_version__is_counted_anew(self, asked):
        counts, counted = asked
        for self.version in (1, 2):
            counts.of([1])
        assert counted == [[1], [1]]

    def test_within_a_transaction__nothing_is_kept(self, asked):
        counts, counted = asked
        self.version = None
        counts.of([1])
        counts.of([1])
        assert counted == [[1], [1]]
