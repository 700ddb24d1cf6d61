"""A partnership with several people around it, and what the queue holds."""

import json
from types import SimpleNamespace

import pytest
from django.db import connection
from django.utils import translation

from accounts.models import Membership
from accounts.roles import Role
from tests.communities.factories import make_community, make_municipality
from tests.factories import make_user


@pytest.fixture(autouse=True)
def _ukrainian():
    translation.activate("uk")


@pytest.fixture
def people(db):
    """Two officials of one community, one who left it, one of another; the desks."""
    community = make_community()
    official, colleague = make_user(communities=[community]), make_user(communities=[community])
    former = make_user(communities=[community])
    end_membership(former)
    return SimpleNamespace(
        community=community,
        official=official,
        colleague=colleague,
        former=former,
        dismissed=make_user(communities=[community], is_active=False),
        stranger=make_user(communities=[make_community()]),
        association=make_user(Role.ASSOCIATION),
        clerk=make_user(Role.MINISTRY),
        place={"official": official, "community": community, "municipality": make_municipality()},
    )


def end_membership(user):
    day = Membership.objects.get(user=user).valid_from
    Membership.objects.filter(user=user).update(valid_until=day)


@pytest.fixture
def jobs():
    """Read the queue as it is: task and arguments of what waits, oldest first."""

    def read(task=""):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT task_name, args FROM procrastinate_jobs"
                " WHERE status = 'todo' AND task_name LIKE %s ORDER BY id",
                [task or "%"],
            )
            return [(name, json.loads(args)) for name, args in cursor.fetchall()]

    return read
