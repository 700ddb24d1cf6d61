"""What the search must reach on the real reference data; mixed into the class that has it loaded.

Loading takes half a minute, so it is done once for all of these.
"""

import csv
import random
from collections import defaultdict

import pytest
from django.db import connection

from bench.relevance.score import measure, report, searches
from bench.relevance.world import FOLDER
from common.search.lemmas import _analyzer
from common.search.query import parse
from common.text import fold
from communities.models import Community, Place
from communities.search.candidates import beginning_select, naming_select, place_steps
from communities.search.narrowing import Part
from communities.selectors import find_places, search_communities

FLOORS = {"communities": 0.97, "municipalities": 0.95, "partnerships": 0.95}
CASES = ("gent", "datv", "accs", "ablt", "loct", "voct")
LETTERS = {"uk": "абвгдеєжзиіїйклмнопрстуфхцчшщьюя", "en": "abcdefghijklmnopqrstuvwxyz"}


# Centres of hromadas that were renamed in 2016; agreements of those years bear the old names.
NAMES_BEFORE_2016 = [
    ("Фрунзівка", "UA51140070000052649"),
    ("Комінтернівське", "UA51100170000087238"),
    ("Червоноармійськ", "UA18040430000080827"),
    ("Володарськ-Волинський", "UA18040570000099817"),
    ("Красні Окни", "UA51120150000080138"),
    ("Червонозаводське", "UA53060130000040567"),
    ("Жовтневе", "UA59080130000022249"),
    ("Червоний Оскіл", "UA63040130000098894"),
    ("Червонопартизанськ", "UA44040010000091230"),
    ("Куйбишеве", "UA23100010000094236"),
    ("Куйбишеве", "UA01020290000023695"),
]


class SearchQuality:
    """Rates over the written queries and over systematic ones."""

    def test_relevance__first_hits__reach_the_floors(self):
        scores = measure(searches())
        for resource, floor in FLOORS.items():
            assert scores[resource, "all"].success(1) >= floor, report(scores)

    def test_relevance__queries__are_many_enough(self):
        with (FOLDER / "queries.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert len({(row["resource"], row["query"]) for row in rows}) == len(rows) >= 300

    def test_every_case_of_a_hundred_centres__finds_the_unit_first(self):
        units = Community.objects.filter(level="hromada", population__isnull=False).order_by("-population")[
            :100
        ]
        missed = [
            (name, unit)
            for unit in units
            for name in inflected(unit.centre_name_uk)
            if search_communities(name).first() != unit
        ]
        assert len(missed) <= 0.03 * 100 * len(CASES), missed

    def test_every_former_name__finds_the_unit_among_the_first_five(self):
        for unit in Community.objects.exclude(former_names=[]):
            for name in unit.former_names:
                assert unit in list(search_communities(name)[:5]), (name, unit)

    @pytest.mark.parametrize(("old", "katottg"), NAMES_BEFORE_2016)
    def test_name_of_before_2016__finds_its_hromada_in_search_api_and_picker(self, client, old, katottg):
        unit = Community.objects.get(katottg=katottg)
        assert unit in list(search_communities(old)[:5])
        rows = client.get(f"/api/v1/communities/?search={old}").json()["results"]
        assert katottg in [row["katottg"] for row in rows[:5]]
        assert unit.full_name in client.get(f"/communities/?q={old}").content.decode()

    def test_every_namesake__with_its_oblast__comes_first(self):
        missed = [(name, unit) for name, unit in namesakes() if search_communities(name).first() != unit]
        assert len(missed) <= 3, missed

    @pytest.mark.parametrize("language", LETTERS)
    def test_one_wrong_letter__finds_the_unit_among_the_first_five(self, language):
        chance = random.Random(2026)
        rows = list(Community.objects.filter(level="hromada").order_by("id"))
        names = sorted({getattr(unit, f"centre_name_{language}") for unit in rows})
        names = chance.sample([name for name in names if len(name) >= 4], 150)
        field = f"centre_name_{language}"
        missed = []
        for name in names:
            wrong = misspelled(name, LETTERS[language], chance)
            if name not in [getattr(unit, field) for unit in search_communities(wrong)[:5]]:
                missed.append((wrong, name))
        assert len(missed) <= 0.05 * len(names), missed

    @pytest.mark.parametrize(
        "text", ["Erlangen", "san", "s", "Єною", "Німеччина", "Frankfurt am Main", "a b c d"]
    )
    def test_places__every_tier__is_answered_by_the_inverted_index(self, text):
        steps = place_steps(parse(text))
        with connection.cursor() as cursor:
            cursor.execute("SHOW enable_seqscan")
            assert cursor.fetchone() == ("on",)
            for step in filter(None, steps):
                for select, asked in ((naming_select(0, Part(), 60), 1), (beginning_select(Part(), 60), 3)):
                    cursor.execute(f"EXPLAIN {select}", [step] * asked)
                    plan = "\n".join(row[0] for row in cursor.fetchall())
                    assert "Seq Scan" not in plan, plan

    @pytest.mark.parametrize("language", LETTERS)
    def test_one_wrong_letter__finds_the_place_among_the_first_five(self, language):
        chance = random.Random(2026)
        field = "name_uk" if language == "uk" else "name"
        names = Place.objects.exclude(**{field: ""}).order_by("pk").values_list(field, flat=True)
        known = {fold(name) for name in names}
        names = chance.sample(sorted({name for name in names if len(name) >= 5}), 300)
        missed = []
        for name in names:
            wrong = name[0] + misspelled(name[1:], LETTERS[language], chance)
            if fold(wrong) in known:  # nobody can tell that another place was meant
                continue
            if fold(name) not in [fold(getattr(place, field)) for place in find_places(wrong).first(5)]:
                missed.append((wrong, name))
        assert len(missed) <= 0.05 * len(names), missed


def inflected(name: str) -> list[str]:
    """A name in the cases other than the nominative, as the dictionary inflects it."""
    words = name.replace("’", "'").split()
    found = []
    for case in CASES:
        forms = [part for word in words for part in [_in_case(word, case)]]
        found.append(" ".join(forms))
    return found


def _in_case(word: str, case: str) -> str:
    if "-" in word:
        return "-".join(_in_case(part, case) for part in word.split("-"))
    parses = [parse for parse in _analyzer().parse(word.lower()) if "nomn" in parse.tag]
    things = [parse for parse in parses if "inan" in parse.tag] or parses
    form = things[0].inflect({case}) if things else None
    return form.word if form else word


def namesakes() -> list[tuple[str, Community]]:
    """Centres with a namesake elsewhere, and the oblast that tells them apart."""
    by_name = defaultdict(list)
    for unit in Community.objects.filter(level="hromada").select_related("oblast"):
        by_name[fold(unit.centre_name_uk)].append(unit)
    return [
        (f"{unit.centre_name_uk} {unit.oblast.full_name_uk}", unit)
        for units in by_name.values()
        for unit in units
        if len(units) > 1 and sum(other.oblast_id == unit.oblast_id for other in units) == 1
    ]


def misspelled(name: str, letters: str, chance: random.Random) -> str:
    """One letter left out, added, changed or swapped with the next."""
    while True:
        at = chance.randrange(len(name) - 1)
        before, here, after = name[:at], name[at], name[at + 1 :]
        other = chance.choice(letters)
        wrong = chance.choice(
            [
                before + after,
                before + other + here + after,
                before + other + after,
                before + after[0] + here + after[1:],
            ]
        )
        if here.isalpha() and after[0].isalpha() and fold(wrong) != fold(name):
            return wrong
