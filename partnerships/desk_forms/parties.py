"""Parties of a filing: rows of one side, which a person finds, adds and removes."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from common.errors import FieldProblem
from communities.choices import MunicipalityLevel
from communities.countries import UKRAINE, choices_of
from communities.models import Country
from communities.near_duplicates import near_duplicates
from partnerships.checklist import Hint
from partnerships.choices import BodyKind, Side
from partnerships.desk_forms.base import DeskForm, text_field
from partnerships.desk_forms.territories import (
    NEW,
    Candidates,
    Territory,
    candidates,
    municipality_territories,
    new_territory,
    place_territory,
    resolve,
)
from partnerships.inputs import PartyInput

ANOTHER = "another"
MOST_ROWS = 30
KEY = re.compile(r"^\d{1,4}$")
NAMES = {Side.UKRAINIAN: "community", Side.FOREIGN: "foreign"}


def country_choices() -> list[tuple[str, str]]:
    """All countries in the language of the page, in its order."""
    return [("", "—"), *choices_of(Country.objects.exclude(code=UKRAINE))]


class PartyForm(DeskForm):
    """One party: a territory and the body that signs for it."""

    problem_fields = {name: f"new_{name}" for name in ("name", "name_uk", "country", "level", "region")}

    reference = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    body_kind = forms.ChoiceField(
        label=_("Signing body"), required=False, choices=[("", _("not known yet")), *BodyKind.choices]
    )
    body_name_uk = text_field(_("Name of the body in Ukrainian"), most=300)
    body_name_original = text_field(_("Name of the body in its own language"), most=300)
    new_name = text_field(_("Name in its own language"), most=200)
    new_name_uk = text_field(_("Name in Ukrainian"), most=200)
    new_country = forms.ChoiceField(label=_("Country"), required=False, choices=())
    new_level = forms.ChoiceField(
        label=_("Type"),
        required=False,
        choices=MunicipalityLevel.choices,
        initial=MunicipalityLevel.MUNICIPALITY,
    )
    new_region = text_field(
        _("Region"),
        most=120,
        help_text=_("State, voivodeship or similar: distinguishes places with the same name."),
    )

    # "another" says that it is none of the near duplicates; a reference says which of them it is.
    new_choice = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def __init__(self, *args: Any, side: Side, countries: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.side = side
        self.territory: Territory | None = None
        self.near: list[Territory] = []
        self.row_hints: list[str] = []
        if side == Side.UKRAINIAN:
            for name in [name for name in self.fields if name.startswith("new_") and name != "new_choice"]:
                del self.fields[name]
            del self.fields["body_name_original"]
        else:
            country = self.fields["new_country"]
            assert isinstance(country, forms.ChoiceField)  # noqa: S101  # declared above
            country.choices = list(countries)

    @property
    def reference_value(self) -> str:
        """The territory as the form carries it, posted or stored."""
        return str(self["reference"].value() or "")

    @property
    def is_new(self) -> bool:
        """Whether the territory is typed in freely."""
        return self.reference_value == NEW

    def clean(self) -> dict[str, Any]:
        """A territory typed in freely needs a name and a country."""
        cleaned = super().clean() or self.cleaned_data
        if self.is_new and not cleaned.get("new_name"):
            self.add_error("new_name", _("Enter the name."))
        if self.is_new and not cleaned.get("new_country"):
            self.add_error("new_country", _("Choose the country."))
        return cleaned

    @property
    def meant(self) -> str:
        """The reference that counts: of one typed in freely, the near duplicate that it turned out to be."""
        chosen = str(self["new_choice"].value() or "") if self.is_new and self.is_bound else ""
        return chosen if chosen not in {"", ANOTHER} else self.reference_value

    @property
    def must_be_made(self) -> bool:
        """Whether a new municipality has to be made for this party."""
        return self.meant == NEW

    @property
    def is_usable(self) -> bool:
        """Whether the party can be stored: a wrong body is only left out."""
        return all(name.startswith("body_") for name in self.errors)

    def ask_about_near_duplicates(self) -> None:
        """Point out what a municipality typed in may already be, until the person has chosen."""
        cleaned = getattr(self, "cleaned_data", {})
        if not self.is_new or not cleaned.get("new_name") or not cleaned.get("new_country"):
            return
        names = [cleaned["new_name"], cleaned.get("new_name_uk", "")]
        level, region = cleaned.get("new_level") or "municipality", cleaned.get("new_region", "")
        found = near_duplicates(names=names, country=cleaned["new_country"], level=level, region=region)
        self.near = [*municipality_territories(found.municipalities), *map(place_territory, found.places)]
        choice = cleaned.get("new_choice", "")
        if self.near and choice not in {ANOTHER, *(territory.reference for territory in self.near)}:
            self.add_error(
                "new_name",
                _("A partner with a very similar name exists. Choose whether it is the one you mean."),
            )

    def to_input(self, new_ids: dict[str, int]) -> PartyInput:
        """What the services take; ``new_ids`` has the municipalities just made, by this form's prefix."""
        kind, _colon, key = self.meant.partition(":")
        cleaned = self.cleaned_data
        number = int(key) if key.isdecimal() and len(key) < 10 else None
        municipality_id = new_ids.get(str(self.prefix)) if self.must_be_made else None
        return PartyInput(
            katottg=key if kind == "community" else "",
            municipality_id=number if kind == "municipality" else municipality_id,
            geonames_id=number if kind == "place" else None,
            body_kind=cleaned.get("body_kind", ""),
            body_name_uk=cleaned.get("body_name_uk", ""),
            body_name_original=cleaned.get("body_name_original", ""),
        )


class PartyRows:
    """The parties of one side as typed or as stored, with the search for further ones."""

    def __init__(
        self,
        side: Side,
        *,
        data: QueryDict | None = None,
        stored: Sequence[dict[str, Any]] = (),
        own: Sequence[Territory] = (),
    ) -> None:
        self.side, self.name, self.own = side, NAMES[side], list(own)
        self.data = data
        self.errors: list[str] = []
        self.hints: list[Hint] = []
        self.remarks: list[str] = []
        self.sent: list[PartyForm] = []  # the rows that the services were given
        self.countries = country_choices() if side == Side.FOREIGN else []
        if data is None:
            self.forms = [self._form(str(index), initial=row) for index, row in enumerate(stored)]
        else:
            self.forms = self._posted(data)
        self._name_territories()

    def _form(self, key: str, *, initial: dict[str, Any] | None = None, bound: bool = False) -> PartyForm:
        return PartyForm(
            self.data if bound else None,
            prefix=f"{self.name}-{key}",
            side=self.side,
            countries=self.countries,
            initial=initial,
        )

    def _posted(self, data: QueryDict) -> list[PartyForm]:
        """Rows of the page, without those just removed, with those just found or begun."""
        action = data.get("action", "")
        keys = [key for key in data.getlist(f"{self.name}_rows") if KEY.match(key)][:MOST_ROWS]
        keys = [key for key in dict.fromkeys(keys) if action != f"remove-{self.name}-{key}"]
        rows = [self._form(key, bound=True) for key in keys]
        there = {row.reference_value for row in rows}
        added = [
            reference
            for reference in dict.fromkeys(data.getlist(f"{self.name}_found"))
            if reference not in there and reference != NEW
        ]
        if action == f"new-{self.name}" and self.side == Side.FOREIGN:
            added.append(NEW)
        next_key = (
            max((int(key) for key in data.getlist(f"{self.name}_rows") if KEY.match(key)), default=-1) + 1
        )
        for index, reference in enumerate(added[: MOST_ROWS - len(rows)]):
            rows.append(self._added(str(next_key + index), reference))
        return rows

    def _added(self, key: str, reference: str) -> PartyForm:
        """Return a bound row for a territory that was not on the page yet."""
        row = self._form(key)
        row.data = QueryDict(mutable=True)
        row.data[f"{row.prefix}-reference"] = reference
        row.data[f"{row.prefix}-new_level"] = MunicipalityLevel.MUNICIPALITY
        if reference == NEW and self.data is not None:
            row.data[f"{row.prefix}-new_name"] = self.query
        row.is_bound = True
        return row

    def _name_territories(self) -> None:
        known = resolve(row.reference_value for row in self.forms)
        for row in self.forms:
            if row.is_new:
                row.territory = new_territory(str(row["new_name"].value() or ""))
            else:
                row.territory = known.get(row.reference_value)

    @property
    def query(self) -> str:
        """What was typed into the search box."""
        return (self.data.get(f"{self.name}_query", "") if self.data else "").strip()

    @property
    def searching(self) -> bool:
        """Whether the person has just pressed "Find" on this side."""
        return bool(self.data and self.data.get("action") == f"find-{self.name}")

    @cached_property
    def search(self) -> Candidates:
        """What the search has found."""
        return candidates(self.side, self.query) if self.searching else Candidates()

    @property
    def found(self) -> list[Territory]:
        """What the search has found and is not a party yet."""
        there = {row.reference_value for row in self.forms}
        return [found for found in self.search.rows if found.reference not in there]

    @property
    def empty_form(self) -> PartyForm:
        """The row that a script copies."""
        return self._form("KEY", initial={"new_level": MunicipalityLevel.MUNICIPALITY})

    @property
    def just_added(self) -> bool:
        """Whether this request has added a party: then the search box is empty again."""
        action = self.data.get("action", "") if self.data else ""
        return action in {f"add-{self.name}", f"new-{self.name}"}

    @property
    def shown(self) -> list[tuple[PartyForm, str, list[Territory]]]:
        """The rows with their keys; an own community can be exchanged for another one of one's own."""
        own = {territory.reference for territory in self.own}
        choices = self.own if len(self.own) > 1 else []
        return [
            (row, str(row.prefix).rpartition("-")[2], choices if row.reference_value in own else [])
            for row in self.forms
        ]

    def is_valid(self) -> bool:
        """Whether every row has the right shape; all are looked at."""
        for row in self.forms:
            row.full_clean()
            row.ask_about_near_duplicates()
        return False not in {row.is_valid() for row in self.forms}

    def to_inputs(self, new_ids: dict[str, int]) -> tuple[PartyInput, ...]:
        """What the services take: the rows that are usable."""
        made = [row for row in self.forms if row.is_usable]
        self.sent = [row for row in made if not row.must_be_made or str(row.prefix) in new_ids]
        return tuple(row.to_input(new_ids) for row in self.sent)

    def add_hints(self, hints: Sequence[Hint], path: str) -> None:
        """Put the hints of ``path`` beside the rows and fields that they concern."""
        for hint in hints:
            match = re.match(rf"^{path}(?:\[(\d+)\](?:\.(\w+))?)?$", hint.field)
            if match and match[1] is None:
                self.hints.append(hint)
            elif match and int(match[1]) < len(self.forms):
                row = self.forms[int(match[1])]
                name = row.field_of(match[2] or "")
                notes = row.hints.setdefault(name, []) if name else row.row_hints
                notes.append(hint.text)

    def add_problems(self, problems: Sequence[FieldProblem], path: str) -> list[FieldProblem]:
        """Put problems of ``path`` beside their rows; returns the others."""
        rest = []
        pattern = re.compile(rf"^{path}(?:\[(\d+)\](?:\.(\w+))?)?$")
        for problem in problems:
            match = pattern.match(problem.field)
            if not match:
                rest.append(problem)
            elif match[1] is None or int(match[1]) >= len(self.sent):
                self.errors.append(str(problem.detail))
            else:
                row = self.sent[int(match[1])]
                name = row.field_of(match[2] or "")
                row.add_error(name if name != "reference" else None, str(problem.detail))
        return rest
