"""Reads of partnerships. All start from what the person may see."""

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, IntegerField, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce

from accounts.roles import Role
from partnerships.choices import CommentVisibility, ContentState
from partnerships.managers import PartnershipQuerySet
from partnerships.models import Activity, Agreement, Comment, Partnership, Party

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User


def with_everything(partnerships: PartnershipQuerySet) -> PartnershipQuerySet:
    """Fetch what a list row, a page or the API shows, in a constant number of queries."""
    parties = Party.objects.select_related(
        "community", "community__oblast", "community__raion", "municipality", "municipality__country"
    )
    # The related names of registration, a later app.
    agreements = Agreement.objects.select_related("register_entry__act", "register_entry__case")
    agreements = agreements.prefetch_related("cases__order", "register_entry__case__acts")
    return partnerships.prefetch_related(
        Prefetch("parties", parties), Prefetch("agreements", agreements)
    ).annotate(activities_count=_number_of_activities())


def _number_of_activities() -> Coalesce:
    """Counted for the rows that are shown; joined, all rows would be grouped before the first is found."""
    log = Activity.objects.filter(partnership=OuterRef("pk")).order_by().values("partnership")
    counted = Subquery(log.values(count=Count("pk")))
    return Coalesce(counted, 0, output_field=IntegerField())


def partnerships_for(user: "User | AnonymousUser") -> PartnershipQuerySet:
    """Everything a person may see, ready to be shown."""
    return with_everything(Partnership.objects.visible_to(user))


def public_partnerships() -> PartnershipQuerySet:
    """The public part, ready to be shown."""
    return with_everything(Partnership.objects.public())


def public_agreement_condition() -> Q:
    """Which agreements of a public partnership are public themselves.

    A further agreement is a draft, and nobody else's business, until it is filed with the Ministry; of a
    partnership that the Association has not checked, only registered agreements are public.
    """
    unfiled = Q(content_state=ContentState.OPEN, signed_on=None, cases=None)
    return Q(partnership__checked_at__isnull=False) & ~unfiled | Q(register_entry__isnull=False)


def agreements_for(user: "User | AnonymousUser") -> "QuerySet[Agreement]":
    """Agreements whose content a person may know, of partnerships that the person may see."""
    if user.is_authenticated and user.role != Role.OFFICIAL:
        return Agreement.objects.all()
    known = public_agreement_condition()
    if user.is_authenticated:
        known |= Q(partnership__in=Partnership.objects.owned_by(user).values("pk"))
    return Agreement.objects.filter(known)


def is_public_agreement(partnership: Partnership, agreement: Agreement) -> bool:
    """The same question about one agreement that has been read with its cases and its entry."""
    if hasattr(agreement, "register_entry"):
        return True
    unfiled = (
        agreement.content_state == ContentState.OPEN
        and agreement.signed_on is None
        and not agreement.cases.all()  # the related name of registration, a later app
    )
    return partnership.is_checked and not unfiled


def same_parties(partnership: Partnership) -> PartnershipQuerySet:
    """Other live partnerships of exactly the same communities and municipalities."""
    parties = list(partnership.parties.all())
    communities = {party.community_id for party in parties if party.community_id}
    municipalities = {party.municipality_id for party in parties if party.municipality_id}
    found = (
        Partnership.objects.live().exclude(pk=partnership.pk).exclude(status__in=("withdrawn", "rejected"))
    )
    for community_id in communities:
        found = found.filter(parties__community=community_id)
    for municipality_id in municipalities:
        found = found.filter(parties__municipality=municipality_id)
    exact = [
        other.pk
        for other in found.prefetch_related("parties").distinct()
        if {p.community_id for p in other.parties.all() if p.community_id} == communities
        and {p.municipality_id for p in other.parties.all() if p.municipality_id} == municipalities
    ]
    return Partnership.objects.filter(pk__in=exact)


def comments_for(user: "User", partnership: Partnership) -> "QuerySet[Comment]":
    """Comments a person may read: desk comments only within the role that wrote them."""
    comments = partnership.comments.select_related("author")
    if user.role in {Role.AUDITOR, Role.ADMINISTRATOR}:
        return comments
    return comments.filter(Q(visibility=CommentVisibility.OFFICIAL) | Q(author_role=user.role))


def is_public(partnership: Partnership) -> bool:
    """Whether everybody may see this partnership."""
    if partnership.merged_into_id:
        return False
    if partnership.is_checked:
        return True
    return any(hasattr(agreement, "register_entry") for agreement in partnership.agreements.all())
