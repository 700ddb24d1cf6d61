"""Saving a step of a filing: what is usable goes into the record, every word stays on the page."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.http import HttpRequest, QueryDict

from accounts.kept_forms import OWNER_FIELD
from common.errors import RuleViolated
from communities.services import create_municipality
from partnerships.desk_forms.filing import Filing
from partnerships.desk_forms.parties import PartyRows
from partnerships.filing_steps import FilingStep
from partnerships.inputs import PartyInput
from partnerships.models import FilingDraft, Partnership
from partnerships.services.drafts import Saved, begin_filing, save_content, save_parties
from partnerships.services.typed import keep_typed
from partnerships.views.desk_support import person

if TYPE_CHECKING:
    from uuid import UUID

    from accounts.models import User

NOT_TYPED = {"csrfmiddlewaretoken", OWNER_FIELD, "version", "token"}


def begin(request: HttpRequest, filing: Filing, token: "UUID | None") -> Saved:
    """Make the draft of a new filing. Raises ``NotAllowed`` or ``RuleViolated``.

    One transaction with the municipalities typed in freely: a refused filing leaves none behind.
    """
    user = person(request)
    with transaction.atomic():
        communities, foreign = _sides(user, filing)
        saved = begin_filing(actor=user, communities=communities, foreign=foreign, token=token)
        filing.add_problems(saved.problems)
        _keep(user, saved.partnership, filing, request)
    filing.is_saved = True
    return saved


def save(request: HttpRequest, filing: Filing, partnership: Partnership, version: int) -> Saved:
    """Save a step, in one transaction with what was typed and made for it; problems are beside their fields.

    Raises ``StaleVersion`` or ``NotAllowed``.
    """
    user = person(request)
    with transaction.atomic():
        saved = _save_step(user, filing, partnership, version)
        _keep(user, partnership, filing, request)
    return saved


def _save_step(user: "User", filing: Filing, partnership: Partnership, version: int) -> Saved:
    if filing.step == FilingStep.PARTIES:
        communities, foreign = _sides(user, filing)
        saved = save_parties(
            partnership.pk, actor=user, expected_version=version, communities=communities, foreign=foreign
        )
    else:
        filing.is_valid()
        saved = save_content(partnership.pk, actor=user, expected_version=version, data=filing.content())
    filing.add_problems(saved.problems)
    filing.is_saved = True
    return saved


def _sides(user: "User", filing: Filing) -> tuple[tuple[PartyInput, ...], tuple[PartyInput, ...]]:
    assert filing.communities and filing.foreign  # noqa: S101, PT018  # asked on this step only
    filing.is_valid()
    made = _make_new(user, filing.foreign)
    return filing.communities.to_inputs({}), filing.foreign.to_inputs(made)


def _make_new(user: "User", rows: PartyRows) -> dict[str, int]:
    """Make the municipalities typed in freely; what is wrong with one stands beside it."""
    made = {}
    for row in rows.forms:
        if not row.must_be_made or not row.is_usable:
            continue
        cleaned = row.cleaned_data
        try:
            municipality = create_municipality(
                actor=user,
                name=cleaned["new_name"],
                name_uk=cleaned["new_name_uk"],
                country=cleaned["new_country"],
                level=cleaned["new_level"] or "municipality",
                region=cleaned["new_region"],
            )
        except RuleViolated as error:
            row.add_all_problems(error.problems)
            continue
        made[str(row.prefix)] = municipality.pk
    return made


def typed_of(request: HttpRequest, filing: Filing, *, action: str = "") -> dict[str, list[str]]:
    """What the page has sent, word for word; of closed fields it sends nothing, and what is stored counts."""
    sent = filing.data or request.POST
    typed = {name: sent.getlist(name) for name in sent if name not in NOT_TYPED}
    return typed | filing.closed_words() | ({"action": [action]} if action else {})


@dataclass(frozen=True)
class Typed:
    """What was typed into a step and is not in the record yet; by whom and when."""

    data: QueryDict
    by: str
    at: datetime


def typed_in(partnership: Partnership, step: FilingStep) -> Typed | None:
    """What is kept of a step, if anything is."""
    draft = FilingDraft.objects.select_related("updated_by").filter(partnership=partnership).first()
    if draft is None or not draft.typed.get(step):
        return None
    data = QueryDict(mutable=True)
    for name, values in draft.typed[step].items():
        data.setlist(name, values)
    return Typed(data, str(draft.updated_by or ""), draft.updated_at)


def _keep(user: "User", partnership: Partnership, filing: Filing, request: HttpRequest) -> None:
    """Keep the words of a step that could not all be saved; forget them when they were."""
    typed = typed_of(request, filing, action="keep") if filing.has_errors else {}
    keep_typed(partnership.pk, actor=user, step=filing.step, typed=typed)
