"""Everything that was entered into a filing, once more before it is sent.

The entries come from the forms themselves: a field that is added to a form is shown here, too.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from partnerships.desk_forms.agreement import AgreementForm
from partnerships.desk_forms.base import DeskForm
from partnerships.desk_forms.filing import Filing
from partnerships.desk_forms.parties import PartyForm, PartyRows
from partnerships.document_versions import VersionedDocument
from partnerships.filing_steps import FilingStep
from partnerships.models import Agreement, Partnership
from partnerships.views.desk_differences import in_words
from partnerships.views.desk_filing_page import step_url

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class EnteredField:
    """One field with what was entered, in words, and where it is changed."""

    label: str
    value: str
    url: str
    language: str = ""


@dataclass(frozen=True)
class Part:
    """Fields that belong together, such as those of one party."""

    title: str
    url: str
    fields: list[EnteredField]


def entered(user: "User", partnership: Partnership, documents: Iterable[VersionedDocument]) -> list[Part]:
    """All parts of a filing as they are stored."""
    code = partnership.code
    parties = Filing(user, FilingStep.PARTIES, partnership=partnership)
    words = Filing(user, FilingStep.AGREEMENT, partnership=partnership)
    parts = [
        part for rows in parties.sides for part in _party_parts(rows, step_url(code, FilingStep.PARTIES))
    ]
    address = step_url(code, FilingStep.AGREEMENT)
    assert words.own is not None  # noqa: S101  # asked on this step
    parts.append(Part(_("Partnership"), address, list(_fields(words.own, address))))
    parts += [_agreement_part(agreement, words, address) for agreement in partnership.agreements.all()]
    if not partnership.agreements.all():
        parts.append(Part(_("There is no agreement yet."), address, []))
    return [*parts, _documents_part(documents, step_url(code, FilingStep.DOCUMENTS))]


def _party_parts(rows: PartyRows, address: str) -> Iterator[Part]:
    side = str(rows.side.label)
    if not rows.forms:
        yield Part(side, f"{address}#{rows.side}-side", [])
    for row in rows.forms:
        title = f"{side}: {row.territory.name}, {row.territory.where}" if row.territory else side
        yield Part(title.rstrip(", "), f"{address}#{row.prefix}-row", list(_party_fields(row, address)))


def _party_fields(row: PartyForm, address: str) -> Iterator[EnteredField]:
    """The body that signs; the fields of a new municipality are those of the municipality by now."""
    shown = (name for name in row.fields if not name.startswith("new_"))
    return _fields(row, address, shown)


def _agreement_part(agreement: Agreement, words: Filing, address: str) -> Part:
    form = words.agreement
    if form is None or words.stored_agreement != agreement:  # one of several has a page of its own
        form = AgreementForm(initial=AgreementForm.stored(agreement))
        address = reverse("desk_agreement_edit", args=[agreement.pk])
    fields = list(_fields(form, address))
    if agreement.amends:
        label = str(Agreement._meta.get_field("amends").verbose_name)
        fields.append(EnteredField(label.capitalize(), str(agreement.amends), address))
    return Part(_("Agreement"), address, fields)


def _fields(form: DeskForm, address: str, names: Iterable[str] | None = None) -> Iterator[EnteredField]:
    for name in names or form.fields:
        field = form.fields[name]
        if not field.widget.is_hidden:
            value = in_words(field, form.get_initial_for_field(field, name))
            language = name.rpartition("_")[2] if name.endswith(("_uk", "_en")) else ""
            yield EnteredField(str(field.label), value, f"{address}#{form[name].auto_id}-field", language)


def _documents_part(documents: Iterable[VersionedDocument], address: str) -> Part:
    rows = [
        EnteredField(str(found.current.get_kind_display()), found.current.original_name, address)
        for found in documents
    ]
    return Part(_("Documents"), address, rows)
