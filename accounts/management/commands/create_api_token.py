"""``manage.py create_api_token EMAIL``: a key for a program that acts for a person."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import ProgrammingError
from django.utils import translation

from accounts.forms import COMMUNITY
from accounts.models import User
from accounts.services.tokens import create_token
from common.errors import RuleViolated


class Command(BaseCommand):
    help = "Create an API token and print its key, once, as the only line of the output."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="address with which the person signs in")
        parser.add_argument("--days", type=int, help="how long it works; without it, until it is revoked")
        parser.add_argument("--read-only", action="store_true", help="the token may read, but not write")
        parser.add_argument(
            "--community",
            action="append",
            default=[],
            metavar="KATOTTG",
            help="acts for this one only; may repeat",
        )
        parser.add_argument("--name", default="command line", help="under which the person finds it again")

    def handle(self, *args: Any, **options: Any) -> None:
        user = self._find(options["email"])
        try:
            with translation.override("en"):  # as all else that a terminal says
                token, key = create_token(
                    user=user,
                    name=options["name"],
                    days=options["days"],
                    read_only=options["read_only"],
                    communities=self._communities(options["community"]),
                )
        except RuleViolated as error:
            raise CommandError(str(error.detail)) from error
        until = f"until {token.expires_at:%Y-%m-%d %H:%M} UTC" if token.expires_at else "until it is revoked"
        rights = "may only read" if token.read_only else "may do what the person may"
        self.stderr.write(f"Token “{token.name}” of {user.email}: {rights}, works {until}.")
        self.stderr.write("Send it as  Authorization: Token KEY  — the key is not shown again:")
        self.stdout.write(key)

    def _communities(self, codes: list[str]) -> list[Any]:
        found = {unit.katottg: unit for unit in COMMUNITY.related_model.objects.filter(katottg__in=codes)}
        if unknown := [code for code in codes if code not in found]:
            raise CommandError(f"There is no community with the code {unknown[0]}.")
        return list(found.values())

    def _find(self, email: str) -> User:
        try:
            user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
        except ProgrammingError as error:
            raise CommandError(
                "The database has no tables yet: `make run` once, or manage.py migrate."
            ) from error
        if user is None:
            raise CommandError(f"There is no active account with the address {email}.")
        return user
