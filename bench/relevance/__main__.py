"""``python -m bench.relevance``: the report, against the database of the settings with its reference data loaded.

What the queries ask for is made in a transaction that is taken back.
"""

import os
import sys

import django
from django.db import transaction

from config.embedded_postgres import ensure_database_url


class _TakeBack(Exception):
    """Ends the transaction."""


def main() -> None:
    """Measure and print."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    if "--help" in sys.argv:
        sys.exit(__doc__)
    ensure_database_url()
    django.setup()
    from bench.relevance.score import measure, report, searches

    try:
        with transaction.atomic():
            print(report(measure(searches(), sys.argv[1:] or None)))
            raise _TakeBack
    except _TakeBack:
        pass


if __name__ == "__main__":
    main()
