"""The content security policy is relaxed for the desks only, and only as far as they need."""

import pytest
from django.urls import reverse

from accounts.roles import Role

pytestmark = pytest.mark.django_db


def directives(answer):
    policy = answer.headers["Content-Security-Policy"]
    return {name: set(rest) for name, *rest in (part.split() for part in policy.split(";") if part.strip())}


def test_the_desks_may_evaluate_but_neither_inline_scripts_nor_other_hosts(people):
    policy = directives(people.client(Role.ASSOCIATION).get(reverse("admin:index")))
    assert policy["script-src"] == {"'self'", "'unsafe-eval'"}
    assert policy["style-src"] == {"'self'", "'unsafe-inline'"}
    assert policy["default-src"] == {"'self'"}


@pytest.mark.parametrize("address", ["account_login", "profile"])
def test_other_pages_keep_the_strict_policy(address, people):
    policy = directives(people.client(Role.ASSOCIATION).get(reverse(address)))
    assert policy["script-src"] == policy["style-src"] == {"'self'"}
