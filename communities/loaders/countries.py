"""Countries: codes and neighbours from GeoNames, names in both languages from Unicode CLDR."""

from babel import Locale
from django.db import transaction

from communities.loaders.geonames import read_countries
from communities.models import Country

UKRAINE = "UA"


@transaction.atomic
def load_countries() -> int:
    """Create or update every country; return how many there are."""
    ukrainian, english = Locale("uk").territories, Locale("en").territories
    countries = [
        Country(
            code=code,
            name_uk=ukrainian.get(code, country["name"]),
            name_en=english.get(code, country["name"]),
            borders_ukraine=UKRAINE in country["neighbours"].split(","),
        )
        for code, country in read_countries().items()
    ]
    Country.objects.bulk_create(
        countries,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name_uk", "name_en", "borders_ukraine"],
    )
    return len(countries)
