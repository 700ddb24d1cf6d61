"""Finding the partnership that is asked for, among those that exist for the person."""

from typing import Any

from django.http import Http404

from common.errors import MovedTo
from partnerships.managers import PartnershipQuerySet
from partnerships.merged import kept_instead
from partnerships.models import Partnership
from partnerships.selectors import partnerships_for


def shown_partnerships(user: Any) -> PartnershipQuerySet:
    """Partnerships with everything their representation needs."""
    return partnerships_for(user).select_related("responsible", "reviewer").prefetch_related("answers")


def partnership_or_404(user: Any, pk: int) -> Partnership:
    """Return a partnership with everything; invisible and absent are the same."""
    found = shown_partnerships(user).filter(pk=pk).first()
    if found is None:
        if kept := kept_instead(user, pk=pk):
            raise MovedTo(old=pk, new=kept.pk)
        raise Http404
    return found
