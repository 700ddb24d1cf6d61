"""Lists, records and the start page take as many queries however many rows there are."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import Role
from accounts.services.invitations import invite
from registration.models import RegistrationCase
from tests.admin.conftest import (
    make_claim,
    make_delivery,
    make_export,
    make_municipality_merge,
    make_partnership_merge,
)
from tests.communities.factories import make_community, make_municipality
from tests.factories import make_case, make_entry, make_partnership

pytestmark = pytest.mark.django_db


def fill(model, people):
    """One more row of this list, with other parties and people than the rows before."""
    makers = {
        "partnership": lambda: make_partnership("submitted"),
        "registrationcase": lambda: make_case("in_review"),
        "ministryorder": lambda: make_case(
            "cleared", step_fields={"clear": {"order_number": str(RegistrationCase.objects.count())}}
        ),
        "registerentry": make_entry,
        "invitation": lambda: invite(
            actor=people.user(Role.ASSOCIATION), email="a@test.example", community=make_community()
        ),
        "outsidelist": lambda: make_claim(make_community()),
        "outsideclaim": lambda: make_claim(make_community()),
        "municipalitymerge": lambda: make_municipality_merge(people.user(Role.ASSOCIATION)),
        "partnershipmerge": lambda: make_partnership_merge(people.user(Role.ASSOCIATION)),
        "webhook": make_delivery,
        "webhookdelivery": make_delivery,
        "listexport": lambda: make_export(people.user(Role.ASSOCIATION)),
        "membership": make_partnership,
        "user": make_partnership,
        "community": make_community,
        "foreignmunicipality": make_municipality,
    }
    return makers[model]()


@pytest.mark.parametrize(
    "model",
    ["partnership", "registrationcase", "ministryorder", "registerentry", "outsidelist", "outsideclaim", "invitation",
     "membership", "user", "community", "foreignmunicipality", "municipalitymerge", "partnershipmerge", "listexport",
     "webhook", "webhookdelivery"],
)  # fmt: skip
def test_list_and_record__take_with_20_rows_as_many_queries_as_with_one(model, people):
    page = next(page for page in admin.site._registry.values() if page.opts.model_name == model)
    name = f"admin:{page.opts.app_label}_{model}"
    client = people.client(Role.ADMINISTRATOR)
    fill(model, people)
    record = reverse(f"{name}_change", args=[page.model._default_manager.order_by("pk").first().pk])
    addresses = [reverse(f"{name}_changelist"), record]
    if model in {"partnership", "registrationcase"}:
        addresses += [f"{addresses[0]}?queue=all", reverse(f"{name}_print"), reverse("admin:index")]
    one = [queries(client, address) for address in addresses]
    for _number in range(19):
        fill(model, people)
    assert page.model._default_manager.count() >= 20
    many = [queries(client, address) for address in addresses]
    assert len(client.get(addresses[0]).context["cl"].result_list) >= 20
    for before, after in zip(one, many, strict=True):
        assert len(after) == len(before), "\n".join(after)


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return [query["sql"][:200] for query in asked.captured_queries]


def test_a_record_takes_as_many_queries_with_a_longer_history(association):
    partnership = make_partnership("submitted")
    url = reverse("admin:partnerships_partnership_change", args=[partnership.pk])
    comment = reverse("admin:partnerships_partnership_comment", args=[partnership.pk])
    association.post(comment, {"text": "раз", "visibility": "desk"})
    short = queries(association, url)
    for number in range(10):
        association.post(comment, {"text": str(number), "visibility": "desk"})
    assert len(queries(association, url)) == len(short)
