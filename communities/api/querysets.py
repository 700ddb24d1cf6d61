"""Units and municipalities with counts of their public partnerships.

Partnerships belong to a later app; only the names of its relations are known here.
"""

from collections.abc import Callable, Sequence

from django.apps import apps
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from communities.models import Community, ForeignMunicipality
from communities.search.vectors import Among


def counted(parties: QuerySet, of: str, owner: str) -> Coalesce:
    """Count different values of ``of`` among the parties of the outer row."""
    rows = parties.filter(**{owner: OuterRef("pk")}).order_by().values(owner)
    counts = rows.annotate(found=Count(of, distinct=True)).values("found")
    return Coalesce(Subquery(counts, output_field=IntegerField()), Value(0))


def _public_parties() -> QuerySet:
    partnership = apps.get_model("partnerships", "Partnership")
    party = apps.get_model("partnerships", "Party")
    public: Callable[[], QuerySet] = partnership._default_manager.public
    return party._default_manager.filter(partnership__in=public().values("pk"))


def partner_counts(owner: str, ids: Sequence[int]) -> QuerySet:
    """Id, partnerships and different countries of the partners, of those of these territories that have any."""
    foreign = "partnership__parties__municipality__country"
    rows = _public_parties().filter(Among(f"{owner}_id", ids)).order_by()
    counts = {"partnerships": Count("partnership", distinct=True)}
    if owner == "community":
        counts["countries"] = Count(foreign, distinct=True)
    counted_rows: QuerySet = rows.values_list(owner).annotate(**counts)
    return counted_rows


def communities_with_counts() -> QuerySet[Community]:
    """All units, ready to be shown."""
    parties = _public_parties()
    foreign = "partnership__parties__municipality__country"
    return Community.objects.select_related("oblast", "successor").annotate(
        partnership_count=counted(parties, "partnership", "community"),
        country_count=counted(parties, foreign, "community"),
    )


def municipalities_with_counts() -> QuerySet[ForeignMunicipality]:
    """All municipalities, ready to be shown."""
    return ForeignMunicipality.objects.select_related("country").annotate(
        partnership_count=counted(_public_parties(), "partnership", "municipality")
    )
