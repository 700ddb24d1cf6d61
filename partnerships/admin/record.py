"""What the page of a record shows, for both desks: parties, agreements with three facts, files, history."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from django.urls import NoReverseMatch, reverse

from audit.readable import readable
from audit.timeline import Entry
from common.life_cycle import LifeCycle
from common.remarks import answered_remarks
from partnerships.admin.forms import CommentForm
from partnerships.checklist import complete_parts, hints_of
from partnerships.checklist_facts import stored_facts
from partnerships.choices import CooperationKind, PartnershipStatus, Side, Sphere
from partnerships.document_versions import VersionedDocument, with_versions
from partnerships.models import Agreement, Document, Partnership
from partnerships.policies import can_comment
from partnerships.previews import can_be_drawn
from partnerships.resubmission import changed_since_return, is_unchanged_since_return
from partnerships.selectors import comments_for, same_parties, with_everything
from partnerships.timeline import timeline_for
from partnerships.transitions import PARTNERSHIP_LIFE_CYCLE

if TYPE_CHECKING:
    from accounts.models import User

FactsOf = Callable[[Agreement], Any]
_facts_of: list[FactsOf] = []


def use_facts(facts_of: FactsOf) -> None:
    """Let the Ministry's app say what is cleared and registered: imports go the other way."""
    _facts_of[:] = [facts_of]


def fully_loaded(user: "User", partnership_id: int) -> Partnership:
    """A partnership that this person may see, with everything that its page shows."""
    return with_everything(Partnership.objects.visible_to(user)).get(pk=partnership_id)


def record_parts(user: "User", partnership: Partnership) -> dict[str, Any]:
    """The parts of the page that belong to the partnership, whichever desk looks at it."""
    parties = list(partnership.parties.all())
    entries = timeline_for(user, partnership)
    return {
        "partnership": partnership,
        "ukrainian_parties": [party for party in parties if party.side == Side.UKRAINIAN],
        "foreign_parties": [party for party in parties if party.side == Side.FOREIGN],
        "agreements": [agreement_part(partnership, agreement) for agreement in partnership.agreements.all()],
        "checklist": _checklist(user, partnership),
        "documents": [_document_part(one) for one in with_versions(_documents(partnership))],
        "duplicates": list(with_everything(same_parties(partnership) & Partnership.objects.visible_to(user))),
        "comments": list(comments_for(user, partnership)),
        "comment_form": CommentForm() if can_comment(user, partnership) else None,
        "timeline": list(reversed(readable(entries))),
        "since_return": readable(changed_since_return(partnership, entries)),
        "resubmitted": _resubmitted(partnership, entries),
    }


def _resubmitted(partnership: Partnership, entries: Sequence[Entry]) -> dict[str, Any]:
    """What became of the remarks for which a filing under check was returned; nothing where there were none."""
    if partnership.status != PartnershipStatus.SUBMITTED:
        return {}
    return {
        "remarks": answered_remarks(PARTNERSHIP_LIFE_CYCLE, partnership),
        "unchanged": is_unchanged_since_return(partnership, entries),
    }


def agreement_part(partnership: Partnership, agreement: Agreement) -> dict[str, Any]:
    """An agreement with its three separate facts: checked, cleared, registered."""
    agreement.partnership = partnership
    facts = _facts_of[0](agreement) if _facts_of else None
    return {
        "agreement": agreement,
        "kinds": [CooperationKind(kind).label for kind in agreement.kinds],
        "spheres": [Sphere(sphere).label for sphere in agreement.spheres],
        "facts": facts,
    }


def _checklist(user: "User", partnership: Partnership) -> dict[str, Any]:
    """The same checklist that the officials had before them."""
    facts = stored_facts(partnership, user)
    hints = [hint for hint in hints_of(facts) if hint.code != "unsaved"]
    return {"hints": hints, "complete": complete_parts(facts, hints)}


def reason_labels(life_cycle: LifeCycle, codes: list[str]) -> list[str]:
    """The words of coded reasons."""
    labels = dict(life_cycle.reason_codes.choices)
    return [str(labels.get(code, code)) for code in codes]


def _documents(partnership: Partnership) -> Any:
    return partnership.documents.select_related("uploaded_by", "agreement")


def _document_part(document: VersionedDocument) -> dict[str, Any]:
    return {
        "document": document.current,
        "url": _address_of(document.current),
        "is_drawn": can_be_drawn(document.current),
        "earlier": [{"document": one, "url": _address_of(one)} for one in document.earlier],
    }


def _address_of(document: Document) -> str:
    try:
        return reverse("desk_document", args=[document.pk])
    except NoReverseMatch:  # the page that serves files is not there: name the file without a link
        return ""
