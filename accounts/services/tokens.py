"""API tokens: made once, shown once, kept as a hash."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import ApiToken
from accounts.selectors import active_community_ids
from common.errors import FieldProblem, NotVisible, RuleViolated

if TYPE_CHECKING:
    from accounts.models import User
    from communities.models import Community

MOST_DAYS = 3650


def digest_of(key: str) -> str:
    """Return what is kept of a key."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def create_token(
    *,
    user: "User",
    name: str,
    days: int | None = None,
    read_only: bool = False,
    communities: Sequence["Community"] = (),
) -> tuple[ApiToken, str]:
    """Make a token and return it with its key, which nobody can read again.

    Without ``days`` it works until it is revoked. With ``communities`` it acts for these only, of those for which
    the person acts. Raises ``RuleViolated``.
    """
    problems = []
    if not name.strip():
        problems.append(
            FieldProblem("name", "required", _("Give the key a name that you will recognise later."))
        )
    if days is not None and not 0 < days <= MOST_DAYS:
        detail = _("Enter a number of days from 1 to %(most)s.") % {"most": MOST_DAYS}
        problems.append(FieldProblem("days", "invalid", detail))
    own = set(active_community_ids(user))
    if any(unit.pk not in own for unit in communities):
        detail = _("Choose from the communities you act for.")
        problems.append(FieldProblem("communities", "not_yours", detail))
    if problems:
        raise RuleViolated(problems)
    key = secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=user,
        name=name.strip()[:100],
        prefix=key[:8],
        digest=digest_of(key),
        read_only=read_only,
        expires_at=timezone.now() + timedelta(days=days) if days else None,
    )
    token.communities.set(communities)
    return token, key


def revoke_token(token_id: int, *, actor: "User") -> ApiToken:
    """Make one of the person's own tokens useless at once; raises ``NotVisible`` for any other."""
    token = ApiToken.objects.filter(pk=token_id, user=actor).first()
    if token is None:
        raise NotVisible
    token.revoked_at = token.revoked_at or timezone.now()
    token.save(update_fields=["revoked_at"])
    return token
