"""Questions and answers about a filing."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.roles import Role
from common.acting import acting
from common.errors import FieldProblem, RuleViolated
from common.happenings import Happening, tell
from common.transition_executor import lock
from partnerships.choices import CommentVisibility
from partnerships.models import Comment, Partnership
from partnerships.policies import can_comment
from partnerships.rules import choice_problems

if TYPE_CHECKING:
    from accounts.models import User


def add_comment(
    partnership_id: int, *, actor: "User", text: str, visibility: str = CommentVisibility.OFFICIAL
) -> Comment:
    """Write a comment; officials' comments are always read by the desks."""
    with transaction.atomic(), acting(actor, "comment"):
        partnership = lock(Partnership, partnership_id, expected_version=None)
        can_comment(actor, partnership).require()
        problems = choice_problems("visibility", [visibility], CommentVisibility.values)
        if not text.strip():
            problems.append(FieldProblem("text", "required", _("Enter your comment.")))
        if problems:
            raise RuleViolated(problems)
        if actor.role == Role.OFFICIAL:
            visibility = CommentVisibility.OFFICIAL
        comment = Comment.objects.create(
            partnership=partnership,
            author=actor,
            author_role=actor.role,
            visibility=visibility,
            text=text.strip(),
        )
        tell(Happening("comment", comment, actor))
    return comment
