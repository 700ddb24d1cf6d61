"""Applying editions of the codifier: new, renamed, abolished and revived units."""

import datetime as dt

import pytest

from communities.loaders.codifier import packaged_workbook, read_codifier
from communities.loaders.communities import Source, load_communities
from communities.loaders.community_coordinates import Point
from communities.loaders.errors import ReferenceDataError
from communities.models import Community
from tests.communities.workbook import (
    HROMADA,
    OBLAST,
    RAION,
    ROWS,
    TOWN,
    VILLAGE,
    VILLAGE_HROMADA,
    rows_with,
    write_workbook,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def load(tmp_path):
    def apply(rows=ROWS, **facts):
        codifier = read_codifier(write_workbook(tmp_path / "codifier.xlsx", rows))
        return load_communities(Source(codifier, **facts))

    return apply


def get(code):
    return Community.objects.get(katottg=code)


def test_load__first_edition__creates_units_with_names_kind_and_place(load):
    outcome = load(points={HROMADA: Point(50.5, 30.8, 109806)})

    assert len(outcome.created) == 4
    brovary = get(HROMADA)
    assert (brovary.level, brovary.kind) == ("hromada", "city")
    assert brovary.full_name_uk == "Броварська міська територіальна громада"
    assert brovary.full_name_en == "Brovary city territorial community"
    assert (brovary.name_en, brovary.centre_name_uk, brovary.centre_name_en) == (
        "Brovarska",
        "Бровари",
        "Brovary",
    )
    assert (brovary.centre_katottg, brovary.oblast, brovary.raion) == (TOWN, get(OBLAST), get(RAION))
    assert (brovary.lat, brovary.population) == (50.5, 109806)
    assert get(VILLAGE_HROMADA).full_name_uk == "Калитянська сільська територіальна громада"
    assert get(RAION).full_name_en == "Brovary Raion"
    assert get(RAION).lat == 50.5
    assert get(OBLAST).full_name_en == "Kyiv Oblast"


def test_load__same_edition_again__changes_nothing(load, django_assert_max_num_queries):
    load()
    before = list(Community.objects.order_by("id").values())
    with django_assert_max_num_queries(12):  # whatever the number of units
        outcome = load()
    assert (outcome.created, outcome.changed, outcome.renamed, outcome.abolished) == ([], [], [], [])
    assert list(Community.objects.order_by("id").values()) == before


def test_load__renamed_unit_and_centre__keep_their_former_names(load):
    load()
    outcome = load(rows_with((VILLAGE_HROMADA, "H", "Новокалитянська"), (VILLAGE, "C", "Нова Калита")))

    unit = get(VILLAGE_HROMADA)
    assert outcome.renamed == [VILLAGE_HROMADA]
    assert unit.name_uk == "Новокалитянська"
    assert unit.former_names == ["Калитянська", "Калита"]
    assert "| калита |" in unit.search_text
    assert "| kalyta |" in unit.search_text


def test_load__unit_renamed_back__does_not_list_its_present_name_as_former(load):
    load()
    load(rows_with((VILLAGE_HROMADA, "H", "Новокалитянська")))
    load()
    assert get(VILLAGE_HROMADA).former_names == ["Новокалитянська"]


def test_load__recorded_former_names__are_those_of_unit_and_centre(load):
    load(former_names={HROMADA: ["Броварицька"], TOWN: ["Бровариця"]})
    assert get(HROMADA).former_names == ["Броварицька", "Бровариця"]
    assert get(RAION).former_names == []


def test_load__missing_unit__stays_abolished_with_its_date(load):
    load()
    outcome = load(rows_with(without=(VILLAGE_HROMADA, VILLAGE)), in_force_since=dt.date(2026, 1, 1))

    unit = get(VILLAGE_HROMADA)
    assert outcome.abolished == [VILLAGE_HROMADA]
    assert (unit.is_active, unit.abolished_on, unit.successor) == (False, dt.date(2026, 1, 1), None)
    assert unit.name_uk == "Калитянська"


def test_load__centre_of_abolished_unit_now_in_another__points_to_that_one(load, tmp_path):
    load()
    path = write_workbook(tmp_path / "merged.xlsx", rows_with(without=(VILLAGE_HROMADA, VILLAGE)))
    codifier = read_codifier(path)
    from communities.loaders.codifier import Unit

    codifier.units[VILLAGE] = Unit(VILLAGE, "C", "Калита", (OBLAST, RAION, HROMADA))
    load_communities(Source(codifier))
    assert get(VILLAGE_HROMADA).successor == get(HROMADA)


def test_load__recorded_successor__wins(load):
    load()
    load(rows_with(without=(VILLAGE_HROMADA, VILLAGE)), successors={VILLAGE_HROMADA: HROMADA})
    assert get(VILLAGE_HROMADA).successor == get(HROMADA)


def test_load__abolished_unit_back_in_the_codifier__exists_again(load):
    load()
    load(rows_with(without=(VILLAGE_HROMADA, VILLAGE)), in_force_since=dt.date(2026, 1, 1))
    load()
    unit = get(VILLAGE_HROMADA)
    assert (unit.is_active, unit.abolished_on, unit.successor) == (True, None, None)


def test_load__centre_that_became_a_city__changes_kind_and_full_name(load):
    load()
    load(rows_with((VILLAGE, "M", "Калита")))
    assert get(VILLAGE_HROMADA).kind == "city"
    assert get(VILLAGE_HROMADA).full_name_uk == "Калитянська міська територіальна громада"


def test_load__file_without_most_units__is_refused_and_changes_nothing(load):
    extra = [(f"UA3206{n:03d}0000{n:06d}", "H", f"Громада{n}") for n in range(100, 120)]
    load(rows_with(*extra))
    with pytest.raises(ReferenceDataError, match="looks incomplete"):
        load()
    assert Community.objects.filter(is_active=True).count() == 24


def test_read__title_notes_and_latin_letters__are_understood(tmp_path):
    rows = rows_with((VILLAGE_HROMADA, "Н", "Калитянcька"))  # Cyrillic category, Latin "c"
    codifier = read_codifier(write_workbook(tmp_path / "c.xlsx", rows))
    assert codifier.units[VILLAGE_HROMADA].category == "H"
    assert codifier.units[VILLAGE_HROMADA].name == "Калитянська"
    assert len(codifier.units) == 6


@pytest.mark.parametrize("content", [b"", b"PK not a zip", "код;назва".encode()])
def test_read__file_that_is_no_workbook__says_so(tmp_path, content):
    path = tmp_path / "codifier.xlsx"
    path.write_bytes(content)
    with pytest.raises(ReferenceDataError, match=r"codifier\.xlsx cannot be read"):
        read_codifier(path)


def test_read__missing_file__says_so(tmp_path):
    with pytest.raises(ReferenceDataError, match="cannot be read"):
        read_codifier(tmp_path / "none.xlsx")


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([], "holds no hromadas"),
        ([(OBLAST, "O", "Київська")], "holds no hromadas"),
        ([(OBLAST, "?", "Київська")], "no known category"),
        ([(OBLAST, "O", "")], "no known category or no name"),
    ],
)
def test_read__workbook_that_is_no_codifier__says_why(tmp_path, rows, message):
    with pytest.raises(ReferenceDataError, match=message):
        read_codifier(write_workbook(tmp_path / "codifier.xlsx", rows))


def test_packaged_workbook__is_there():
    assert packaged_workbook().exists()
