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
    """One person who has signed, for a side of the agreement."""

    side: str
    name: str
    position: str = ""


def signatory_problems(signatories: Sequence[SignatoryInput]) -> list[FieldProblem]:
    """Check them all; names may be left out, but not a person without a name."""
    problems = []
    if len(signatories) > MOST_SIGNATORIES:
        detail = _("At most %(most)s people.") % {"most": MOST_SIGNATORIES}
        problems.append(FieldProblem("signatories", "too_many", detail))
    for index, person in enumerate(signatories[:MOST_SIGNATORIES]):
        path = f"signatories[{index}]"
        if person.side not in Side.values:
            problems.append(FieldProblem(f"{path}.side", "invalid_choice", _("Choose one of the sides.")))
        if not person.name.strip():
            problems.append(FieldProblem(f"{path}.name", "required", _("Give the name of who signed.")))
        if max(len(person.name), len(person.position)) > MOST_LETTERS:
            detail = _("At most %(most)s characters.") % {"most": MOST_LETTERS}
            problems.append(FieldProblem(f"{path}.name", "too_long", detail))
    return problems


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
