"""A small registry in which every public page has something to show."""

import datetime as dt
from types import SimpleNamespace

import pytest

from accounts.models import User
from accounts.roles import Role
from common.partial_dates import DatePrecision, PartialDate
from partnerships.choices import PartnershipStatus
from partnerships.inputs import ActivityInput
from partnerships.services import add_activity
from tests.communities.factories import make_brovary, make_municipality
from tests.factories import PASSWORD, make_entry, make_partnership, make_transferred_entry, make_user


@pytest.fixture
def world(db):
    """Brovary with a registered, a checked and two hidden partnerships; everybody who works with them."""
    brovary = make_brovary()
    people = {
        role: make_user(role, name=f"Пелагея {role.title()}енко", email=f"{role}@people.example")
        for role in (Role.ASSOCIATION, Role.MINISTRY, Role.AUDITOR, Role.ADMINISTRATOR)
    }
    official = make_user(communities=[brovary], name="Пелагея Посадовенко", email="official@people.example")
    jena = make_municipality(name="Jena", name_uk="Єна", name_en="Jena")
    common = {"official": official, "community": brovary, "association": people[Role.ASSOCIATION]}
    entry = make_entry(clerk=people[Role.MINISTRY], municipality=jena, **common)
    registered = entry.agreement.partnership
    add_activity(
        registered.pk,
        actor=official,
        data=ActivityInput(
            type="aid",
            happened=PartialDate(dt.date(2022, 11, 1), DatePrecision.MONTH),
            title_uk="Обладнання для лікарні",
            title_en="Equipment for the hospital",
            value="3900000",
            currency="UAH",
            people=1200,
            spheres=("health",),
        ),
    )
    tonala = make_municipality(name="Tonalá", name_uk="Тонала", country="MX")
    return SimpleNamespace(
        brovary=brovary,
        people=people,
        official=official,
        stranger=make_user(name="Пелагея Чужа"),
        entry=entry,
        registered=registered,
        approved=make_partnership(
            PartnershipStatus.APPROVED,
            municipality=make_municipality(name="Erlangen", name_uk="Ерланген", name_en="Erlangen"),
            **common,
        ),
        draft=make_partnership(municipality=tonala, **common),
        submitted=make_partnership(PartnershipStatus.SUBMITTED, **common),
        transferred=make_transferred_entry(clerk=people[Role.MINISTRY], number="ТК-117"),
    )


@pytest.fixture
def everybody(world) -> dict[str, User | None]:
    """One person of each kind; ``None`` is the public."""
    return {"public": None, "official": world.official, "stranger": world.stranger, **world.people}


@pytest.fixture
def sign_in(client):
    """Sign in through the page, as people do."""

    def sign_in(user: User, password: str = PASSWORD, query: str = ""):
        return client.post(f"/account/login/{query}", {"login": user.email, "password": password})

    return sign_in
