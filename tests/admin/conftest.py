"""One person of each role, signed in, and a world with a record of every kind."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from django.test import Client

from accounts.models import ApiToken, Membership
from accounts.roles import Role
from accounts.services.invitations import invite
from accounts.services.tokens import create_token
from communities.merging import merge_municipalities
from communities.models import MunicipalityMerge, ReferenceLoad
from desks.models import ListExport
from partnerships.choices import PartnershipStatus
from partnerships.models import PartnershipMerge
from partnerships.services.merging import merge_partnerships
from registration.choices import CaseStatus
from registration.models import OutsideClaim
from registration.outside_lists.loading import load_list
from registration.outside_lists.reading import ListRow
from registration.services import request_opinion
from tests.communities.factories import make_community, make_country, make_municipality, make_place
from tests.factories import make_case, make_partnership, make_user
from webhooks.models import Webhook, WebhookDelivery

DESKS = (Role.ASSOCIATION, Role.MINISTRY, Role.AUDITOR, Role.ADMINISTRATOR)
EVERYBODY = ("anonymous", *Role.values)


@dataclass
class People:
    """Signed-in browsers by role; the same person each time."""

    users: dict[str, Any] = field(default_factory=dict)

    def user(self, role: str) -> Any:
        if role not in self.users:
            self.users[role] = make_user(role)
        return self.users[role]

    def client(self, role: str) -> Client:
        client = Client(raise_request_exception=True)
        if role != "anonymous":
            client.force_login(self.user(role))
        return client


@pytest.fixture
def people(db: Any) -> People:
    return People()


@pytest.fixture
def association(people: People) -> Client:
    return people.client(Role.ASSOCIATION)


@pytest.fixture
def ministry(people: People) -> Client:
    return people.client(Role.MINISTRY)


def make_claim(community: Any) -> OutsideClaim:
    """One row of one more external list."""
    rows = [ListRow(2, {}, {"katottg": community.katottg, "partner": "Jena", "country": "DE"})]
    name = f"Перелік {OutsideClaim.objects.count()}"
    load_list(rows, name=name, dated_on=date(2025, 12, 31))
    return OutsideClaim.objects.get(outside_list__name=name)


def make_municipality_merge(actor: Any) -> MunicipalityMerge:
    """Two records of one municipality made one."""
    country = make_country("DE")
    gone, kept = make_municipality(country=country), make_municipality(country=country)
    return merge_municipalities(gone.pk, kept.pk, actor=actor)


def make_partnership_merge(actor: Any) -> PartnershipMerge:
    """Two records of one partnership made one."""
    community, municipality = make_community(), make_municipality()
    gone, kept = (
        make_partnership("submitted", community=community, municipality=municipality) for _number in range(2)
    )
    return merge_partnerships(gone.pk, kept.pk, actor=actor, expected_version=gone.version)


def make_export(actor: Any) -> ListExport:
    """One list that somebody took away."""
    return ListExport.objects.create(
        user=actor, role=actor.role, list_name="partnerships.partnership", format="csv", rows=3
    )


def make_delivery() -> WebhookDelivery:
    """One attempt to tell a partner's program."""
    number = Webhook.objects.count()
    webhook = Webhook.objects.create(
        name=f"Партнер {number}", url="https://partner.example/", contact="a@partner.example"
    )
    return WebhookDelivery.objects.create(webhook=webhook, after=0, upto=1, number=1, attempt=1)


@pytest.fixture
def world(people: People) -> dict[str, Any]:
    """One record of every kind that has a page, by model name."""
    submitted = make_partnership(PartnershipStatus.SUBMITTED)
    case = make_case(CaseStatus.IN_REVIEW, clerk=people.user(Role.MINISTRY))
    opinion = request_opinion(
        case.pk, actor=people.user(Role.MINISTRY), expected_version=case.version, authority="justice"
    )
    case.refresh_from_db()
    registered = make_case(CaseStatus.REGISTERED, clerk=people.user(Role.MINISTRY))
    community = submitted.parties.get(side="ukrainian").community
    municipality = submitted.parties.get(side="foreign").municipality
    claim = make_claim(community)
    create_token(user=submitted.responsible, name="Програма")
    return {
        "partnership": submitted,
        "registrationcase": case,
        "opinion": opinion,
        "ministryorder": registered.order,
        "registerentry": registered.entry,
        "outsidelist": claim.outside_list,
        "outsideclaim": claim,
        "invitation": invite(
            actor=people.user(Role.ASSOCIATION), email="new@test.example", community=community
        ),
        "membership": Membership.objects.get(user=submitted.responsible),
        "user": submitted.responsible,
        "apitoken": ApiToken.objects.get(),
        "community": community,
        "foreignmunicipality": municipality,
        "country": municipality.country,
        "place": make_place(),
        "municipalitymerge": make_municipality_merge(people.user(Role.ASSOCIATION)),
        "partnershipmerge": make_partnership_merge(people.user(Role.ASSOCIATION)),
        "listexport": make_export(people.user(Role.ASSOCIATION)),
        "webhook": (delivery := make_delivery()).webhook,
        "webhookdelivery": delivery,
        "referenceload": ReferenceLoad.objects.create(name="places", fingerprint="test", rows=1),
    }
