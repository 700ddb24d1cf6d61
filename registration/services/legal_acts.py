"""Appending legal acts to the register's chain; the only writer of them."""

from partnerships.services.numbers import next_number
from registration.choices import ActKind
from registration.models import LegalAct, RegistrationCase
from registration.register_chain import CHAIN_SERIES, CHAIN_YEAR, Content, act_hash


def take_place() -> int:
    """Take the next place in the chain; its counter row stays locked until the transaction ends.

    Acts follow one another strictly: whoever waited for the row sees every number that was taken meanwhile.
    """
    return next_number(CHAIN_SERIES, CHAIN_YEAR)


def append_act(
    case: RegistrationCase, kind: ActKind, content: Content, *, place: int | None = None
) -> LegalAct:
    """Append one act, at a ``place`` that was taken before or at the next one; inside a transaction."""
    place = take_place() if place is None else place
    last = LegalAct.objects.order_by("-sequence").first()
    previous_hash = last.act_hash if last else ""
    return LegalAct.objects.create(
        sequence=place,
        kind=kind,
        case=case,
        content=content,
        previous_hash=previous_hash,
        act_hash=act_hash(content, previous_hash),
    )
