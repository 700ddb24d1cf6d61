"""What every page of a filing shows around its form: the steps, the hints, the remarks."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from partnerships.checklist import Facts, Hint, Weight, complete_parts, expected_documents, hints_of
from partnerships.checklist_facts import stored_facts
from partnerships.choices import DocumentKind
from partnerships.desk_forms.facts import facts_on_page
from partnerships.desk_forms.filing import Filing
from partnerships.filing_steps import FilingStep
from partnerships.models import Partnership
from partnerships.remarks import Remark, remarks_of
from partnerships.views.desk_support import person

if TYPE_CHECKING:
    from accounts.models import User

# The parts of a page that a hint can lead to, where it is no field of a form.
ANCHORS = {
    "community_parties": "ukrainian-side",
    "foreign_parties": "foreign-side",
    "documents": "documents",
    "": "filing",
}
HINTED = {"body_kind", "title_uk", "title_en", "kinds", "spheres", "term_kind", "summary_uk"}
ROWS = {"community_parties": "community", "foreign_parties": "foreign"}


@dataclass(frozen=True)
class ShownStep:
    """One entry of the list of steps."""

    step: FilingStep
    state: str
    url: str
    number: int
    is_current: bool


@dataclass(frozen=True)
class ShownHint:
    """A hint with the address of what it is about."""

    hint: Hint
    url: str


def filing_page(
    request: HttpRequest, filing: Filing, *, version: int | None = None, status: int = 200, **extra: Any
) -> HttpResponse:
    """Show one step. Nothing is hinted at on the empty page of a new filing."""
    partnership, user = filing.partnership, person(request)
    facts = stored_facts(partnership, user) if partnership else Facts()
    hints = hints_of(facts_on_page(filing, facts, user)) if partnership else duplicate_hints(filing, user)
    begun = filing.step != FilingStep.AGREEMENT or bool(facts.agreements or filing.data)
    filing.add_hints(hints if begun else ())
    remarks = remarks_of(partnership) if partnership else []
    add_remarks(filing, remarks)
    context = {
        "filing": filing,
        "step": filing.step,
        "steps": shown_steps(filing, hints, facts),
        "partnership": partnership,
        "version": version,
        "hints": shown_hints(partnership, hints),
        "remarks": [(remark, remark_url(partnership, remark)) for remark in remarks],
        "complete": complete_parts(facts, hints),
        "documents_expected": [
            (DocumentKind(kind).label, kind in facts.documents) for kind in expected_documents(facts)
        ],
        "check_days": settings.ASSOCIATION_CHECK_DAYS,
        "review_days": settings.CLEARANCE_REVIEW_DAYS,
        **extra,
    }
    return render(request, f"desk/filing_{filing.step}.html", context, status=status)


def duplicate_hints(filing: Filing, user: "User") -> list[Hint]:
    """Whether the registry has a partnership of the parties on the page: told before there is a draft, too."""
    hints = hints_of(facts_on_page(filing, Facts(), user))
    return [hint for hint in hints if hint.code in {"duplicate", "nearly_duplicate"}]


def live_hints(filing: Filing, partnership: Partnership, user: "User") -> list[dict[str, object]]:
    """The hints of a step as it is typed, for the script: by the id of what they stand at.

    What is only not filled in yet is marked: it is not held against somebody who is still typing.
    """
    filing.is_valid()
    hints = hints_of(facts_on_page(filing, stored_facts(partnership, user), user))
    filing.add_hints(hints)
    absent = {hint.text for hint in hints if hint.code.startswith("no_")}
    places = {
        f"{form[name].auto_id}-field": form.hints.get(name, [])
        for form in (*filing.simple_forms, *filing.party_forms)
        for name in form.fields
        if name in HINTED
    }
    places |= {f"{row.prefix}-row": row.row_hints for row in filing.party_forms}
    places |= {f"{rows.name}-hints": [hint.text for hint in rows.hints] for rows in filing.sides}
    return [
        {"field": place, "hints": texts, "absent": absent.issuperset(texts)}
        for place, texts in places.items()
    ]


def add_remarks(filing: Filing, remarks: list[Remark]) -> None:
    """Put what concerns a field of this step beside it."""
    for remark in remarks:
        if remark.step != filing.step:
            continue
        for rows in filing.sides:
            if ROWS.get(remark.field) == rows.name:
                rows.remarks.append(remark.text)
        for form in filing.simple_forms:
            if remark.field in form.fields:
                form.remarks.setdefault(remark.field, []).append(remark.text)


def shown_steps(filing: Filing, hints: list[Hint], facts: Facts) -> list[ShownStep]:
    """All steps with what is known of them."""
    code = filing.partnership.code if filing.partnership else ""
    return [
        ShownStep(step, _state(step, hints, facts), step_url(code, step), number, step == filing.step)
        for number, step in enumerate(FilingStep, start=1)
    ]


def _state(step: FilingStep, hints: list[Hint], facts: Facts) -> str:
    """Complete, empty, incomplete, or worth a look; a step that only sums up has no state of its own."""
    if step in {FilingStep.CHECK, FilingStep.SUBMIT}:
        return ""
    weights = {hint.weight for hint in hints if hint.step == step}
    if not facts.communities or (
        step != FilingStep.PARTIES and not facts.agreements and not weights - {Weight.NOTE}
    ):
        return "empty"
    if Weight.MISSING in weights:
        return "incomplete"
    return "look" if Weight.RETURN in weights else "complete"


def step_url(code: str, step: FilingStep | str) -> str:
    """Address of a step; a filing that is not saved yet has none."""
    return reverse("desk_filing", args=[code, str(step)]) if code else ""


def shown_hints(partnership: Partnership | None, hints: list[Hint]) -> dict[str, list[ShownHint]]:
    """The hints by weight, each with a link to what it is about."""
    if partnership is None:
        return {}
    return {
        str(weight): [ShownHint(hint, hint_url(partnership, hint)) for hint in hints if hint.weight == weight]
        for weight in Weight
    }


def hint_url(partnership: Partnership, hint: Hint) -> str:
    """Where the person can do something about a hint."""
    if hint.agreement_id:
        return reverse("desk_agreement_edit", args=[hint.agreement_id])
    return f"{step_url(partnership.code, hint.step)}#{_anchor(hint.field)}"


def remark_url(partnership: Partnership | None, remark: Remark) -> str:
    """Where the person can do something about a remark."""
    if partnership is None or remark.step is None:
        return ""
    return f"{step_url(partnership.code, remark.step)}#{_anchor(remark.field)}"


def _anchor(path: str) -> str:
    side, _bracket, rest = path.partition("[")
    if not rest:
        return ANCHORS.get(path) or f"id_{path.removeprefix('agreement.')}-field"
    index, _bracket, name = rest.partition("]")
    row = f"{ROWS[side]}-{index}"
    return f"id_{row}-{name.strip('.')}-field" if name else f"{row}-row"
