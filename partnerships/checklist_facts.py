"""The facts that the checklist judges, read from a stored filing."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from partnerships.checklist import AgreementFacts, Facts, PartyFacts
from partnerships.choices import PartnershipStatus, Side
from partnerships.models import Agreement, FilingDraft, Partnership, Party
from partnerships.resubmission import is_unchanged_since_return
from partnerships.timeline import timeline_for

if TYPE_CHECKING:
    from accounts.models import User

NOT_LIVE = ("withdrawn", "rejected")


def stored_facts(partnership: Partnership, user: "User") -> Facts:
    """Facts of a partnership that was read ``with_everything``, for this person; four queries more."""
    parties = list(partnership.parties.all())
    agreements = list(partnership.agreements.all())
    same, nearly = similar_partnerships(
        {party.community_id for party in parties if party.community_id},
        {party.municipality_id for party in parties if party.municipality_id},
        user=user,
        but=partnership.pk,
    )
    typed = FilingDraft.objects.filter(partnership=partnership).values_list("typed", flat=True).first()
    return Facts(
        communities=tuple(party_facts(party) for party in parties if party.side == Side.UKRAINIAN),
        foreign=tuple(party_facts(party) for party in parties if party.side == Side.FOREIGN),
        agreements=tuple(agreement_facts(agreement, alone=len(agreements) == 1) for agreement in agreements),
        documents=frozenset(partnership.documents.values_list("kind", flat=True)),
        has_summary=bool(partnership.summary_uk),
        same=same,
        nearly_same=nearly,
        unsaved=frozenset(typed or ()),
        unchanged_since_return=_unchanged(partnership, user),
    )


def _unchanged(partnership: Partnership, user: "User") -> bool:
    """Asked only of what lies with the officials: afterwards the desk sees it beside the answers."""
    if partnership.status != PartnershipStatus.RETURNED:
        return False
    return is_unchanged_since_return(partnership, timeline_for(user, partnership))


def party_facts(party: Party) -> PartyFacts:
    """Facts of one stored party."""
    bodies = tuple(filter(None, (party.body_name_uk, party.body_name_original)))
    if party.municipality:
        place = party.municipality
        return PartyFacts(
            names=tuple(
                dict.fromkeys(filter(None, (place.display_name, place.name, place.name_uk, place.name_en)))
            ),
            country=place.country_id,
            borders_ukraine=place.country.borders_ukraine,
            body_kind=party.body_kind,
            body_names=bodies,
        )
    return PartyFacts(names=(str(party.community),), body_kind=party.body_kind, body_names=bodies)


def agreement_facts(agreement: Agreement, *, alone: bool) -> AgreementFacts:
    """Facts of one stored agreement; one of several is edited on its own page."""
    return AgreementFacts(
        title_uk=agreement.title_uk,
        title_en=agreement.title_en,
        kinds=frozenset(agreement.kinds),
        spheres=frozenset(agreement.spheres),
        term_kind=agreement.term_kind,
        council_decision=bool(agreement.council_decision_number or agreement.council_decision_date),
        id=None if alone else agreement.pk,
    )


def similar_partnerships(
    communities: Iterable[int], municipalities: Iterable[int], *, user: "User", but: int | None = None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Codes of live partnerships that this person may see: of the same parties, and of the same but one.

    One party more, fewer or another one; two towns that share only one partner are no such case.
    """
    ours, theirs = set(communities), set(municipalities)
    if not ours or not theirs:
        return (), ()
    sharing = Partnership.objects.visible_to(user).exclude(pk=but or 0).exclude(status__in=NOT_LIVE)
    sharing = sharing.filter(parties__community__in=ours).filter(parties__municipality__in=theirs).distinct()
    same: list[str] = []
    nearly: list[str] = []
    for other in sharing.order_by("pk").prefetch_related("parties"):
        rows = other.parties.all()
        their_side = {row.municipality_id for row in rows if row.municipality_id}
        differing = _apart({row.community_id for row in rows if row.community_id}, ours)
        differing += _apart(their_side, theirs)
        if differing <= 1:
            (nearly if differing else same).append(other.code)
    return tuple(same), tuple(nearly)


def _apart(one: set[int], other: set[int]) -> int:
    """How many parties have to be exchanged, added or removed to make the sides alike."""
    return max(len(one - other), len(other - one))
