"""Registration numbers as people type them, and as the register gives them."""

import re

from django.conf import settings

from common.paper_numbers import plain_number


def number_key(number: str) -> str:
    """Return what an index finds a number by: as it is compared, without its separators."""
    return plain_number(number).replace(" ", "")[:50]


def written_number(year: int, sequence: int) -> str:
    """Write a registration number in the form of the setting."""
    return str(settings.REGISTRATION_NUMBER_FORMAT.format(year=year, sequence=sequence))


def place_of(number: str, year: int) -> int | None:
    """Return the place of a number in a year's series, None when it does not have the form of the setting."""
    for digits in re.findall(r"\d+", number):
        if len(digits) < 10 and plain_number(written_number(year, int(digits))) == plain_number(number):
            return int(digits)
    return None
