"""Keeping the records true when a community, a municipality or a country gets another name."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.db.models.signals import post_save

from communities.changes import territories_changed
from communities.models import Community, Country, ForeignMunicipality
from partnerships.models import Party
from partnerships.records.refresh import lock_partnerships, refresh_records


def connect() -> None:
    """Listen to changes of territories; called once, when the app is ready."""
    for model in (Community, ForeignMunicipality, Country):
        post_save.connect(_saved, sender=model, dispatch_uid=f"records-{model.__name__}")
    territories_changed.connect(_changed, dispatch_uid="records")


def _saved(sender: type[Model], instance: Any, *, created: bool, **_more: Any) -> None:
    if created:  # nobody is its partner yet
        return
    names: dict[type[Model], str] = {
        Community: "communities",
        ForeignMunicipality: "municipalities",
        Country: "countries",
    }
    refresh_after_change(**{names[sender]: [instance.pk]})


def _changed(sender: Any, *, signal: Any, **changed: Any) -> None:
    refresh_after_change(**changed)


def lock_partnerships_of(parties: "QuerySet[Party]") -> None:
    """Lock the partnerships of some parties, as everybody does who writes parties."""
    lock_partnerships(sorted(set(parties.values_list("partnership_id", flat=True))))


def refresh_after_change(
    *,
    communities: Iterable[int] = (),
    municipalities: Iterable[int] = (),
    countries: Iterable[str] = (),
) -> int:
    """Write the records of all partnerships that show one of these; return how many.

    A unit is also shown as the oblast or raion of others.
    """
    units = list(communities)
    affected = Q(municipality__in=list(municipalities)) | Q(municipality__country__in=list(countries))
    for path in ("community", "community__oblast", "community__raion"):
        affected |= Q(**{f"{path}__in": units})
    ids = sorted(set(Party.objects.filter(affected).values_list("partnership_id", flat=True)))
    if not ids:
        return 0
    with transaction.atomic():
        lock_partnerships(ids)
        return refresh_records(ids)
