"""The whole filing: parties of both sides, the partnership's own words, its agreement, a first file."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from accounts.selectors import active_community_ids
from common.errors import FieldProblem
from communities.models import Community
from partnerships.choices import DocumentKind, PartnershipReason, PartnershipStatus, Side
from partnerships.desk_forms.agreement import AgreementForm
from partnerships.desk_forms.base import DeskForm, text_field
from partnerships.desk_forms.dates import PartialDateField
from partnerships.desk_forms.documents import DocumentFileField
from partnerships.desk_forms.parties import PartyForm, PartyRows
from partnerships.desk_forms.territories import Territory, community_territory
from partnerships.inputs import PartnershipInput
from partnerships.models import Agreement, Partnership

if TYPE_CHECKING:
    from accounts.models import User


class PartnershipForm(DeskForm):
    """What is said of the partnership itself."""

    started = PartialDateField(
        label=_("Cooperation began"),
        help_text=_("Even before any agreement. The year alone is enough: leave the rest empty."),
    )
    summary_uk = text_field(
        _("In a few words, in Ukrainian"),
        most=5000,
        rows=3,
        help_text=_("What the communities do together; everybody reads it once the partnership is checked."),
    )
    summary_en = text_field(_("In a few words, in English"), most=5000, rows=3)


class DraftFileForm(DeskForm):
    """The first file of a filing."""

    problem_fields = {"kind": "draft_kind", "file": "draft_file"}

    draft_kind = forms.ChoiceField(
        label=_("What it is"),
        required=False,
        choices=DocumentKind.choices,
        initial=DocumentKind.DRAFT_UK,
    )
    draft_file = DocumentFileField(label=_("Draft of the agreement"), required=False)


class Filing:
    """All forms of the filing page together; new, or of a stored partnership."""

    def __init__(
        self,
        user: "User",
        *,
        data: QueryDict | None = None,
        files: "MultiValueDict[str, Any] | None" = None,
        partnership: Partnership | None = None,
    ) -> None:
        self.partnership, self.data = partnership, data
        self.stored_agreement, with_agreement = _only_agreement(partnership)
        own = own_territories(user)
        first_row = [{"reference": own[0].reference}] if own else []
        self.communities = PartyRows(
            Side.UKRAINIAN,
            data=data,
            own=own,
            stored=first_row if partnership is None else stored_parties(partnership, Side.UKRAINIAN),
        )
        self.foreign = PartyRows(
            Side.FOREIGN, data=data, stored=stored_parties(partnership, Side.FOREIGN) if partnership else ()
        )
        self.own = PartnershipForm(data, initial=_stored_words(partnership))
        self.agreement = (
            AgreementForm(
                data,
                initial=AgreementForm.stored(self.stored_agreement) if self.stored_agreement else None,
            )
            if with_agreement
            else None
        )
        self.draft = DraftFileForm(data, files) if partnership is None else None
        self.problems: list[str] = []
        if data is not None and not self.is_saving:
            for form in (*self.simple_forms, *self.party_forms):
                form.hush()

    @property
    def simple_forms(self) -> list[DeskForm]:
        """The forms that are no rows."""
        return [form for form in (self.own, self.agreement, self.draft) if form]

    @property
    def party_forms(self) -> list[PartyForm]:
        """The rows of both sides."""
        return [*self.communities.forms, *self.foreign.forms]

    @property
    def has_errors(self) -> bool:
        """Whether anything on the page has to be corrected."""
        rows = (self.communities, self.foreign)
        forms_wrong = any(form.errors for form in (*self.simple_forms, *self.party_forms))
        return bool(self.problems or forms_wrong or any(side.errors for side in rows))

    @property
    def reason_labels(self) -> list[str]:
        """The coded remarks of a returned partnership in words."""
        if self.partnership is None or self.partnership.status != PartnershipStatus.RETURNED:
            return []
        labels = dict(PartnershipReason.choices)
        return [str(labels.get(code, code)) for code in self.partnership.reason_codes]

    @property
    def is_saving(self) -> bool:
        """Whether the person wants to save, not just to find or add a party."""
        return self.data is not None and self.data.get("action", "save") == "save"

    def is_valid(self) -> bool:
        """Whether everything has the right shape; looks at all parts."""
        parts = [form.is_valid() for form in self.simple_forms]
        return all([*parts, self.communities.is_valid(), self.foreign.is_valid()])

    def to_input(self, new_ids: dict[str, int]) -> PartnershipInput:
        """What the services take; an agreement of which nothing is said yet is none."""
        words, agreement = self.own.cleaned_data, None
        if self.agreement and (self.stored_agreement or not self.agreement.is_blank()):
            amends_id = self.stored_agreement.amends_id if self.stored_agreement else None
            agreement = self.agreement.to_input(amends_id=amends_id)
        return PartnershipInput(
            community_parties=self.communities.to_inputs(new_ids),
            foreign_parties=self.foreign.to_inputs(new_ids),
            started=words["started"],
            clear_started=words["started"] is None,
            summary_uk=words["summary_uk"],
            summary_en=words["summary_en"],
            agreement=agreement,
        )

    def add_problems(self, problems: Sequence[FieldProblem]) -> None:
        """Put the services' problems beside what they concern; the rest on top of the page."""
        rest = self.communities.add_problems(list(problems), "community_parties")
        rest = self.foreign.add_problems(rest, "foreign_parties")
        for form in self.simple_forms:
            rest = form.add_problems(rest)
        self.problems += [str(problem.detail) for problem in rest]


def own_territories(user: "User") -> list[Territory]:
    """The communities for which a person files."""
    units = Community.objects.filter(pk__in=active_community_ids(user), is_active=True)
    return [community_territory(unit) for unit in units.select_related("oblast")]


def stored_parties(partnership: Partnership, side: Side) -> list[dict[str, Any]]:
    """The parties of one side as initial values of rows."""
    return [
        {
            "reference": (
                f"community:{party.community.katottg}"
                if party.community
                else f"municipality:{party.municipality_id}"
            ),
            "body_kind": party.body_kind,
            "body_name_uk": party.body_name_uk,
            "body_name_original": party.body_name_original,
        }
        for party in partnership.parties.all()
        if party.side == side
    ]


def _stored_words(partnership: Partnership | None) -> dict[str, Any]:
    if partnership is None:
        return {}
    return {
        "started": partnership.started,
        "summary_uk": partnership.summary_uk,
        "summary_en": partnership.summary_en,
    }


def _only_agreement(partnership: Partnership | None) -> tuple[Agreement | None, bool]:
    """Return the agreement to edit here, and whether there is one to edit: several are edited one by one."""
    agreements = list(partnership.agreements.all()) if partnership else []
    return (agreements[0] if len(agreements) == 1 else None), len(agreements) < 2
