"""Units and municipalities with counts of their public partnerships.

Partnerships belong to a later app, which keeps these counts; only the name of their model is known here.
"""

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.db.models import OuterRef, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat

from communities.models import Community, ForeignMunicipality
from communities.search.vectors import Among


def _counts() -> Any:
    return apps.get_model("partnerships", "RecordCount")._default_manager


def partner_counts(owner: str, ids: Sequence[int]) -> QuerySet[Any]:
    """Id and counts of these territories, as the two below name them."""
    rows: Any = communities_with_counts() if owner == "community" else municipalities_with_counts()
    names = ["partnership_count", *(["country_count"] if owner == "community" else [])]
    found: QuerySet[Any] = rows.filter(Among("id", ids)).order_by().values_list("pk", *names)
    return found


def communities_with_counts() -> QuerySet[Community]:
    """All units, ready to be shown."""
    code = OuterRef("katottg")
    return Community.objects.select_related("oblast", "successor").annotate(
        partnership_count=_counts().found("community", code),
        country_count=_counts().different(Concat(Value("country of "), code, output_field=TextField())),
    )


def public_municipalities() -> QuerySet[ForeignMunicipality]:
    """Those of public partnerships: what is only in a draft leaves no trace for the public."""
    found = _counts().found("municipality", Cast(OuterRef("pk"), TextField()))
    return ForeignMunicipality.objects.alias(public_partnerships=found).filter(public_partnerships__gt=0)


def municipalities_with_counts() -> QuerySet[ForeignMunicipality]:
    """All municipalities, ready to be shown."""
    return with_counts(ForeignMunicipality.objects.all())


def with_counts(municipalities: QuerySet[ForeignMunicipality]) -> QuerySet[ForeignMunicipality]:
    """These municipalities, ready to be shown."""
    return municipalities.select_related("country").annotate(
        partnership_count=_counts().found("municipality", Cast(OuterRef("pk"), TextField()))
    )
