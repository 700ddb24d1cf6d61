"""What an agreement and its parties must satisfy. Each check returns every problem it finds."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from common.calendar import too_early_problems, too_late_problems
from common.errors import FieldProblem, Question
from common.paper_numbers import number_problems
from common.partial_dates import PartialDate
from communities.countries import blocked_problems
from partnerships.choices import BodyKind, CooperationKind, DocumentType, Sphere, TermKind
from partnerships.contacts import contact_problems
from partnerships.inputs import AgreementInput, PartyInput, TermInput

if TYPE_CHECKING:
    from partnerships.models import Agreement, Partnership

MAX_TERM_YEARS = 99


def choice_problems(path: str, values: Iterable[str], known: Sequence[str]) -> list[FieldProblem]:
    """Name every value outside a vocabulary, together with the vocabulary."""
    unknown = sorted({value for value in values if value not in known})
    if not unknown:
        return []
    detail = _("Unknown value: %(unknown)s. Known values: %(known)s.") % {
        "unknown": ", ".join(unknown),
        "known": ", ".join(known),
    }
    return [FieldProblem(path, "invalid_choice", detail)]


def party_shape_problems(path: str, parties: Sequence[PartyInput]) -> list[FieldProblem]:
    """Check that there is a party, that each signing body is of a known kind, and its name only a name."""
    if not parties:
        return [FieldProblem(path, "required", _("Add at least one party on this side."))]
    problems = []
    for index, party in enumerate(parties):
        if party.body_kind:
            problems += choice_problems(f"{path}[{index}].body_kind", [party.body_kind], BodyKind.values)
        names = {"body_name_uk": party.body_name_uk, "body_name_original": party.body_name_original}
        problems += contact_problems((f"{path}[{index}].{name}", text) for name, text in names.items())
    return problems


def blocked_party_problems(partnership: "Partnership") -> list[FieldProblem]:
    """Refuse parties of blocked states; asked again at each step, for the list of states may have grown."""
    foreign = partnership.parties.filter(municipality__isnull=False).values_list(
        "municipality__country", flat=True
    )
    return [
        problem
        for index, country in enumerate(foreign)
        for problem in blocked_problems(f"foreign_parties[{index}]", str(country))
    ]


def agreement_problems(
    agreement: AgreementInput, path: str = "agreement", *, signed_on: date | None = None
) -> list[FieldProblem]:
    """Check the content of an agreement as typed; ``signed_on`` when it has been signed already."""
    problems = choice_problems(f"{path}.document_type", [agreement.document_type], DocumentType.values)
    problems += choice_problems(f"{path}.kinds", agreement.kinds, CooperationKind.values)
    problems += choice_problems(f"{path}.spheres", agreement.spheres, Sphere.values)
    if not agreement.title_uk.strip():
        problems.append(FieldProblem(f"{path}.title_uk", "required", _("Enter the title in Ukrainian.")))
    problems += number_problems(f"{path}.council_decision_number", agreement.council_decision_number)
    titles = {"title_uk": agreement.title_uk, "title_en": agreement.title_en}
    problems += contact_problems((f"{path}.{name}", text) for name, text in titles.items())
    if agreement.council_decision_date and agreement.council_decision_date > timezone.localdate():
        detail = _("The date of the council decision must be today or in the past.")
        problems.append(FieldProblem(f"{path}.council_decision_date", "in_future", detail))
    problems += too_early_problems(
        f"{path}.council_decision_date", agreement.council_decision_date, since=settings.EARLIEST_SIGNING_YEAR
    )
    return problems + term_problems(agreement.term, f"{path}.term", signed_on=signed_on)


def term_problems(term: TermInput, path: str, *, signed_on: date | None = None) -> list[FieldProblem]:
    """Check that a term is of a known kind and says what its kind needs."""
    problems = choice_problems(f"{path}.kind", [term.kind], TermKind.values)
    needs_years = term.kind == TermKind.YEARS or (
        term.kind == TermKind.AUTO_RENEWAL and term.years is not None
    )
    if needs_years and not 0 < (term.years or 0) <= MAX_TERM_YEARS:
        detail = _("Enter a number of years from 1 to %(most)s.") % {"most": MAX_TERM_YEARS}
        problems.append(FieldProblem(f"{path}.years", "invalid", detail))
    if term.kind == TermKind.UNTIL and term.until is None:
        problems.append(FieldProblem(f"{path}.until", "required", _("Enter the last day of the term.")))
    if term.kind == TermKind.UNTIL:
        problems += too_early_problems(f"{path}.until", term.until, since=settings.EARLIEST_SIGNING_YEAR)
        problems += too_late_problems(f"{path}.until", term.until, years_ahead=MAX_TERM_YEARS)
    if term.kind == TermKind.UNTIL and term.until and signed_on and term.until <= signed_on:
        detail = _("The term ends before the agreement was signed. Check both dates.")
        problems.append(FieldProblem(f"{path}.until", "before_signing", detail))
    return problems


def signing_problems(
    signed: PartialDate | None, place: str, *, online: bool, term_until: date | None = None
) -> list[FieldProblem]:
    """Check date and place of signing: not in the future, not before 1945, a place or online."""
    problems = []
    if signed is None:
        problems.append(FieldProblem("signed", "required", _("Enter the date of signing.")))
    else:
        problems += signing_date_problems(signed, term_until)
    if not place.strip() and not online:
        detail = _("Enter the place of signing, or select “Signed online”.")
        problems.append(FieldProblem("signed_place", "required", detail))
    return problems + contact_problems([("signed_place", place)])


def happened_problems(path: str, day: PartialDate | date | None) -> list[FieldProblem]:
    """Check when cooperation began, went on or ended: not in the future, not before anybody cooperated."""
    earliest = day.earliest if isinstance(day, PartialDate) else day
    if earliest and earliest > timezone.localdate():
        return [FieldProblem(path, "in_future", _("The date must be today or in the past."))]
    return too_early_problems(path, day, since=settings.EARLIEST_SIGNING_YEAR)


def signing_date_problems(signed: PartialDate, term_until: date | None = None) -> list[FieldProblem]:
    """Check a date of signing by itself and against the end of the term."""
    if signed.earliest > timezone.localdate():
        return [FieldProblem("signed", "in_future", _("The date of signing must be today or in the past."))]
    earliest_year = settings.EARLIEST_SIGNING_YEAR
    if signed.date.year < earliest_year:
        detail = _("The date of signing must be in %(year)s or later.") % {"year": earliest_year}
        return [FieldProblem("signed", "too_early", detail)]
    if term_until and term_until <= signed.date:
        detail = _("The term ends before the agreement was signed. Check both dates.")
        return [FieldProblem("signed", "after_term", detail)]
    return []


def submission_problems(partnership: "Partnership") -> list[FieldProblem]:
    """Everything that keeps a partnership from being submitted to the Association."""
    problems = []
    parties = list(partnership.parties.select_related("municipality", "community"))
    if not any(party.community_id for party in parties):
        problems.append(
            FieldProblem("community_parties", "required", _("Add at least one party on this side."))
        )
    if not any(party.municipality_id for party in parties):
        problems.append(
            FieldProblem("foreign_parties", "required", _("Add at least one party on this side."))
        )
    problems += blocked_party_problems(partnership)
    # What the Ministry will ask for is asked for now: after the check the agreement is closed for editing.
    for agreement in partnership.agreements.all():
        problems += _content_problems(agreement)
    return problems


def same_parties_question(codes: Iterable[str]) -> list[Question]:
    """Ask whether what has the parties of other partnerships (their codes) is really another one."""
    if not (listed := ", ".join(codes)):
        return []
    detail = _("The same parties are already in the registry: %(codes)s. This is another partnership.")
    return [Question("same_parties", detail % {"codes": listed})]


def filing_problems(agreement: "Agreement") -> list[FieldProblem]:
    """Everything that keeps an agreement from being filed with the Ministry for clearance."""
    return _content_problems(agreement) + blocked_party_problems(agreement.partnership)


def _content_problems(agreement: "Agreement") -> list[FieldProblem]:
    problems = []
    if not agreement.title_uk:
        problems.append(FieldProblem("agreement.title_uk", "required", _("Enter the title in Ukrainian.")))
    if not agreement.kinds:
        detail = _("Choose at least one kind of cooperation.")
        problems.append(FieldProblem("agreement.kinds", "required", detail))
    if not agreement.spheres:
        detail = _("Choose at least one sphere of cooperation.")
        problems.append(FieldProblem("agreement.spheres", "required", detail))
    return problems


def standing_agreements(partnership: "Partnership") -> list["Agreement"]:
    """Agreements that are in force, or may be: what ends with cooperation is not they."""
    return [one for one in partnership.agreements.all() if one.in_force() is not False]


def stands_formally(agreement: "Agreement") -> str:
    """Say of an agreement that is in force, or may be, until when it stands, whether its parties cooperate or not."""
    title = {"title": agreement.title}
    if agreement.in_force() is None:
        return _("It is not known whether the agreement “%(title)s” is in force.") % title
    if agreement.term_end is None:
        return _("The agreement “%(title)s” formally stays in force without a fixed end.") % title
    return _("The agreement “%(title)s” formally stays in force until %(day)s.") % {
        **title,
        "day": agreement.term_end,
    }
