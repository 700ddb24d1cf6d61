"""The Association's remarks: which are open, and where its coded reasons belong on the pages of a filing."""

from dataclasses import dataclass

from common.remarks import remark_codes
from partnerships.checklist import FOREIGN
from partnerships.choices import PartnershipReason, PartnershipStatus
from partnerships.filing_steps import FilingStep
from partnerships.models import Partnership

_PLACES = {
    PartnershipReason.WRONG_PARTY: (FilingStep.PARTIES, FOREIGN),
    PartnershipReason.PARTY_OUT_OF_SCOPE: (FilingStep.PARTIES, FOREIGN),
    PartnershipReason.DUPLICATE: (FilingStep.PARTIES, FOREIGN),
    PartnershipReason.UNCLEAR_AGREEMENT: (FilingStep.AGREEMENT, "title_uk"),
    PartnershipReason.UNCLEAR_TERM: (FilingStep.AGREEMENT, "term_kind"),
    PartnershipReason.UNCLEAR_SPHERES: (FilingStep.AGREEMENT, "spheres"),
    PartnershipReason.MISSING_DOCUMENT: (FilingStep.DOCUMENTS, "documents"),
}


@dataclass(frozen=True)
class Remark:
    """One coded reason in words, with the field that it concerns; ``step`` is None when it concerns all."""

    text: str
    step: FilingStep | None = None
    field: str = ""


def remarks_of(partnership: Partnership) -> list[Remark]:
    """The reasons for which a partnership was returned and is not submitted again yet."""
    if partnership.status != PartnershipStatus.RETURNED:
        return []
    labels = {str(code): str(label) for code, label in PartnershipReason.choices}
    places = {str(code): place for code, place in _PLACES.items()}
    return [
        Remark(labels.get(code, code), *places.get(code, (None, ""))) for code in partnership.reason_codes
    ]


def open_remarks(partnership: Partnership) -> list[str]:
    """Codes of the remarks that wait for an answer: none unless the filing lies with the officials."""
    return remark_codes(partnership) if partnership.status == PartnershipStatus.RETURNED else []
