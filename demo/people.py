"""The people of the demo: the published accounts, and an official for every other community."""

import datetime as dt

from django.utils import timezone

from accounts.models import Membership, User
from accounts.roles import Role
from communities.models import Community
from demo.accounts import COMMUNITIES, DEMO_ACCOUNTS, DEMO_PASSWORD, NAMES, OFFICIAL_POSITION


def make_accounts() -> dict[str, User]:
    """Make the published accounts that are not there yet; return all by address."""
    people = {}
    for email, role in DEMO_ACCOUNTS:
        user = User.objects.filter(email=email).first()
        if user is None:
            user = User.objects.create_user(
                email, DEMO_PASSWORD, role=role, name=NAMES[email], is_superuser=role == Role.ADMINISTRATOR
            )
        people[email] = user
        if katottg := COMMUNITIES.get(email):
            join(user, Community.objects.get(katottg=katottg))
    return people


def official_of(community: Community) -> User:
    """Return the demo official of a community, made on first use (nobody can sign in as them)."""
    published = {katottg: email for email, katottg in COMMUNITIES.items()}
    name = community.centre_name_en or community.name_en
    slug = "".join(char for char in name.lower() if char.isascii() and char.isalnum())
    suffix = "" if community.level == "hromada" else f"-{community.level}"
    email = published.get(community.katottg) or f"official@{slug}{suffix}.example"
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email, name=f"Посадова особа: {community.full_name_uk}")
    join(user, community)
    return user


def join(user: User, community: Community) -> None:
    """Let a person act for a community, from half a year ago on."""
    if not Membership.objects.filter(user=user, community=community).exists():
        since = timezone.localdate() - dt.timedelta(days=180)
        Membership.objects.create(
            user=user, community=community, position=OFFICIAL_POSITION, valid_from=since
        )
