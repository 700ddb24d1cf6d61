"""Countries: codes and neighbours from GeoNames, names in both languages from Unicode CLDR.

Where CLDR has a name for a menu («Конго – Кіншаса»), the Ukrainian one is that of the Ministry of Foreign Affairs.
"""

from babel import Locale
from django.db import transaction

from common.text import with_one_apostrophe
from communities.changes import territories_changed
from communities.loaders.geonames import read_countries
from communities.models import Country
from communities.search.facts import country_names

UKRAINE = "UA"


@transaction.atomic
def load_countries() -> int:
    """Create or update every country; return how many there are."""
    ukrainian, english = Locale("uk").territories, Locale("en").territories
    countries = [
        Country(
            code=code,
            name_uk=short_name_uk(code) or with_one_apostrophe(ukrainian.get(code, country["name"])),
            name_en=english.get(code, country["name"]),
            borders_ukraine=UKRAINE in country["neighbours"].split(","),
        )
        for code, country in read_countries().items()
    ]
    before = {row.code: (row.name_uk, row.name_en) for row in Country.objects.all()}
    Country.objects.bulk_create(
        countries,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name_uk", "name_en", "borders_ukraine"],
    )
    renamed = [row.code for row in countries if before.get(row.code, row_names(row)) != row_names(row)]
    if renamed:
        territories_changed.send(Country, countries=renamed)
    return len(countries)


def short_name_uk(code: str) -> str:
    """The name by which the Ministry of Foreign Affairs calls a state, where CLDR has another; see ``reference``."""
    return country_names().get(code, {}).get("short_uk", "")


def row_names(country: Country) -> tuple[str, str]:
    """What readers see of a country."""
    return country.name_uk, country.name_en
