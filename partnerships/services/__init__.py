"""The only writers of partnerships."""

from partnerships.inputs import ActivityInput, AgreementInput, PartnershipInput, PartyInput, TermInput
from partnerships.services.activities import add_activity, delete_activity, update_activity
from partnerships.services.agreements import add_agreement, update_agreement
from partnerships.services.assigning import assign_review
from partnerships.services.comments import add_comment
from partnerships.services.documents import attach_document
from partnerships.services.drafts import begin_filing, delete_draft, save_content, save_parties
from partnerships.services.filing import file_partnership, update_partnership
from partnerships.services.responsible import set_responsible
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
    "assign_review",
    "attach_document",
    "begin_filing",
    "delete_activity",
    "delete_draft",
    "file_partnership",
    "save_content",
    "save_parties",
    "set_responsible",
    "take_step",
    "update_activity",
    "update_agreement",
    "update_partnership",
]
