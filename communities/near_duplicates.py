"""What a municipality that is typed in may already be: asked before a second one is made."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from common.text import fold
from communities.choices import MunicipalityLevel
from communities.models import ForeignMunicipality, Place
from communities.models.municipality import identity_of
from communities.selectors import find_places

ALIKE = 80  # of a hundred: «Powiat kraśnicki» and «Kraśnik County» have 87
MOST = 4
# What says only which level is meant, in the languages of the partners.
_LEVEL_WORDS = {
    "powiat", "повіт", "county", "judet", "judetul", "жудець", "kreis", "landkreis", "gmina", "гміна", "commune",
    "comune", "municipality", "municipiul", "region", "район", "raion", "district", "rayon", "okres", "obec",
    "mesto", "miasto", "місто", "city", "of", "town", "stadt", "gemeinde",
}  # fmt: skip


@dataclass(frozen=True)
class NearDuplicates:
    """Municipalities of the registry and places of the gazetteer with nearly the same name in that country."""

    municipalities: tuple[ForeignMunicipality, ...] = ()
    places: tuple[Place, ...] = ()


def near_duplicates(*, names: Iterable[str], country: str, level: str, region: str = "") -> NearDuplicates:
    """Look for what is meant; nothing when it is there exactly so, for then it is simply taken."""
    typed = [name for name in names if fold(name)]
    if not typed or not country:
        return NearDuplicates()
    known = ForeignMunicipality.objects.filter(country=country).select_related("country")
    if known.filter(identity=identity_of(typed[0], country, level, region)).exists():
        return NearDuplicates()
    likeness = {
        pk: _likeness(typed, spelled)
        for pk, *spelled in known.values_list("pk", "name", "name_uk", "name_en")
    }
    best = sorted((pk for pk in likeness if likeness[pk] >= ALIKE), key=lambda pk: (-likeness[pk], pk))[:MOST]
    found = known.in_bulk(best)
    municipalities = tuple(found[pk] for pk in best)
    # Counties, regions and associations are in no gazetteer.
    places = _places(typed, country, municipalities) if level == MunicipalityLevel.MUNICIPALITY else ()
    return NearDuplicates(municipalities, tuple(places))


def _places(typed: list[str], country: str, known: tuple[ForeignMunicipality, ...]) -> Iterator[Place]:
    taken = {municipality.geonames_id for municipality in known}
    there = Place.objects.filter(country=country).select_related("country")
    for place in find_places(typed[0], there, most=MOST).first(MOST):
        if place.geonames_id not in taken and _likeness(typed, [place.name, place.name_uk]) >= ALIKE:
            yield place


def _likeness(typed: Iterable[str], spelled: Iterable[str]) -> float:
    """How alike the likest spellings are, without the words for the level."""
    names = [bare for name in spelled if (bare := _bare(name))]
    return max((fuzz.ratio(_bare(one), other) for one in typed for other in names), default=0.0)


def _bare(name: str) -> str:
    words = fold(name).split()
    return " ".join(word for word in words if word not in _LEVEL_WORDS) or " ".join(words)


def nearly_alike(municipality: ForeignMunicipality) -> list[ForeignMunicipality]:
    """Other records of the same country and level with nearly the same name, the likest first."""
    names = [municipality.name, municipality.name_uk, municipality.name_en]
    there = ForeignMunicipality.objects.filter(country=municipality.country_id, level=municipality.level)
    others = there.exclude(pk=municipality.pk)
    likeness = {
        pk: _likeness(filter(None, names), spelled)
        for pk, *spelled in others.values_list("pk", "name", "name_uk", "name_en")
    }
    best = sorted((pk for pk in likeness if likeness[pk] >= ALIKE), key=lambda pk: (-likeness[pk], pk))
    found = others.select_related("country").in_bulk(best[:MOST])
    return [found[pk] for pk in best[:MOST]]
