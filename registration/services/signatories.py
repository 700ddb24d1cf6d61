"""Who has signed: written with the signing, replaced when the signing is corrected."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from common.errors import FieldProblem
from partnerships.choices import Side
from partnerships.models import Agreement
from registration.models import Signatory

MOST_SIGNATORIES = 40
MOST_LETTERS = 200


@dataclass(frozen=True)
class SignatoryInput:
    """One person who has signed, for a side of the agreement; the name may be left out."""

    side: str
    position: str
    name: str = ""


def signatory_problems(signatories: Sequence[SignatoryInput]) -> list[FieldProblem]:
    """Check them all: it is the office that signs, so each has a position; the name may be left out."""
    problems = []
    if len(signatories) > MOST_SIGNATORIES:
        detail = _("You can add at most %(most)s people.") % {"most": MOST_SIGNATORIES}
        problems.append(FieldProblem("signatories", "too_many", detail))
    for index, person in enumerate(signatories[:MOST_SIGNATORIES]):
        path = f"signatories[{index}]"
        if person.side not in Side.values:
            problems.append(FieldProblem(f"{path}.side", "invalid_choice", _("Choose one of the sides.")))
        if not person.position.strip():
            detail = _("Enter the position of the person who signed. The name can be left out.")
            problems.append(FieldProblem(f"{path}.position", "required", detail))
        problems += [
            FieldProblem(
                f"{path}.{name}", "too_long", _("Use %(most)s characters or fewer.") % {"most": MOST_LETTERS}
            )
            for name in ("position", "name")
            if len(getattr(person, name)) > MOST_LETTERS
        ]
    return problems


def same_signatories(agreement: Agreement, signatories: Iterable[SignatoryInput]) -> bool:
    """Whether these are the recorded ones."""
    stored = agreement.signatories.values_list("side", "name", "position")
    given = [(person.side, person.name.strip(), person.position.strip()) for person in signatories]
    return sorted(stored) == sorted(given)


def record_signatories(agreement: Agreement, signatories: Iterable[SignatoryInput]) -> None:
    """Write them anew; part of a step of the case, already checked there."""
    agreement.signatories.all().delete()
    for person in signatories:
        Signatory.objects.create(
            agreement=agreement,
            side=person.side,
            name=person.name.strip(),
            position=person.position.strip(),
        )
