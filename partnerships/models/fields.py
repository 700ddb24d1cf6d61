"""Column types of PostgreSQL that Django does not bring."""

from typing import Any

from django.db import models


class DateMultiRangeField(models.Field):
    """A set of days as ``datemultirange``; written and read as text such as ``{[2022-01-01,2027-01-01)}``."""

    description = "datemultirange"

    def db_type(self, connection: Any) -> str:
        """Name the type."""
        return "datemultirange"


@DateMultiRangeField.register_lookup
class Holds(models.Lookup):
    """``days__holds=day``: whether the set has this day."""

    lookup_name = "holds"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Write the operator of PostgreSQL."""
        days, params = self.process_lhs(compiler, connection)
        return f"{days} @> %s::date", (*params, self.rhs)
