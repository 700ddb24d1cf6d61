"""People at the desks: memberships end now or after a day, invitations are withdrawn, constraints are messages."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Invitation, Membership
from accounts.roles import Role
from accounts.services.invitations import invite, withdraw_invitation
from tests.communities.factories import make_community, make_municipality
from tests.factories import make_user
from webhooks.models import Webhook

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
KEEPERS = (Role.ASSOCIATION, Role.ADMINISTRATOR)


@pytest.fixture
def membership():
    return Membership.objects.get(user=make_user(communities=[make_community()]))


@pytest.fixture
def invitation(people):
    actor = people.user(Role.ASSOCIATION)
    return invite(actor=actor, email="new@brovary.example", community=make_community())


def change(record):
    return reverse(f"admin:{record._meta.label_lower.replace('.', '_')}_change", args=[record.pk])


def errors_of(response, field):
    return response.context["adminform"].form.errors[field]


@pytest.mark.parametrize("role", KEEPERS)
def test_end_before_the_start__is_a_message_beside_the_day(people, membership, role):
    body = {"valid_until": (membership.valid_from - DAY).isoformat(), "position": ""}
    response = people.client(role).post(change(membership), body)
    assert response.status_code == 200
    assert errors_of(response, "valid_until") == ["Останній день не може бути раніше за перший."]
    membership.refresh_from_db()
    assert membership.valid_until is None


@pytest.mark.parametrize("role", KEEPERS)
def test_second_open_membership__is_a_message(people, membership, role):
    earlier = Membership.objects.create(
        user=membership.user,
        community=membership.community,
        valid_from=membership.valid_from - 9 * DAY,
        valid_until=membership.valid_from - DAY,
    )
    response = people.client(role).post(change(earlier), {"valid_until": "", "position": ""})
    assert errors_of(response, "valid_until") == ["Ця особа вже діє від імені цієї громади."]
    add = reverse("admin:accounts_membership_add")
    body = {
        "user": membership.user_id,
        "community": membership.community_id,
        "valid_from": timezone.localdate().isoformat(),
    }
    response = people.client(Role.ADMINISTRATOR).post(add, body)
    assert errors_of(response, "community") == ["Ця особа вже діє від імені цієї громади."]


def test_municipality_renamed_to_one_that_is_there__is_a_message(people):
    kept = make_municipality(name="Jena", country="DE", geonames_id=None)
    other = make_municipality(name="Gera", country="DE", geonames_id=None, level=kept.level)
    body = {"name": "JENA", "region": kept.region, "level": kept.level, "version": other.version}
    response = people.client(Role.ASSOCIATION).post(change(other), body)
    assert response.status_code == 200
    assert "Такий муніципалітет уже є" in response.content.decode()
    other.refresh_from_db()
    assert other.name == "Gera"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"lat": "95", "lon": "20"}, "lon"),
        ({"lat": "50", "lon": ""}, "lon"),
        ({"wikidata_id": "seven"}, "wikidata_id"),
    ],
)
def test_municipality_with_impossible_values__is_a_message_beside_the_field(people, body, field):
    row = make_municipality(name="Gera")
    typed = {"name": "Gera", "region": row.region, "level": row.level, "version": row.version, **body}
    response = people.client(Role.ASSOCIATION).post(change(row), typed)
    assert response.status_code == 200
    assert errors_of(response, field)


def test_webhook_of_a_name_that_is_taken__is_a_message(people):
    for name in ("Один", "Два"):
        Webhook.objects.create(name=name, url="https://partner.example/", contact="a@partner.example")
    body = {"name": "Один", "url": "https://partner.example/", "contact": "a@partner.example"}
    response = people.client(Role.ADMINISTRATOR).post(change(Webhook.objects.get(name="Два")), body)
    assert errors_of(response, "name")


def test_address_that_another_account_has__is_a_message(people):
    person, other = make_user(), make_user()
    body = {"email": other.email.upper(), "name": "Хтось", "role": person.role, "language": "uk"}
    response = people.client(Role.ADMINISTRATOR).post(change(person), body)
    assert errors_of(response, "email")


@pytest.mark.parametrize("role", KEEPERS)
def test_membership__is_ended_now_at_the_desk(people, membership, role):
    client, address = people.client(role), reverse("admin:accounts_membership_end", args=[membership.pk])
    assert address in client.get(change(membership)).content.decode()
    assert client.get(address).status_code == 200
    assert client.post(address, {"when": "now"}).status_code == 302
    membership.refresh_from_db()
    assert membership.has_ended
    event = Membership.pgh_event_model.objects.filter(pgh_obj=membership).latest("pgh_id")
    assert event.pgh_context["actor"] == people.user(role).pk
    assert address not in client.get(change(membership)).content.decode()
    assert client.post(address, {"when": "now"}).status_code == 403


def test_membership__ends_after_a_day_at_the_desk__or_says_why_not(people, membership):
    client, address = (
        people.client(Role.ASSOCIATION),
        reverse("admin:accounts_membership_end", args=[membership.pk]),
    )
    wrong = {"when": "after", "last_day": (membership.valid_from - DAY).isoformat()}
    response = client.post(address, wrong)
    assert response.status_code == 400
    assert "last_day" in response.context["form"].errors
    last_day = timezone.localdate() + DAY
    assert client.post(address, {"when": "after", "last_day": last_day.isoformat()}).status_code == 302
    membership.refresh_from_db()
    assert membership.valid_until == last_day


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.MINISTRY, Role.OFFICIAL])
def test_membership__is_ended_by_no_other_desk(people, membership, role):
    response = people.client(role).post(reverse("admin:accounts_membership_end", args=[membership.pk]))
    assert response.status_code == 403


@pytest.mark.parametrize("role", KEEPERS)
def test_invitation__is_withdrawn_at_the_desk(people, invitation, role):
    client, address = people.client(role), reverse("admin:accounts_invitation_withdraw", args=[invitation.pk])
    assert address in client.get(change(invitation)).content.decode()
    assert client.get(address).status_code == 405
    assert client.post(address).status_code == 302
    invitation.refresh_from_db()
    assert not invitation.is_open
    assert invitation.withdrawn_by == people.user(role)
    page = client.get(change(invitation)).content.decode()
    assert "відкликано" in page
    assert address not in page
    assert client.post(address, follow=True).status_code == 200, "a second click says why not"


def test_auditor__withdraws_nothing(people, invitation):
    address = reverse("admin:accounts_invitation_withdraw", args=[invitation.pk])
    client = people.client(Role.AUDITOR)
    assert address not in client.get(change(invitation)).content.decode()
    assert client.post(address).status_code == 403
    assert Invitation.objects.get().is_open


def test_list_of_invitations__tells_withdrawn_from_replaced(people, invitation):
    actor = people.user(Role.ASSOCIATION)
    newer = invite(actor=actor, email=invitation.email, community=invitation.community)
    withdraw_invitation(newer.pk, actor=actor)
    page = people.client(Role.ASSOCIATION).get(reverse("admin:accounts_invitation_changelist"))
    assert "відкликано" in page.content.decode()
    assert "замінено новішим" in page.content.decode()
