"""The only writers of foreign municipalities."""

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from common.cleaning import clean_line
from common.errors import FieldProblem, RuleViolated
from common.text import fold
from communities.choices import MunicipalityLevel
from communities.countries import UKRAINE, blocked_problems
from communities.models import Country, ForeignMunicipality, Place
from communities.models.municipality import identity_of
from communities.party_rules import non_municipal_reason
from communities.search.terms import readable

if TYPE_CHECKING:
    from accounts.models import User

# Aliases of a place are for search only; the biggest cities have hundreds.
_MAX_ALIASES = 100


def municipality_from_place(geonames_id: int, *, actor: "User | None") -> ForeignMunicipality:
    """Return the municipality of a gazetteer place, making it on first use.

    One that was typed in before with the same name, country and region becomes that of the place.
    Raises ``RuleViolated`` for an unknown place and for a place in a blocked country.
    """
    existing = ForeignMunicipality.objects.filter(geonames_id=geonames_id).first()
    if existing:
        return existing
    place = Place.objects.select_related("country").filter(pk=geonames_id).first()
    if place is None:
        problem = FieldProblem("geonames_id", "unknown_place", _("There is no such place in GeoNames."))
        raise RuleViolated([problem])
    if problems := country_problems(place.country_id, field="geonames_id"):
        raise RuleViolated(problems)
    return _adopt_or_create(place, actor)


def _adopt_or_create(place: Place, actor: "User | None") -> ForeignMunicipality:
    level = MunicipalityLevel.MUNICIPALITY
    identity = identity_of(place.name, place.country_id, level, place.region)
    try:
        with transaction.atomic():
            typed_in = (
                ForeignMunicipality.objects.select_for_update(of=("self",))
                .filter(identity=identity, geonames_id__isnull=True)
                .first()
            )
            municipality = typed_in or ForeignMunicipality(
                name=place.name, country=place.country, region=place.region, level=level, created_by=actor
            )
            if typed_in:
                municipality.version += 1
            _fill_from(municipality, place)
            municipality.save()
            return municipality
    except IntegrityError:  # somebody else made it a moment ago
        return ForeignMunicipality.objects.get(geonames_id=place.geonames_id)


def _fill_from(municipality: ForeignMunicipality, place: Place) -> None:
    municipality.geonames_id = place.geonames_id
    municipality.lat, municipality.lon = place.lat, place.lon
    municipality.name_uk = municipality.name_uk or place.name_uk
    municipality.name_en = municipality.name_en or place.name
    municipality.aliases = "|".join(list(readable(place.alternative_names))[:_MAX_ALIASES])


def create_municipality(
    *,
    name: str,
    country: str,
    level: str = MunicipalityLevel.MUNICIPALITY,
    name_uk: str = "",
    name_en: str = "",
    region: str = "",
    actor: "User | None",
) -> ForeignMunicipality:
    """Return the municipality typed in, or the one that is already there.

    The same folded name, country, level and region is the same municipality; without a region it is
    also the only known one of that name, country and level. ``country`` is an ISO alpha-2 code.
    Raises ``RuleViolated`` with every problem at once.
    """
    texts = {"name": name, "name_uk": name_uk, "name_en": name_en, "region": region}
    texts = {field: clean_line(text) for field, text in texts.items()}
    country = country.strip().upper()
    problems = [*_text_problems(texts), *_party_problems(texts), *country_problems(country)]
    if level not in MunicipalityLevel.values:
        problems.append(FieldProblem("level", "unknown_level", _("Choose a level from the list.")))
    if problems:
        raise RuleViolated(problems)
    return _get_or_create(texts, country, level, actor)


def _get_or_create(
    texts: dict[str, str], country: str, level: str, actor: "User | None"
) -> ForeignMunicipality:
    if existing := _existing(texts["name"], country, level, texts["region"]):
        return existing
    try:
        with transaction.atomic():
            return ForeignMunicipality.objects.create(
                country_id=country, level=level, created_by=actor, **texts
            )
    except IntegrityError:  # somebody else typed it in a moment ago
        identity = identity_of(texts["name"], country, level, texts["region"])
        return ForeignMunicipality.objects.get(identity=identity, geonames_id__isnull=True)


def _existing(name: str, country: str, level: str, region: str) -> ForeignMunicipality | None:
    same = ForeignMunicipality.objects.order_by("id")
    exact = same.filter(identity=identity_of(name, country, level, region)).first()
    if exact or region:
        return exact
    namesakes = list(same.filter(identity__startswith=identity_of(name, country, level, ""))[:2])
    return namesakes[0] if len(namesakes) == 1 else None


def _text_problems(texts: dict[str, str]) -> list[FieldProblem]:
    problems = []
    if not fold(texts["name"]):
        problems.append(FieldProblem("name", "required", _("Enter the name in its original spelling.")))
    for field, text in texts.items():
        limit = 120 if field == "region" else 200  # as in the model
        if len(text) > limit:
            detail = _("Use %(limit)d characters or fewer.") % {"limit": limit}
            problems.append(FieldProblem(field, "too_long", detail))
    return problems


def _party_problems(texts: dict[str, str]) -> list[FieldProblem]:
    """A business or an international organisation is refused under any of its names."""
    reasons = ((field, non_municipal_reason(texts[field])) for field in ("name", "name_uk", "name_en"))
    return [FieldProblem(field, "not_a_territory", reason) for field, reason in reasons if reason]


def country_problems(code: str, *, field: str = "country") -> list[FieldProblem]:
    """Why a party may not be in this country; also used by the rules of filing."""
    if code == UKRAINE:
        detail = _("Agreements between Ukrainian communities are recorded in another register.")
        return [FieldProblem(field, "domestic", detail)]
    if problems := blocked_problems(field, code):
        return problems
    if not Country.objects.filter(pk=code).exists():
        return [FieldProblem(field, "unknown_country", _("This country code does not exist."))]
    return []
