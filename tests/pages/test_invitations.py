"""Inviting an official, and accepting."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.models import Invitation, Membership, User
from accounts.roles import Role
from accounts.services.invitations import accept, invite, withdraw_invitation
from accounts.services.letters import send_invitation
from common.errors import Conflict, NotAllowed, NotVisible, RuleViolated
from tests.communities.factories import make_brovary
from tests.factories import PASSWORD, make_user
from tests.queued import do_jobs

pytestmark = pytest.mark.django_db
NEW = "довга фраза для входу"
ADDRESS = "newcomer@brovary.example"


@pytest.fixture
def community():
    return make_brovary()


@pytest.fixture
def send(community):
    """Invite somebody and return the path of the link in the letter."""
    association = make_user(Role.ASSOCIATION)

    def send(email=ADDRESS, actor=None, **fields):
        invite(
            **{
                "actor": actor or association,
                "email": email,
                "community": community,
                "position": "спеціаліст",
                **fields,
            }
        )
        do_jobs()
        return re.search(r"https?://[^/]+(\S+)", mail.outbox[-1].body)[1]

    return send


def secret_of(path):
    return path.rstrip("/").rsplit("/", 1)[1]


def test_invitation__waits_in_the_queue__which_holds_no_secret(community):
    invitation = invite(actor=make_user(Role.ASSOCIATION), email=ADDRESS, community=community)
    assert mail.outbox == []
    assert invitation.sent_at is None
    assert list(ProcrastinateJob.objects.values_list("task_name", "args")) == [
        ("send_invitation", {"invitation_id": invitation.pk})
    ]


def test_invitation__mail_server_away__stays_unsent_and_the_next_try_sends_it(community, monkeypatch):
    invitation = invite(actor=make_user(Role.ASSOCIATION), email=ADDRESS, community=community)
    digest = invitation.digest
    with monkeypatch.context() as away:
        away.setattr("django.core.mail.EmailMessage.send", lambda self: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            send_invitation(invitation.pk)
    invitation.refresh_from_db()
    assert (invitation.digest, invitation.sent_at) == (digest, None)
    assert send_invitation(invitation.pk)
    assert not send_invitation(invitation.pk), "sent once"
    assert len(mail.outbox) == 1


def test_invitation__its_days_begin_with_the_email(community):
    invitation = invite(actor=make_user(Role.ASSOCIATION), email=ADDRESS, community=community)
    Invitation.objects.update(expires_at=timezone.now() + dt.timedelta(days=1))
    send_invitation(invitation.pk)
    invitation.refresh_from_db()
    assert invitation.expires_at > timezone.now() + dt.timedelta(days=13)


def test_invitation__withdrawn_before_the_email_leaves__is_not_sent(community):
    association = make_user(Role.ASSOCIATION)
    invitation = invite(actor=association, email=ADDRESS, community=community)
    withdraw_invitation(invitation.pk, actor=association)
    do_jobs()
    assert mail.outbox == []


def test_withdrawn_link__says_so(client, send):
    path, association = send(), make_user(Role.ASSOCIATION)
    withdraw_invitation(Invitation.objects.get().pk, actor=association)
    response = client.get(f"/en{path}")
    assert response.status_code == 410
    assert "This invitation has been withdrawn" in response.content.decode()
    with pytest.raises(Conflict):
        accept(secret=secret_of(path), name="Нова Людина", password=NEW)
    assert Invitation.objects.get().withdrawn_by == association


@pytest.mark.parametrize(("language", "prefix"), [("uk", "/invitation/"), ("en", "/en/invitation/")])
def test_letter_speaks_the_chosen_language(send, language, prefix):
    path = send(language=language)
    assert path.startswith(prefix)
    [letter] = mail.outbox
    assert letter.to == [ADDRESS]
    assert "\n" not in letter.subject
    if language == "en":
        assert "Brovary" in letter.body
        assert "You can use the link once" in letter.body


def test_only_the_hash_of_the_secret_is_kept(send):
    secret = secret_of(send())
    invitation = Invitation.objects.get()
    assert secret not in str(invitation.__dict__)
    assert len(invitation.digest) == 64


def test_newcomer_chooses_a_password_and_acts_for_the_community(client, send, community):
    path = send()
    assert "Brovary" in client.get(f"/en{path}").content.decode()
    response = client.post(path, {"name": "Нова Людина", "password": NEW, "password_again": NEW})
    assert response.status_code == 302
    person = User.objects.get(email=ADDRESS)
    assert person.name == "Нова Людина"
    assert person.role == Role.OFFICIAL
    membership = Membership.objects.get(user=person)
    assert (membership.community, membership.position) == (community, "спеціаліст")
    assert client.get("/account/profile/").status_code == 200  # signed in
    assert client.get(path).status_code == 410


@pytest.mark.parametrize(
    ("name", "password", "again"),
    [
        ("Нова Людина", "short", "short"),
        ("Нова Людина", "1234567890", "1234567890"),
        ("Нова Людина", ADDRESS, ADDRESS),
        ("Нова Людина", NEW, NEW + "!"),
        ("", NEW, NEW),
        ("ї" * 201, NEW, NEW),
        ("Нова Людина", "x" * 10_000, "x" * 10_000),
    ],
)
def test_bad_name_or_password_is_explained_and_the_link_stays_open(client, send, name, password, again):
    path = send()
    response = client.post(path, {"name": name, "password": password, "password_again": again})
    assert response.status_code == 400
    assert not User.objects.filter(email=ADDRESS).exists()
    assert client.get(path).status_code == 200


def test_existing_account_must_sign_in_first(client, send, community):
    holder = make_user(email=ADDRESS)
    path = send()
    body = client.get(f"/en{path}").content.decode()
    assert "Sign in" in body
    assert "password_again" not in body
    client.post(path, {"name": "Хтось", "password": NEW, "password_again": NEW})
    assert not Membership.objects.filter(user=holder).exists()
    client.force_login(holder)
    assert client.post(path).status_code == 302
    assert Membership.objects.get(user=holder).community == community


def test_somebody_else_cannot_take_the_invitation(client, send):
    path = send()
    client.force_login(make_user())
    assert client.get(path).status_code == 200
    client.post(path)
    assert Membership.objects.filter(community__katottg=make_brovary().katottg).count() == 0
    with pytest.raises(NotAllowed):
        accept(secret=secret_of(path), user=make_user())


def test_a_used_link_works_no_second_time(send):
    secret = secret_of(send())
    accept(secret=secret, name="Нова Людина", password=NEW)
    with pytest.raises(Conflict):
        accept(secret=secret, name="Нова Людина", password=NEW)


def test_an_old_link_says_so(client, send):
    path = send()
    Invitation.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    response = client.get(f"/en{path}")
    assert response.status_code == 410
    assert "Ask the Association for a new one" in response.content.decode()
    with pytest.raises(Conflict):
        accept(secret=secret_of(path), name="Нова Людина", password=NEW)


def test_a_newer_invitation_replaces_the_older(client, send):
    first, second = send(), send()
    replaced = client.get(f"/en{first}")
    assert replaced.status_code == 410
    assert "A newer invitation has been sent" in replaced.content.decode()
    assert client.get(second).status_code == 200


def test_an_invented_link(client, db):
    assert client.get("/en/invitation/invented/").status_code == 404
    with pytest.raises(NotVisible):
        accept(secret="invented", name="Хтось", password=NEW)


@pytest.mark.parametrize("role", [Role.OFFICIAL, Role.MINISTRY, Role.AUDITOR])
def test_others_cannot_invite(community, role):
    with pytest.raises(NotAllowed):
        invite(actor=make_user(role), email=ADDRESS, community=community)


def test_administrators_invite_too(send):
    assert send(actor=make_user(Role.ADMINISTRATOR))


@pytest.mark.parametrize(
    "email", ["", "no-address", "a@b", "x" * 300 + "@example.com", "a@b.example\nBcc: c@d.example"]
)
def test_invalid_address(community, email):
    with pytest.raises(RuleViolated) as error:
        invite(actor=make_user(Role.ASSOCIATION), email=email, community=community)
    assert error.value.problems[0].field == "email"


def test_desk_accounts_are_not_invited(community):
    clerk = make_user(Role.MINISTRY)
    with pytest.raises(RuleViolated):
        invite(actor=make_user(Role.ASSOCIATION), email=clerk.email, community=community)


def test_who_acts_already_is_not_invited_again(community):
    official = make_user(communities=[community])
    with pytest.raises(Conflict):
        invite(actor=make_user(Role.ASSOCIATION), email=official.email.upper(), community=community)


def test_history_names_who_accepted(send):
    person = accept(secret=secret_of(send()), name="Нова Людина", password=PASSWORD + " and more")
    event = Membership.pgh_event_model.objects.get(pgh_obj__user=person)
    assert event.pgh_context["actor"] == person.pk
    assert event.pgh_context["verb"] == "accept_invitation"


def test_name_with_a_null_byte__is_kept_without_it(client, send):
    client.post(send(), {"name": "Оле\x00на", "password": NEW, "password_again": NEW})
    assert User.objects.get(email=ADDRESS).name == "Олена"
