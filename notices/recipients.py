"""Who is told of an event: only people who may see it, never the one who did it."""

from typing import TYPE_CHECKING

from django.db.models import Case, IntegerField, QuerySet, Value, When

from accounts.models import Membership, User
from accounts.roles import Role
from partnerships.choices import CommentVisibility, Side
from registration.choices import CLOSED_STATUSES, CaseStatus
from registration.models import RegistrationCase

if TYPE_CHECKING:
    from partnerships.models import Comment, Partnership

# The Ministry has nothing to do with these (any more).
NOT_PENDING = (*CLOSED_STATUSES, CaseStatus.REGISTERED)


def members_of(partnership: "Partnership") -> list[User]:
    """Officials who act today for a Ukrainian community of the partnership, the responsible one first."""
    communities = partnership.parties.filter(side=Side.UKRAINIAN).values("community")
    members = Membership.objects.active().filter(community__in=communities).values("user")
    responsible_first = Case(
        When(pk=partnership.responsible_id or 0, then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    people = _active(Role.OFFICIAL).filter(pk__in=members)
    return list(people.order_by(responsible_first, "pk"))


def clerk_of(case: RegistrationCase) -> list[User]:
    """The Ministry's clerk who has the case, if anybody has it."""
    return list(_active(Role.MINISTRY).filter(pk=case.assigned_to_id or 0))


def readers_of(comment: "Comment") -> list[User]:
    """Everybody whom a comment concerns and who may read it, without its author.

    A desk is told through the person who has the record; when nobody has it, all of the desk are told,
    but not of what a colleague wrote. A desk's own comments stay with the desk.
    """
    partnership = comment.partnership
    people: list[User] = []
    is_open = comment.visibility == CommentVisibility.OFFICIAL
    if is_open:
        people += members_of(partnership)
    if is_open or comment.author_role == Role.ASSOCIATION:
        holders = [partnership.reviewer_id] if partnership.reviewer_id else []
        people += _of_desk(Role.ASSOCIATION, holders, comment)
    if is_open or comment.author_role == Role.MINISTRY:
        people += _clerks(comment)
    return [person for person in people if person.pk != comment.author_id]


def _clerks(comment: "Comment") -> list[User]:
    cases = RegistrationCase.objects.filter(agreement__partnership=comment.partnership_id)
    pending = list(cases.exclude(status__in=NOT_PENDING).values_list("assigned_to", flat=True))
    if not pending:
        return []
    holders = [] if None in pending else pending
    return _of_desk(Role.MINISTRY, holders, comment)


def _of_desk(role: Role, holders: list[int], comment: "Comment") -> list[User]:
    people = list(_active(role).filter(pk__in=holders)) if holders else []
    if people or comment.author_role == role:
        return people
    return list(_active(role))


def _active(role: Role) -> "QuerySet[User]":
    return User.objects.filter(is_active=True, role=role)
