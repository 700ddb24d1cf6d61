"""Communities and municipalities for tests, without loading the reference data."""

import itertools
from typing import Any

from babel import Locale

from common.text import fold, transliterate
from communities.choices import CommunityKind, CommunityLevel, MunicipalityLevel
from communities.loaders.geonames import read_countries
from communities.models import Community, Country, ForeignMunicipality, Place
from communities.search.place_terms import place_vector
from communities.vocabulary import VocabularyScope, learn

BROVARY = "UA32060050000030591"
KYIV_OBLAST = "UA32000000000030281"
_serial = itertools.count(1)


def make_country(code: str = "DE") -> Country:
    """Return the country with its real names, made on first use."""
    country, _ = Country.objects.get_or_create(
        code=code,
        defaults={
            "name_uk": Locale("uk").territories[code],
            "name_en": Locale("en").territories[code],
            "borders_ukraine": "UA" in read_countries()[code]["neighbours"].split(","),
        },
    )
    return country


def make_oblast(katottg: str = KYIV_OBLAST, name_uk: str = "Київська", **kw: Any) -> Community:
    """Return the oblast, made on first use; Kyiv oblast unless told otherwise."""
    existing = Community.objects.filter(katottg=katottg).first()
    english = transliterate(name_uk).removesuffix("ska")
    defaults: dict[str, Any] = {
        "level": CommunityLevel.OBLAST,
        "name_uk": name_uk,
        "name_en": transliterate(name_uk),
        "full_name_uk": f"{name_uk} область",
        "full_name_en": f"{english} Oblast",
    }
    return existing or Community.objects.create(katottg=katottg, **(defaults | kw))


def make_community(**kw: Any) -> Community:
    """A hromada of Kyiv oblast with an invented name, unless fields say otherwise."""
    number = next(_serial)
    level = kw.setdefault("level", CommunityLevel.HROMADA)
    name = kw.setdefault("name_uk", f"Зразкова{number}")
    kw.setdefault("katottg", f"UA3299{number:013d}")
    kw.setdefault("name_en", transliterate(name))
    if level in {CommunityLevel.HROMADA, CommunityLevel.CITY}:
        kw.setdefault("kind", CommunityKind.CITY)
        kw.setdefault("centre_name_uk", f"Зразок{number}")
        kw.setdefault("centre_name_en", transliterate(kw["centre_name_uk"]))
    if level in {CommunityLevel.HROMADA, CommunityLevel.RAION} and "oblast" not in kw:
        kw["oblast"] = make_oblast()
    full = {
        CommunityLevel.HROMADA: (f"{name} міська територіальна громада", "city territorial community"),
        CommunityLevel.RAION: (f"{name} район", "Raion"),
        CommunityLevel.OBLAST: (f"{name} область", "Oblast"),
        CommunityLevel.CITY: (f"місто {name}", "city"),
    }[CommunityLevel(level)]
    kw.setdefault("full_name_uk", full[0])
    kw.setdefault("full_name_en", f"{kw.get('centre_name_en') or kw['name_en']} {full[1]}")
    return Community.objects.create(**kw)


def make_brovary() -> Community:
    """The model case: Brovary hromada with its real code, made on first use."""
    return Community.objects.filter(katottg=BROVARY).first() or make_community(
        katottg=BROVARY,
        name_uk="Броварська",
        centre_name_uk="Бровари",
        centre_katottg="UA32060050010081797",
        lat=50.51097,
        lon=30.79106,
        population=109806,
    )


def make_municipality(**kw: Any) -> ForeignMunicipality:
    """A German municipality with an invented name; ``country`` may be a code."""
    number = next(_serial)
    country = kw.pop("country", "DE")
    kw.setdefault("name", f"Musterstadt {number}")
    kw.setdefault("name_uk", f"Мустерштадт {number}")
    kw.setdefault("name_en", kw["name"])
    kw.setdefault("level", MunicipalityLevel.MUNICIPALITY)
    if isinstance(country, str):
        country = make_country(country)
    return ForeignMunicipality.objects.create(country=country, **kw)


def make_place(**kw: Any) -> Place:
    """A German GeoNames place; ``country`` may be a code."""
    number = next(_serial)
    country = kw.pop("country", "DE")
    if isinstance(country, str):
        country = make_country(country)
    place = Place(
        **{"geonames_id": 90_000_000 + number, "name": f"Ort {number}", "lat": 50.0, "lon": 10.0, **kw},
        country=country,
    )
    place.search_vector = place_vector(place)
    place.save()
    learn(VocabularyScope.PLACE, fold(f"{place.name} {place.name_uk}").split())
    return place
