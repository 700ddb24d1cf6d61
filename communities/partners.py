"""Whether a community has a partner. Partnerships belong to a later app, which is asked for by its name."""

from django.apps import apps
from django.db.models import Q


def has_partner() -> Q:
    """Whether a community has a public partnership: the one meaning of it, on pages, desks and in the API."""
    counts = apps.get_model("partnerships", "RecordCount")._default_manager
    return Q(katottg__in=counts.sums("community").values("value"))
