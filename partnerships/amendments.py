"""Amendments and prolongations: further agreements that point to an earlier one, which itself never changes."""

from collections.abc import Sequence
from dataclasses import dataclass

from partnerships.models import Agreement


@dataclass(frozen=True)
class Relations:
    """The agreement that one amends or prolongs, and those by which it was amended or prolonged itself."""

    amends: Agreement | None
    amendments: list[Agreement]


def relations_of(agreement: Agreement, shown: Sequence[Agreement]) -> Relations:
    """How an agreement is tied to those of its partnership that are ``shown`` to somebody."""
    return Relations(
        amends=next((other for other in shown if other.pk == agreement.amends_id), None),
        amendments=[other for other in shown if other.amends_id == agreement.pk],
    )
