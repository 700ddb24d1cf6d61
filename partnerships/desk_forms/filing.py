"""One step of a filing as a page: the parties of both sides, or the words and the agreement."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.selectors import active_community_ids
from common.errors import FieldProblem
from communities.choices import MunicipalityLevel
from communities.models import Community
from partnerships.checklist import COMMUNITIES, FOREIGN, Hint
from partnerships.choices import Side
from partnerships.desk_forms.agreement import AgreementForm
from partnerships.desk_forms.base import DeskForm, text_field
from partnerships.desk_forms.dates import PartialDateField
from partnerships.desk_forms.parties import NAMES, PartyForm, PartyRows
from partnerships.desk_forms.territories import NEW, Territory, community_territory, resolve
from partnerships.filing_steps import FilingStep
from partnerships.models import Agreement, Partnership
from partnerships.services.drafts import ContentInput

if TYPE_CHECKING:
    from accounts.models import User

NOT_SAVING = ("find-", "add-", "new-", "remove-", "keep", "forget")


class PartnershipForm(DeskForm):
    """What is said of the partnership itself."""

    started = PartialDateField(
        label=_("Cooperation began"),
        help_text=_(
            "Include cooperation before any agreement. If you know only the year, leave the rest empty."
        ),
    )
    summary_uk = text_field(
        _("Summary in Ukrainian"),
        most=5000,
        rows=3,
        help_text=_("What the communities do together. This becomes public once the partnership is checked."),
    )
    summary_en = text_field(_("Summary in English"), most=5000, rows=3)


class Filing:
    """The forms of one step; of a new filing, of a stored one, or as they were typed (``data``)."""

    def __init__(
        self,
        user: "User",
        step: FilingStep,
        *,
        data: QueryDict | None = None,
        partnership: Partnership | None = None,
        open_fields: frozenset[str] | None = None,
        begins_with: Mapping[str, str] | None = None,
    ) -> None:
        self.step, self.partnership, self.data = step, partnership, _with_meaning_of_enter(data)
        data = self.data
        self.begins_with = begins_with or {}
        self.open_fields = open_fields
        self.stored_agreement, with_agreement = _only_agreement(partnership)
        self.communities: PartyRows | None = None
        self.foreign: PartyRows | None = None
        self.own: PartnershipForm | None = None
        self.agreement: AgreementForm | None = None
        self.problems: list[str] = []
        self.is_saved = False  # whether this request has taken over what is right
        if step == FilingStep.PARTIES:
            self._make_rows(own_territories(user))
        elif step == FilingStep.AGREEMENT:
            self.own = PartnershipForm(data, initial=_stored_words(partnership))
            stored = AgreementForm.stored(self.stored_agreement) if self.stored_agreement else None
            self.agreement = AgreementForm(data, initial=stored) if with_agreement else None
        for form in self.simple_forms:
            form.close_all_but(open_fields)
        if data is not None and not self.is_saving and self.action != "keep":
            for form in (*self.simple_forms, *self.party_forms):
                form.hush()

    def _make_rows(self, own: list[Territory]) -> None:
        partnership = self.partnership
        if partnership:
            stored = stored_parties(partnership, Side.UKRAINIAN)
            theirs = stored_parties(partnership, Side.FOREIGN)
        else:
            stored, theirs = first_parties(own, self.begins_with)
        self.communities = PartyRows(Side.UKRAINIAN, data=self.data, own=own, stored=stored)
        self.foreign = PartyRows(Side.FOREIGN, data=self.data, stored=theirs)

    @property
    def is_partly_closed(self) -> bool:
        """Whether the remarks concern some fields only."""
        return self.open_fields is not None

    @property
    def is_closed(self) -> bool:
        """Whether the remarks concern nothing of this step."""
        return self.open_fields is not None and not self.open_fields

    @property
    def simple_forms(self) -> list[DeskForm]:
        """The forms that are no rows."""
        return [form for form in (self.own, self.agreement) if form]

    def closed_words(self) -> dict[str, list[str]]:
        """What is stored of closed fields: kept with what is typed, for when somebody opens everything."""
        return {name: values for form in self.simple_forms for name, values in form.closed_words().items()}

    @property
    def sides(self) -> list[PartyRows]:
        """Both sides, on the step of the parties."""
        return [rows for rows in (self.communities, self.foreign) if rows]

    @property
    def party_forms(self) -> list[PartyForm]:
        """The rows of both sides."""
        return [row for rows in self.sides for row in rows.forms]

    @property
    def has_errors(self) -> bool:
        """Whether anything on the page has to be corrected."""
        forms_wrong = any(form.errors for form in (*self.simple_forms, *self.party_forms))
        return bool(self.problems or forms_wrong or any(side.errors for side in self.sides))

    @property
    def action(self) -> str:
        """The button that was pressed."""
        return (self.data.get("action") or "save") if self.data is not None else ""

    @property
    def is_saving(self) -> bool:
        """Whether the person wants to save, not just to find or add a party."""
        return self.data is not None and not self.action.startswith(NOT_SAVING)

    def is_valid(self) -> bool:
        """Whether everything has the right shape; looks at all parts."""
        parts = [*(form.is_valid() for form in self.simple_forms), *(rows.is_valid() for rows in self.sides)]
        return all(parts)

    def content(self) -> ContentInput:
        """What the service takes of the second step; an agreement of which nothing is said yet is none."""
        assert self.own is not None  # noqa: S101  # asked on this step only
        words, agreement = self.own.cleaned_data, None
        if self.agreement and (self.stored_agreement or not self.agreement.is_blank()):
            amends_id = self.stored_agreement.amends_id if self.stored_agreement else None
            agreement = self.agreement.to_input(amends_id=amends_id)
        unreadable = self.agreement.unreadable if self.agreement else frozenset[str]()
        return ContentInput(
            started=words.get("started"),
            summary_uk=words.get("summary_uk", ""),
            summary_en=words.get("summary_en", ""),
            agreement=agreement,
            unreadable=unreadable | frozenset(self.own.errors),
        )

    def add_problems(self, problems: Sequence[FieldProblem]) -> None:
        """Put the services' problems beside what they concern; the rest on top of the page."""
        rest = list(problems)
        for rows, path in zip(self.sides, (COMMUNITIES, FOREIGN), strict=False):
            rest = rows.add_problems(rest, path)
        for form in self.simple_forms:
            # What could not even be read has its message already.
            told = [problem for problem in rest if form.field_of(problem.field) in form.errors]
            rest = form.add_problems([problem for problem in rest if problem not in told])
        self.problems += [str(problem.detail) for problem in rest]

    def add_hints(self, hints: Iterable[Hint]) -> None:
        """Put the checklist's hints beside their fields."""
        ours = [hint for hint in hints if hint.step == self.step and hint.code != "unsaved"]
        for rows, path in zip(self.sides, (COMMUNITIES, FOREIGN), strict=False):
            rows.add_hints(ours, path)
        for form in self.simple_forms:
            for hint in ours:
                if name := form.field_of(hint.field):
                    form.hints.setdefault(name, []).append(hint.text)


def _with_meaning_of_enter(data: QueryDict | None) -> QueryDict | None:
    """Say what Enter means without a script: add what is ticked, find what stands in a search box, or go on."""
    if data is None or data.get("action") != "enter":
        return data
    meant = data.copy()
    meant["action"] = "next"
    for name in reversed(NAMES.values()):
        if data.get(f"{name}_query", "").strip():
            meant["action"] = f"add-{name}" if data.get(f"{name}_found") else f"find-{name}"
    return meant


def own_territories(user: "User") -> list[Territory]:
    """The communities for which a person files."""
    units = Community.objects.filter(pk__in=active_community_ids(user), is_active=True)
    return [community_territory(unit) for unit in units.select_related("oblast")]


def first_parties(
    own: list[Territory], begins_with: Mapping[str, str]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """With which parties a new filing begins: the own community, and a partner that a link names."""
    references = [territory.reference for territory in own]
    wanted = begins_with.get("community", "")
    ours = [{"reference": reference} for reference in references[:1]]
    if wanted in references:
        ours = [{"reference": wanted}]
    partner = begins_with.get("partner", "")
    if partner == NEW:
        named = {"new_name": begins_with.get("name", ""), "new_country": begins_with.get("country", "")}
        return ours, [{"reference": NEW, "new_level": MunicipalityLevel.MUNICIPALITY, **named}]
    return ours, [{"reference": partner}] if partner in resolve([partner]) else []


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
