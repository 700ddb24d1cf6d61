"""Which fields of a returned filing are open: those that the coded reasons concern.

A person may open all others, too: the words of a remark may mean more than its code.
"""

from collections.abc import Iterable, Mapping

from partnerships.filing_steps import FilingStep
from partnerships.models import Partnership
from partnerships.remarks import remarks_of

# What is corrected together with a field.
TOGETHER: Mapping[str, frozenset[str]] = {
    "title_uk": frozenset({"title_uk", "title_en", "document_type"}),
    "term_kind": frozenset({"term_kind", "term_years", "term_until"}),
}
ALL = None


def open_fields(partnership: Partnership, step: FilingStep) -> frozenset[str] | None:
    """Names of the open fields of a step; ``None`` when all are, an empty set when none is.

    Parties are corrected as a whole: when a reason concerns one, all are open.
    """
    remarks = remarks_of(partnership)
    if not remarks or any(remark.step is None for remark in remarks):
        return ALL
    here = [remark.field for remark in remarks if remark.step == step]
    if step == FilingStep.PARTIES and here:
        return ALL
    return with_companions(here)


def with_companions(names: Iterable[str]) -> frozenset[str]:
    """The fields, and those that are corrected together with them."""
    return frozenset().union(*(TOGETHER.get(name, frozenset({name})) for name in names))
