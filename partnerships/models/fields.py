"""Column types of PostgreSQL that Django does not bring."""

from typing import Any

from django.db import models


class DateMultiRangeField(models.Field):
    """A set of days as ``datemultirange``; written and read as text such as ``{[2022-01-01,2027-01-01)}``."""

    description = "datemultirange"

    def db_type(self, connection: Any) -> str:
        """Name the type."""
        return "datemultirange"
