"""What the tests of the API share: people of every role, and a filing that succeeds."""

from typing import Any

import pytest

from accounts.models import User
from accounts.roles import Role
from communities.models import Community, ForeignMunicipality
from demo.paper import pdf
from tests.api.client import Api
from tests.communities.factories import make_brovary, make_municipality
from tests.factories import make_user

PDF = pdf("Draft")


@pytest.fixture
def brovary(db) -> Community:
    return make_brovary()


@pytest.fixture
def erlangen(db) -> ForeignMunicipality:
    return make_municipality(name="Erlangen", name_uk="Ерланген", region="Bavaria")


@pytest.fixture
def official(brovary) -> User:
    return make_user(communities=[brovary])


@pytest.fixture
def association(db) -> User:
    return make_user(Role.ASSOCIATION)


@pytest.fixture
def ministry(db) -> User:
    return make_user(Role.MINISTRY)


@pytest.fixture
def filing(brovary, erlangen) -> dict[str, Any]:
    """The body of the contract's example."""
    return {
        "community_parties": [{"katottg": brovary.katottg, "body_kind": "council"}],
        "foreign_parties": [{"municipality": erlangen.pk, "body_kind": "council"}],
        "started": {"date": "2022-06-01", "precision": "month"},
        "summary_uk": "Співпраця лікарень і шкіл.",
        "agreement": {
            "document_type": "memorandum",
            "title_uk": "Меморандум про співпрацю",
            "kinds": ["interterritorial"],
            "spheres": ["health", "education"],
            "term": {"kind": "years", "years": 5},
        },
    }


@pytest.fixture
def anybody() -> Api:
    return Api()
