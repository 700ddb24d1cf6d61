"""Who can be a party: all units of the codifier, several thousand municipalities from the gazetteer, people."""

import re
from collections import defaultdict
from dataclasses import dataclass
from random import Random

from accounts.models import Membership, User
from accounts.roles import Role
from bench.mix import COUNTRIES, LEVELS, Weighted
from communities.models import Community, ForeignMunicipality, Place
from communities.services import create_municipality, municipality_from_place

OFFICIALS = 200
# Level → how a territory of that level is called, by country; «{}» is the name of its main town.
_TERRITORIES = {
    "county": {"PL": "Powiat {}", "RO": "Județul {}", "DE": "Landkreis {}", "": "{} County"},
    "region": {"PL": "Województwo {}", "FR": "Région {}", "DE": "Region {}", "": "{} Region"},
    "district": {"": "{}, 1st district"},
    "association": {"PL": "Związek Gmin {}", "": "Association of municipalities of {}"},
}
_CASES = [
    (re.compile("(ськ|цьк|ьн|н)а$"), r"\1ою"),
    (re.compile("громада$"), "громадою"),
    (re.compile("область$"), "областю"),
    (re.compile("район$"), "районом"),
    (re.compile("ий$"), "им"),
    (re.compile("Республіка$"), "Республікою"),
]


@dataclass(frozen=True, slots=True)
class Unit:
    """A Ukrainian party."""

    pk: int
    katottg: str
    named: str  # as titles name it: «Броварською міською територіальною громадою»
    named_en: str


@dataclass(frozen=True, slots=True)
class Partner:
    """A foreign party."""

    pk: int
    country: str
    named: str
    named_en: str
    town: str


@dataclass(frozen=True)
class Population:
    """Everybody of whom partnerships are made."""

    units: Weighted[Unit]
    partners: dict[str, Weighted[Partner]]
    officials: list[int]
    reviewers: list[int]
    clerks: list[int]

    @property
    def countries(self) -> Weighted[str]:
        """The countries that have partners, with their weights."""
        weights = _weights(COUNTRIES)
        return Weighted([(code, weights[code]) for code in self.partners])


def make_population(seed: int, municipalities: int) -> Population:
    """Read the units, make foreign municipalities and people."""
    random = Random(seed)
    officials, reviewers, clerks = _people()
    return Population(_units(), _partners(random, municipalities), officials, reviewers, clerks)


def _units() -> Weighted[Unit]:
    rows = Community.objects.filter(is_active=True).order_by("pk")
    return Weighted([(_unit(row), _weight(row)) for row in rows])


def _unit(row: Community) -> Unit:
    return Unit(row.pk, row.katottg, instrumental(row.full_name_uk), row.full_name_en)


def _weight(row: Community) -> float:
    """Big towns have many partners, villages few; raions and oblasts sign, too."""
    size = float((row.population or 800) ** 0.75)
    return {"hromada": size, "city": size / 3, "oblast": 9000.0, "raion": 120.0}[row.level]


def instrumental(name: str) -> str:
    """Put a full name into the case in which titles name the parties."""
    words = []
    for word in name.split():
        for pattern, ending in _CASES:
            if pattern.search(word):
                word = pattern.sub(ending, word)  # noqa: PLW2901
                break
        words.append(word)
    return " ".join(words)


def _partners(random: Random, wanted: int) -> dict[str, Weighted[Partner]]:
    found: dict[str, list[tuple[Partner, float]]] = defaultdict(list)
    weights = _weights(COUNTRIES)
    for country, weight in weights.items():
        count = max(3, round(wanted * weight / sum(weights.values())))
        places = Place.objects.filter(country=country).order_by("-population", "pk")[: count * 2]
        towns = random.sample(list(places), min(count, len(places)))
        for rank, town in enumerate(towns, 1):
            row = _municipality(random, town)
            found[country].append((_partner(row, town), 1 / rank**0.6))
    return {country: Weighted(items) for country, items in found.items()}


def _municipality(random: Random, town: Place) -> ForeignMunicipality:
    level = LEVELS.choose(random)
    if level == "municipality":
        return municipality_from_place(town.pk, actor=None)
    patterns = _TERRITORIES[level]
    name = patterns.get(town.country_id, patterns[""]).format(town.name)
    return create_municipality(
        name=name, country=town.country_id, level=level, region=town.region, name_en=name, actor=None
    )


def _partner(row: ForeignMunicipality, town: Place) -> Partner:
    named = row.name_uk or row.name
    return Partner(row.pk, row.country_id, f"{named} ({row.country.name_uk})", row.name_en or row.name, named)


def _people() -> tuple[list[int], list[int], list[int]]:
    officials = [_person(f"official{n}@bench.example", Role.OFFICIAL) for n in range(OFFICIALS)]
    units = Community.objects.filter(is_active=True, level="hromada").order_by("-population", "pk")
    Membership.objects.bulk_create(
        Membership(user_id=official, community=unit)
        for official, unit in zip(officials, units[:OFFICIALS], strict=False)
    )
    reviewers = [_person(f"association{n}@bench.example", Role.ASSOCIATION) for n in range(5)]
    return officials, reviewers, [_person(f"ministry{n}@bench.example", Role.MINISTRY) for n in range(5)]


def _person(email: str, role: Role) -> int:
    person = User(email=email, name=email.split("@", maxsplit=1)[0], role=role)
    person.set_unusable_password()
    person.save()
    return person.pk


def _weights(countries: Weighted[str]) -> dict[str, float]:
    before = [0.0, *countries.cumulated[:-1]]
    pairs = zip(countries.items, before, countries.cumulated, strict=True)
    return {code: high - low for code, low, high in pairs}
