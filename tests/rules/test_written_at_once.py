"""Two people create the same at the same moment: the second is told, on a page, in a form and in the API.

Every check has passed for both when the first of them writes; only the database can tell.
"""

import threading
from functools import partial

import pytest
from django.test import Client

from accounts.admin.user import UserAdmin
from accounts.models import Invitation, Membership, User
from accounts.roles import Role
from accounts.services import invitations
from accounts.services.invitations import digest_of, invite
from registration.models import OutsideList
from tests.communities.factories import make_community
from tests.factories import make_partnership, make_user
from tests.rules.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)
OWN = {"Origin": "http://testserver"}
PASSPHRASE = "довга прохідна фраза"


def meeting(work):
    """Let two threads meet right before the work, once for each: both have passed all checks."""
    barrier, met = threading.Barrier(2, timeout=20), set()

    def with_barrier(*args, **kwargs):
        if threading.get_ident() not in met:
            met.add(threading.get_ident())
            barrier.wait()
        return work(*args, **kwargs)

    return with_barrier


def signed_in(*people):
    clients = [Client(raise_request_exception=False) for _person in people]
    for client, person in zip(clients, people, strict=True):
        client.force_login(person)
    return clients


def by_status(answers):
    return {answer.status_code: answer for answer in answers}


def test_admin_form__two_administrators_at_once__the_second_reads_it_beside_the_field(monkeypatch):
    clients = signed_in(make_user(Role.ADMINISTRATOR), make_user(Role.ADMINISTRATOR))
    monkeypatch.setattr(UserAdmin, "save_model", meeting(UserAdmin.save_model))
    body = {
        "email": "same@test.example", "name": "Олена Нова", "role": "auditor", "language": "uk",
        "usable_password": "false",
    }  # fmt: skip
    answers = by_status(
        at_once(*[partial(client.post, "/admin/accounts/user/add/", body) for client in clients])
    )
    assert set(answers) == {302, 200}
    form = answers[200].context["adminform"].form
    assert "email" in form.errors
    assert form["name"].value() == "Олена Нова"
    assert User.objects.filter(email="same@test.example").count() == 1


def test_admin_form__membership_twice_at_once__the_second_is_a_form_error(monkeypatch):
    from accounts.admin.membership import MembershipAdmin

    clients = signed_in(make_user(Role.ADMINISTRATOR), make_user(Role.ADMINISTRATOR))
    monkeypatch.setattr(MembershipAdmin, "save_model", meeting(MembershipAdmin.save_model))
    person, community = make_user(), make_community()
    body = {"user": person.pk, "community": community.pk, "position": "голова", "valid_from": "2026-01-01"}
    address = "/admin/accounts/membership/add/"
    answers = by_status(at_once(*[partial(client.post, address, body) for client in clients]))
    assert set(answers) == {302, 200}
    assert answers[200].context["adminform"].form.errors
    assert Membership.objects.filter(user=person, community=community).count() == 1


def test_page__two_invitations_of_one_address_accepted_at_once__the_second_is_told(monkeypatch):
    inviter = make_user(Role.ASSOCIATION)
    secrets = ["one" * 15, "two" * 15]
    for secret in secrets:
        made = invite(actor=inviter, email="new@test.example", community=make_community())
        Invitation.objects.filter(pk=made.pk).update(digest=digest_of(secret))
    monkeypatch.setattr(invitations, "_new_person", meeting(invitations._new_person))
    body = {"name": "Олена Нова", "password": PASSPHRASE, "password_again": PASSPHRASE}
    answers = by_status(
        at_once(
            *[
                partial(
                    Client(raise_request_exception=False).post, f"/invitation/{secret}/", body, headers=OWN
                )
                for secret in secrets
            ]
        )
    )
    assert set(answers) == {302, 409}
    page = answers[409].content.decode()
    assert "Олена Нова" in page, "what was typed is not lost"
    assert PASSPHRASE not in page
    assert User.objects.filter(email="new@test.example").count() == 1
    assert Invitation.objects.exclude(accepted_at=None).count() == 1, "the other can still be accepted"


@pytest.mark.parametrize("where", ["page", "api"])
def test_any_service__whose_row_is_there_already__is_a_conflict(monkeypatch, where):
    """Whatever a service writes: here one that knows nothing of it stands for all."""
    partnership = make_partnership("submitted")
    official = partnership.responsible

    def write(*args, **kwargs):
        OutsideList.objects.create(name="Той самий", dated_on="2026-01-01")

    written = meeting(write)
    monkeypatch.setattr("partnerships.views.desk_records.add_comment", written)
    monkeypatch.setattr("partnerships.api.part_views.add_comment", written)
    clients = signed_in(official, official)
    if where == "page":
        address, kind = f"/desk/partnerships/{partnership.code}/comments/add/", {}
    else:
        address, kind = (
            f"/api/v1/partnerships/{partnership.pk}/comments/",
            {"content_type": "application/json"},
        )
    body = {"text": "Лист від 5 березня"}
    answers = at_once(*[partial(client.post, address, body, headers=OWN, **kind) for client in clients])
    answer = by_status(answers)[409]
    if where == "page":
        assert "Лист від 5 березня" in answer.content.decode()
    else:
        assert answer.json()["code"] == "conflict"
        assert answer["Content-Type"] == "application/problem+json"
    assert OutsideList.objects.count() == 1
