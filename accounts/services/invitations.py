"""Inviting officials of communities, and accepting an invitation."""

import datetime as dt
import hashlib
import secrets
from typing import TYPE_CHECKING

import pghistory
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Invitation, Membership, User
from accounts.policies import can_invite
from accounts.roles import Role
from accounts.tasks import send_invitation_job
from common.acting import acting
from common.errors import Conflict, FieldProblem, NotAllowed, NotVisible, RuleViolated

if TYPE_CHECKING:
    from communities.models import Community

VALID_DAYS = 14
LONGEST_NAME = 200
LONGEST_ADDRESS = 254


def invite(
    *, actor: User, email: str, community: "Community", position: str = "", language: str = "uk"
) -> Invitation:
    """Invite a person by e-mail to act for a community; an earlier open invitation stops working.

    A job of the queue sends the link (``accounts.services.letters``). Raises ``NotAllowed``, ``RuleViolated``, or
    ``Conflict`` for somebody who acts for the community already.
    """
    can_invite(actor, community).require()
    address = email.strip().lower()
    _require(_invitation_problems(address, community, position, language))
    now = timezone.now()
    with transaction.atomic(), acting(actor, "invite"):
        _require_few_today(actor)
        if Membership.objects.active().filter(user__email=address, community=community).exists():
            raise Conflict(_("This person already acts for this community."))
        Invitation.objects.open().filter(email=address, community=community).update(withdrawn_at=now)
        invitation = Invitation.objects.create(
            email=address,
            community=community,
            position=position.strip(),
            language=language,
            digest=digest_of(
                secrets.token_urlsafe(32)
            ),  # of no link: the job that sends it makes the real one
            invited_by=actor,
            expires_at=now + dt.timedelta(days=VALID_DAYS),
        )
        send_invitation_job.defer(invitation_id=invitation.pk)
    return invitation


def _require_few_today(actor: User) -> None:
    """An account that was taken over must not become a source of letters."""
    if actor.role != Role.OFFICIAL:
        return
    since = timezone.now() - dt.timedelta(days=1)
    if (
        Invitation.objects.filter(invited_by=actor, created_at__gt=since).count()
        >= settings.INVITATIONS_A_DAY
    ):
        raise Conflict(
            _("You have reached today’s limit for invitations. Try again tomorrow, or ask the Association.")
        )


def withdraw_invitation(invitation_id: int, *, actor: User) -> Invitation:
    """Make the link of an open invitation useless, for whoever may invite.

    Raises ``NotVisible``, ``NotAllowed`` or ``Conflict``.
    """
    with transaction.atomic(), acting(actor, "withdraw_invitation"):
        found = Invitation.objects.select_for_update().filter(pk=invitation_id)
        invitation = found.first()
        if invitation is None:
            raise NotVisible
        can_invite(actor, invitation.community).require()
        if not invitation.is_open:
            raise Conflict(_("This invitation has been accepted or withdrawn, or has expired."))
        invitation.withdrawn_at, invitation.withdrawn_by = timezone.now(), actor
        invitation.save(update_fields=["withdrawn_at", "withdrawn_by"])
    return invitation


def _invitation_problems(
    address: str, community: "Community", position: str, language: str
) -> list[FieldProblem]:
    problems = []
    try:
        validate_email(address)
    except ValidationError:
        problems.append(FieldProblem("email", "invalid", _("Enter a valid email address.")))
    if len(address) > LONGEST_ADDRESS:
        detail = _("Use %(most)s characters or fewer.") % {"most": LONGEST_ADDRESS}
        problems.append(FieldProblem("email", "too_long", detail))
    if not community.is_active:
        detail = _("The community %(name)s no longer exists.") % {"name": community}
        problems.append(FieldProblem("community", "abolished", detail))
    if len(position) > LONGEST_NAME:
        detail = _("Use %(most)s characters or fewer.") % {"most": LONGEST_NAME}
        problems.append(FieldProblem("position", "too_long", detail))
    if language not in dict(settings.LANGUAGES):
        problems.append(FieldProblem("language", "invalid_choice", _("Choose one of the languages.")))
    holder = User.objects.filter(email=address).first()
    if holder and holder.role != Role.OFFICIAL:
        detail = _("This address belongs to a staff account. Staff accounts cannot act for communities.")
        problems.append(FieldProblem("email", "desk_account", detail))
    return problems


def digest_of(secret: str) -> str:
    """Hash the secret of a link; only this is stored (256 random bits need no salt)."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def find_invitation(secret: str) -> Invitation:
    """Return the invitation of a link, open or not; ``NotVisible`` when there is none."""
    found = Invitation.objects.select_related("community__oblast", "invited_by").filter(
        digest=digest_of(secret)
    )
    invitation = found.first()
    if invitation is None:
        raise NotVisible(_("This link does not work. Check that you copied all of it."))
    return invitation


def accept(*, secret: str, user: User | None = None, name: str = "", password: str = "") -> User:
    """Accept an invitation: make the account, or add the community to the account of ``user``.

    ``user`` is whoever is signed in. Raises ``Conflict`` for a link that was used or is too old,
    ``NotAllowed`` when the address has an account that is not signed in, or another one is, and
    ``RuleViolated`` for name and password.
    """
    with transaction.atomic(), pghistory.context(verb="accept_invitation"):
        invitation = Invitation.objects.select_for_update().filter(pk=find_invitation(secret).pk).get()
        if not invitation.is_open:
            raise Conflict(_("This invitation has been accepted or withdrawn, or has expired."))
        holder = User.objects.filter(email=invitation.email).first()
        if user is not None and user != holder:
            raise NotAllowed(
                _("This invitation was sent to a different address. Sign out and open the link again.")
            )
        if holder is not None and user is None:
            raise NotAllowed(_("There is already an account with this email address: sign in first."))
        person = holder or _new_person(invitation, name, password)
        if person.role != Role.OFFICIAL:
            raise NotAllowed(_("Staff accounts cannot act for communities."))
        with acting(person, "accept_invitation"):
            _join(person, invitation)
            invitation.accepted_at, invitation.accepted_by = timezone.now(), person
            invitation.save(update_fields=["accepted_at", "accepted_by"])
    return person


def _new_person(invitation: Invitation, name: str, password: str) -> User:
    problems = []
    if not name.strip():
        problems.append(FieldProblem("name", "required", _("Enter your full name.")))
    elif len(name) > LONGEST_NAME:
        detail = _("Use %(most)s characters or fewer.") % {"most": LONGEST_NAME}
        problems.append(FieldProblem("name", "too_long", detail))
    try:
        validate_password(password, User(email=invitation.email, name=name.strip()))
    except ValidationError as error:
        problems += [FieldProblem("password", "weak", message) for message in error.messages]
    _require(problems)
    return User.objects.create_user(
        invitation.email, password, name=name.strip(), language=invitation.language, role=Role.OFFICIAL
    )


def _join(person: User, invitation: Invitation) -> None:
    """Let the person act for the community from today, unless they do so already without an end."""
    without_end = Membership.objects.filter(
        user=person, community_id=invitation.community_id, valid_until=None
    )
    if not without_end.exists():
        Membership.objects.create(
            user=person, community_id=invitation.community_id, position=invitation.position
        )


def _require(problems: list[FieldProblem]) -> None:
    if problems:
        raise RuleViolated(problems)
