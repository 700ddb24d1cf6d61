"""The only writers of partnerships."""

from partnerships.inputs import ActivityInput, AgreementInput, PartnershipInput, PartyInput, TermInput
from partnerships.services.activities import add_activity, add_comment
from partnerships.services.agreements import add_agreement, update_agreement
from partnerships.services.documents import attach_document
from partnerships.services.drafts import begin_filing, save_content, save_parties
from partnerships.services.filing import file_partnership, update_partnership
from partnerships.services.steps import take_step

__all__ = [
    "ActivityInput",
    "AgreementInput",
    "PartnershipInput",
    "PartyInput",
    "TermInput",
    "add_activity",
    "add_agreement",
    "add_comment",
    "attach_document",
    "begin_filing",
    "file_partnership",
    "save_content",
    "save_parties",
    "take_step",
    "update_agreement",
    "update_partnership",
]
