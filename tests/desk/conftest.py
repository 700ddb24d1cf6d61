"""People and places of the desk's tests."""

import pytest
from django.utils import translation

from accounts.roles import Role
from tests.communities.factories import make_community, make_municipality
from tests.factories import make_user


@pytest.fixture(autouse=True)
def _ukrainian():
    """A request leaves its language behind: every test begins in Ukrainian."""
    translation.activate("uk")


@pytest.fixture
def community(db):
    return make_community()


@pytest.fixture
def municipality(db):
    return make_municipality()


@pytest.fixture
def official(community):
    return make_user(communities=[community])


@pytest.fixture
def stranger(db):
    """An official of another community."""
    return make_user(communities=[make_community()])


@pytest.fixture
def association(db):
    return make_user(Role.ASSOCIATION)


@pytest.fixture
def clerk(db):
    return make_user(Role.MINISTRY)


@pytest.fixture
def signed_in(client):
    """Sign a person in and give the client back."""

    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in
