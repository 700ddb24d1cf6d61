"""Rows in which the parties of a registered agreement are typed: each found by its words, then chosen."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from common.admin.forms import DeskForm
from common.errors import FieldProblem, RuleViolated
from partnerships.choices import BodyKind, Side
from partnerships.desk_forms.territories import Territory, candidates, resolve
from partnerships.inputs import PartyInput

SIDES = {"community": Side.UKRAINIAN, "foreign": Side.FOREIGN}
MOST_ROWS = 20
FIND = "find"  # the button that shows what the words may mean
ADD = "add-"  # and the name of a side: the button for one more row
PARTY_PROBLEM = re.compile(r"^(community|foreign)_parties(?:\[(\d+)\](?:\.(\w+))?)?$")


@dataclass(frozen=True)
class PartyRow:
    """The names of the fields of one party; those of all but the first end in the number of the row."""

    side: str
    index: int

    def name(self, part: str = "") -> str:
        """The name of one field; the party itself without a part."""
        ending = f"_{self.index + 1}" if self.index else ""
        return f"{self.side}_{part}{ending}" if part else f"{self.side}{ending}"

    @property
    def names(self) -> list[str]:
        """All of them, in their order."""
        parts = ["words", "", "body_kind", "body_name_uk"]
        return [
            self.name(part) for part in [*parts, *(["body_name_original"] if self.side == "foreign" else [])]
        ]

    def fields(self) -> dict[str, forms.Field]:
        """What is asked of a party; only the first one must be there."""
        ours = self.side == "community"
        found: dict[str, forms.Field] = {
            self.name("words"): forms.CharField(
                label=_("Ukrainian community") if ours else _("Foreign municipality"),
                max_length=200,
                required=not self.index,
                help_text=_("Any name, or the KATOTTG code.") if ours else _("Any name, in any language."),
            ),
            self.name(): forms.ChoiceField(label=_("Which one?"), required=False, widget=forms.RadioSelect),
            self.name("body_kind"): forms.ChoiceField(
                label=_("Signing body"),
                required=False,
                choices=[("", _("not known yet")), *BodyKind.choices],
                initial=BodyKind.COUNCIL,
            ),
            self.name("body_name_uk"): forms.CharField(
                label=_("Name of the body in Ukrainian"), max_length=300, required=False
            ),
        }
        if not ours:
            label = _("Name of the body in its own language")
            found[self.name("body_name_original")] = forms.CharField(
                label=label, max_length=300, required=False
            )
        return found


class PartyRowsForm(DeskForm):
    """A form with parties. Each of them is found by its words, then chosen."""

    sides: ClassVar[Mapping[str, Side]] = SIDES

    def __init__(self, data: Any = None, files: Any = None) -> None:
        self.rows = {name: _rows(name, data) for name in self.sides}
        # Before the form is made, so that these fields look like all the others.
        added = {
            name: field for rows in self.rows.values() for row in rows for name, field in row.fields().items()
        }
        self.base_fields = {  # type: ignore[misc]  # of this form alone
            **type(self).base_fields,
            **added,
        }
        super().__init__(data, files)
        for row in [row for rows in self.rows.values() for row in rows]:
            self._offer(row)

    def _offer(self, row: PartyRow) -> None:
        """Offer what the words may mean; the person chooses, also where there is only one."""
        words = str(self.data.get(row.name("words"), ""))
        if self.data.get(row.name()) and not words.strip():  # deleted: nobody is meant any more
            self._choose(row, "")
        found = list(candidates(SIDES[row.side], words).rows)
        chosen = str(self.data.get(row.name(), ""))
        if chosen not in {one.reference for one in found}:  # one of many namesakes, too
            found += [one for one in resolve([chosen]).values() if one.name == words]
        field: Any = self.fields[row.name()]
        field.choices = [(one.reference, _words(one)) for one in found]
        if not found:
            field.widget = forms.HiddenInput()

    def _choose(self, row: PartyRow, reference: str) -> None:
        typed: Any = self.data
        typed = typed.copy()
        typed[row.name()] = reference
        self.data = typed

    def clean(self) -> dict[str, Any]:
        """Ask for a choice among what the words fit; say it when they fit nothing."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for row in [row for rows in self.rows.values() for row in rows]:
            name, words = row.name(), row.name("words")
            field: Any = self.fields[name]
            if cleaned.get(words) and not cleaned.get(name) and name not in self.errors:
                if field.choices:
                    self.add_error(name, _("Choose the one that you mean."))
                else:
                    self.add_error(words, _("Nothing with this name was found. Try another spelling."))
        return cleaned

    def parties(self, side: str) -> tuple[PartyInput, ...]:
        """The parties of a side; rows without words are left out."""
        return tuple(self._party(row) for row in self._filled(side))

    def _filled(self, side: str) -> list[PartyRow]:
        return [row for row in self.rows[side] if self.cleaned_data.get(row.name())]

    def _party(self, row: PartyRow) -> PartyInput:
        reference = self.cleaned_data[row.name()]
        kind, _colon, key = reference.partition(":")
        return PartyInput(
            katottg=key if kind == "community" else "",
            municipality_id=resolve([reference])[reference].pk if kind == "municipality" else None,
            geonames_id=int(key) if kind == "place" else None,
            body_kind=self.cleaned_data[row.name("body_kind")],
            body_name_uk=self.cleaned_data[row.name("body_name_uk")],
            body_name_original=self.cleaned_data.get(row.name("body_name_original"), ""),
        )

    def add_problems(self, error: RuleViolated) -> None:
        """Problems of parties and of the agreement stand beside what was typed for them."""
        renamed = [FieldProblem(self._beside(one.field), one.code, one.detail) for one in error.problems]
        super().add_problems(RuleViolated(renamed))

    def _beside(self, path: str) -> str:
        """The name of the field beside which a problem of a party stands; other paths as they are."""
        if not (match := PARTY_PROBLEM.match(path)):
            return path
        side, place, part = match[1], int(match[2] or 0), match[3] or ""
        row = self._filled(side)[place] if place < len(self._filled(side)) else PartyRow(side, 0)
        return row.name(part if row.name(part) in self.fields and part.startswith("body") else "words")

    def unchecked(self) -> Self:
        """As typed, without a word about what is missing: the person is still at it.

        Only words that find nothing are named: nobody can choose there.
        """
        words = {row.name("words") for rows in self.rows.values() for row in rows}
        found_nothing = {
            name: said for name, said in self.errors.items() if name in words and self.data.get(name)
        }
        self._errors = ErrorDict(found_nothing)
        return self

    def bound(self, names: list[str]) -> list[forms.BoundField]:
        """The fields that are seen."""
        return [self[name] for name in names if not self[name].is_hidden]


def is_still_choosing(data: Any) -> bool:
    """Whether the button that was pressed finds or adds parties, and decides nothing yet."""
    action = data.get("action", "")
    return bool(action == FIND or action.startswith(ADD))


def _rows(side: str, data: Any) -> list[PartyRow]:
    """As many as the page had, and one more when that was asked for."""
    asked = str(data.get(f"{side}_rows", "1")) if data else "1"
    number = int(asked) if asked.isdecimal() and len(asked) < 4 else 1
    number += bool(data and data.get("action") == f"{ADD}{side}")
    return [PartyRow(side, index) for index in range(min(max(number, 1), MOST_ROWS))]


def _words(territory: Territory) -> str:
    return ", ".join(filter(None, (territory.name, territory.where, territory.level)))
