"""Comparison shown when another user changed the record first."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format

from partnerships.desk_forms.base import DeskForm
from partnerships.desk_forms.filing import Filing, stored_parties
from partnerships.models import Agreement, Partnership

NOTHING = "—"


@dataclass(frozen=True)
class Stored:
    """A field whose stored value is not what the person has typed."""

    label: str
    value: str


@dataclass
class Meanwhile:
    """The state of the record now, beside what is on the person's page."""

    status: str
    fields: list[Stored] = field(default_factory=list)


def changed_meanwhile(filing: Filing, partnership: Partnership) -> Meanwhile:
    """Compare what is typed with what is stored now."""
    meanwhile = Meanwhile(
        status=partnership.get_status_display(), fields=_different(filing.own) if filing.own else []
    )
    if filing.agreement and filing.stored_agreement:
        meanwhile.fields += _different(filing.agreement)
    for rows in filing.sides:
        typed = {row.reference_value for row in rows.forms}
        stored = {party["reference"] for party in stored_parties(partnership, rows.side)}
        if typed != stored:
            names = [str(party) for party in partnership.parties.all() if party.side == rows.side]
            meanwhile.fields.append(Stored(str(rows.side.label), ", ".join(names)))
    return meanwhile


def agreement_meanwhile(form: DeskForm, agreement: Agreement) -> Meanwhile:
    """Compare the typed content of one agreement with the stored one."""
    return Meanwhile(agreement.partnership.get_status_display(), _different(form))


def _different(form: DeskForm) -> list[Stored]:
    """The fields of a form whose initial, stored value is not what was typed."""
    return [
        Stored(str(form.fields[name].label), in_words(form.fields[name], form.initial.get(name)))
        for name in form.changed_data
    ]


def in_words(column: forms.Field, value: Any) -> str:
    """Say the value of a field as people read it: labels of choices, a date in full."""
    if value in (None, "", []):
        return NOTHING
    if isinstance(column, forms.ChoiceField):
        labels = {str(code): str(label) for code, label in column.choices}  # type: ignore[misc, union-attr]
        codes = value if isinstance(value, list) else [value]
        return ", ".join(labels.get(str(code), str(code)) for code in codes)
    return date_format(value, "DATE_FORMAT") if isinstance(value, date) else str(value)
