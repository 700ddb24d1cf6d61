"""The facts of a filing as it stands on the page, before it is saved."""

from dataclasses import replace
from typing import TYPE_CHECKING

from partnerships.checklist import AgreementFacts, Facts, PartyFacts
from partnerships.checklist_facts import similar_partnerships
from partnerships.desk_forms.agreement import AgreementForm
from partnerships.desk_forms.filing import Filing
from partnerships.desk_forms.parties import PartyForm, PartyRows

if TYPE_CHECKING:
    from accounts.models import User


def facts_on_page(filing: Filing, stored: Facts, user: "User") -> Facts:
    """The stored facts, with those of this step as they are typed."""
    if filing.data is None:
        return stored
    for form in filing.simple_forms:
        form.is_valid()  # reads what is typed
    if filing.communities and filing.foreign:
        own, theirs = _ids(filing.communities), _ids(filing.foreign)
        but = filing.partnership.pk if filing.partnership else None
        same, nearly = similar_partnerships(own, theirs, user=user, but=but)
        return replace(
            stored,
            communities=tuple(map(_party, filing.communities.forms)),
            foreign=tuple(map(_party, filing.foreign.forms)),
            same=same,
            nearly_same=nearly,
        )
    if filing.own and filing.agreement:
        blank = not filing.stored_agreement and filing.agreement.is_blank()
        agreements = () if blank else (_agreement(filing.agreement),)
        return replace(stored, agreements=agreements, has_summary=bool(filing.own["summary_uk"].value()))
    return stored


def _ids(rows: PartyRows) -> set[int]:
    return {row.territory.pk for row in rows.forms if row.territory and row.territory.pk}


def _party(row: PartyForm) -> PartyFacts:
    def typed(name: str) -> str:
        return str(row[name].value() or "") if name in row.fields else ""

    place = row.territory
    names = (place.name if place else "", typed("new_name") if row.is_new else "", typed("new_name_uk"))
    return PartyFacts(
        names=tuple(dict.fromkeys(filter(None, names))),
        country=(typed("new_country") if row.is_new else place.country) if place else "",
        borders_ukraine=bool(place and place.borders_ukraine),
        body_kind=typed("body_kind"),
        body_names=tuple(filter(None, (typed("body_name_uk"), typed("body_name_original")))),
    )


def _agreement(form: AgreementForm) -> AgreementFacts:
    content = form.to_input()
    return AgreementFacts(
        title_uk=content.title_uk,
        title_en=content.title_en,
        kinds=frozenset(content.kinds),
        spheres=frozenset(content.spheres),
        term_kind=content.term.kind,
        council_decision=bool(content.council_decision_number or content.council_decision_date),
    )
