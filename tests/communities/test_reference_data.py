"""The real reference data: completeness, and what the samples of the ministry's lists say about it."""

import csv
import gzip
import io
from collections import Counter
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from communities.loaders import reference
from communities.loaders.community_coordinates import Point, distance_km
from communities.loaders.former_names import FORMER_NAMES, read_former_names
from communities.loaders.geonames import ukrainian_name
from communities.models import HROMADAS, Community, Country, Place, ReferenceLoad, SearchWord
from communities.selectors import search_communities, search_places
from tests.communities.search_quality import SearchQuality
from tests.communities.workbook import ROWS, rows_with, write_workbook

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "data"
# GeoNames is right about these two: the sample's points lie in a lake and a suburb.
WRONG_IN_SAMPLE = {"Луганська міська територіальна громада", "Синевирська сільська територіальна громада"}


def run(*args: str, **options) -> str:
    out = io.StringIO()
    call_command("load_reference_data", *args, stdout=out, **options)
    return out.getvalue()


@pytest.fixture(scope="class")
def loaded(django_db_setup, django_db_blocker):
    """Everything, loaded once for the class and taken away afterwards."""
    with django_db_blocker.unblock():
        run()
        yield
        for model in (Place, Community, Country, ReferenceLoad, SearchWord):
            with_children = model.objects.all()
            with_children._raw_delete(with_children.db)


@pytest.mark.django_db
class TestLoaded(SearchQuality):
    """Real data, after one load: what it holds, and what the search makes of it."""

    @pytest.fixture(autouse=True)
    def _loaded(self, loaded):
        pass

    def test_communities__of_every_level__are_complete(self):
        levels = Counter(Community.objects.values_list("level", flat=True))
        assert levels == {"hromada": 1772, "raion": 136, "oblast": 25, "city": 2}
        assert Community.objects.filter(HROMADAS).count() == 1469
        crimea = Community.objects.filter(level="hromada", oblast__katottg__startswith="UA01")
        assert crimea.count() == 303

    def test_second_load__nothing_new__does_nothing(self, django_assert_max_num_queries):
        with django_assert_max_num_queries(8):
            assert run().splitlines() == [f"{name}: up to date" for name in reference.DATASETS]

    def test_renamed_hromadas__keep_their_former_names(self):
        renamed = Community.objects.filter(level="hromada").exclude(former_names=[])
        names = {unit.name_uk: unit.former_names for unit in renamed}
        assert "Новомосковська" in names["Самарівська"]
        assert names["Шептицька"] == ["Червоноградська", "Червоноград"]
        assert len(names) >= 46

    def test_countries__have_names_in_both_languages_and_borders(self):
        assert Country.objects.get(pk="PL").name_uk == "Польща"
        assert Country.objects.get(pk="DE").name_en == "Germany"
        bordering = set(Country.objects.filter(borders_ukraine=True).values_list("pk", flat=True))
        assert bordering == {"PL", "SK", "HU", "RO", "MD", "BY", "RU"}

    def test_places__lie_outside_ukraine_and_have_names(self):
        assert Place.objects.count() > 160_000
        assert not Place.objects.filter(country="UA").exists()
        erlangen = Place.objects.get(geonames_id=2929567)
        assert (erlangen.name_uk, erlangen.country_id, erlangen.region) == ("Ерланген", "DE", "Bavaria")
        assert "Эрланген" in erlangen.alternative_names

    def test_places__almost_all__have_a_region(self):
        assert Place.objects.filter(region="").count() < Place.objects.count() * 0.02

    def test_centres_and_kinds__agree_with_the_list_of_centres(self):
        units = {unit.katottg: unit for unit in Community.objects.filter(level="hromada")}
        rows = sample("hromada_centres.csv.gz")
        assert len(rows) == 1469
        assert [r for r in rows if units[r["katottg"]].centre_name_uk != r["centre_name_uk"]] == []
        # Twelve centres became cities or settlements since 2022.
        assert sum(units[r["katottg"]].full_name_uk != r["full_name_uk"] for r in rows) <= 12

    def test_coordinates__where_given__are_right(self):
        located = {
            unit.katottg: unit for unit in Community.objects.filter(level="hromada", lat__isnull=False)
        }
        rows = [row for row in sample("hromada_centres.csv.gz") if row["katottg"] in located]
        far = {row["full_name_uk"] for row in rows if km_apart(located[row["katottg"]], row) > 10}
        assert far <= WRONG_IN_SAMPLE
        assert len(rows) >= 0.9 * 1469

    @pytest.mark.parametrize(
        "query",
        ["Бровари", "Brovary", "БРОВАРИ", "Броварська МТГ", "м. Бровари", "Броварська міська територіальна громада",
         "Броварська міська рада", "UA32060050000030591", "ua32060050000030591", "Бравари", "Броварська Київська",
         "Brovarska", "Brоvary", "Brovary hromada", "Броварі"],
    )  # fmt: skip
    def test_search__any_spelling__finds_brovary_first(self, query):
        assert search_communities(query)[0].katottg == "UA32060050000030591"

    @pytest.mark.parametrize(
        ("query", "code"),
        [
            ("Київ", "UA80000000000093317"),
            ("Київська область", "UA32000000000030281"),
            ("Kyiv Oblast", "UA32000000000030281"),
            ("Червоноград", "UA46120130000026331"),
            ("Новомосковська", "UA12100070000011492"),
            ("Кам'янець-Подільський", "UA68020110000071202"),
            ("Миколаївська Львівська", "UA46100110000018989"),
        ],
    )
    def test_search__known_unit__comes_first(self, query, code):
        found = search_communities(query)[0]
        assert found.katottg == code

    @pytest.mark.parametrize(
        ("query", "geonames_id"),
        [
            ("Erlangen", 2929567), ("Ерланген", 2929567), ("Эрланген", 2929567), ("Erlangn", 2929567),
            ("Sillamae", 588686), ("Сілламяе", 588686), ("Krasnik", 767623), ("Красник", 767623),
            ("Jena Thuringia", 2895044), ("Париж", 2988507), ("Paris Франція", 2988507),
        ],
    )  # fmt: skip
    def test_search__place_in_any_script__comes_first(self, query, geonames_id):
        first = search_places(query)[0]
        assert first.geonames_id == geonames_id

    @pytest.mark.parametrize(
        "text", ["", " ", "...", "\x00", "'", "№", "x" * 10_000, "a b " * 3000, "%_%", "|/|"]
    )
    def test_search__useless_query__is_quick_and_safe(self, text, django_assert_max_num_queries):
        with django_assert_max_num_queries(24):
            list(search_places(text)[:20])
            list(search_communities(text)[:20])


def sample(name: str) -> list[dict[str, str]]:
    if not SAMPLES.exists():
        pytest.skip("the shared samples are not on this machine")
    with gzip.open(SAMPLES / name, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def km_apart(unit, row) -> float:
    assert unit.lat is not None
    return distance_km(Point(unit.lat, unit.lon, None), Point(float(row["lat"]), float(row["lon"]), None))


@pytest.mark.django_db
def test_command__newer_workbook__is_applied_and_not_undone_by_the_next_plain_load(tmp_path):
    run("--codifier", str(write_workbook(tmp_path / "a.xlsx", ROWS)))
    renamed = write_workbook(tmp_path / "b.xlsx", rows_with(("UA32060050000030591", "H", "Новоброварська")))
    assert "1 of them renamed" in run("--codifier", str(renamed))
    assert run("--only", "communities") == "communities: up to date\n"
    assert Community.objects.get(katottg="UA32060050000030591").former_names == ["Броварська"]


@pytest.mark.django_db
def test_command__no_workbook__says_what_is_wrong(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        run("--codifier", str(tmp_path / "none.xlsx"))


def test_command__unknown_dataset__names_the_known_ones():
    with pytest.raises(CommandError, match="choose from countries, communities, places"):
        run("--only", "planets")


@pytest.mark.django_db
def test_command__verbosity_zero__is_silent(tmp_path):
    assert run("--only", "countries", verbosity=0) == ""


def test_former_names_file__every_row__names_a_unit_and_another_name():
    with FORMER_NAMES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(row["former_name_uk"] != row["name_uk"] for row in rows)
    assert read_former_names()["UA46120130000026331"] == ["Червоноградська"]


@pytest.mark.parametrize(
    ("names", "ukrainian"),
    [
        (["Эрланген", "Ерланген", "Erlangen"], "Ерланген"),
        (["Силламяе", "Сілламяе", "Сіламяэ"], "Сілламяе"),
        (["Виндзор", "Віндзор", "Уинсор"], "Віндзор"),
        (["Братислава", "Братїслава", "Браціслава"], ""),
        (["Рига", "Ріґа", "Рыга"], ""),
        (["Paris"], ""),
        ([], ""),
    ],
)
def test_ukrainian_name__among_untagged_names__is_taken_only_when_certain(names, ukrainian):
    assert ukrainian_name(names) == ukrainian
