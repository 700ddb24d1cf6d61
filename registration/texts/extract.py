"""The extract from the list of registered agreements: one page in PDF, with a code that leads to the check.

Made from what was registered with its corrections, which are named; names of places are those of today.
"""

import io
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from common.errors import Text
from common.partial_dates import PartialDate
from partnerships.choices import BodyKind, CooperationKind, DocumentType, Side, Sphere
from partnerships.force_words import term_words
from partnerships.models import Party
from partnerships.texts.letters import set_pdf, unreadable, without_unreadable
from registration.choices import EntryOrigin
from registration.corrections import CorrectionWords, words_of
from registration.models import RegisterEntry
from registration.register_chain import corrected

Line = tuple[str, str]
NOT_IN_FULL = gettext_noop(
    "Letters for which this file has no font are left out. The registry shows them at the address above."
)


def extract_pdf(entry: RegisterEntry, language: str) -> bytes:
    """Set the extract; of names in letters without a font the one in Ukrainian or English is shown, and it says so."""
    with override(language):
        lines = lines_of(entry)
        corrections = [_correction(one) for one in words_of(entry.corrections)]
        every = "".join([entry.number, *(value for _label, value in lines), *corrections])
        words = {
            "language": language,
            "title": _("Extract from the list of registered agreements"),
            "number": without_unreadable(entry.number),
            "lines": [{"label": label, "value": without_unreadable(value)} for label, value in lines],
            "left_out": _(NOT_IN_FULL) if unreadable(every) else "",
            "check": check_url(entry),
            "qr": qr_svg(check_url(entry)),
            "invitation": _("To check whether the agreement is in force on a given day:"),
            "made": _("Produced by the registry on %(day)s") % {"day": _day(timezone.localdate())},
            "state": _state(entry),
            "corrections": [without_unreadable(one) for one in corrections],
            "corrections_label": _("Corrections of the register"),
            "hash_label": _("Hash of the entry (SHA-256)"),
            "hash": entry.act.act_hash,
        }
    return set_pdf(_layout(), words, name="extract")


def _correction(words: CorrectionWords) -> str:
    """One correction in a line: what was written at first; above stands what is right."""
    return f"{_day(words.day)} · {words.label}: {words.before} → {words.value}. {words.text}"


def _state(entry: RegisterEntry) -> str:
    """Whether it is in force on the day on which the extract is made."""
    force = entry.agreement.force(timezone.localdate())
    words = replace(force, on=timezone.localdate())
    return f"{words.label} ({words.detail})" if words.detail else words.label


def check_url(entry: RegisterEntry) -> str:
    """The public page that answers whether the agreement is in force, in the language of the moment."""
    return f"{settings.SITE_URL}{reverse('check')}?{urlencode({'number': entry.number})}"


def qr_svg(text: str) -> str:
    """A QR code as SVG."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", xmldecl=False, border=2)
    return out.getvalue().decode()


def lines_of(entry: RegisterEntry) -> list[Line]:
    """What the register says today, a label and a value each, in the language of the moment; none is empty."""
    content = corrected(entry.content, entry.corrections)
    said, order = content["agreement"], content["order"]
    lines: list[tuple[Text, str]] = [
        (_("Registration number"), entry.number),
        (_("Date of registration"), _day(entry.registered_on)),
        (_("Corrected on"), _day(entry.corrected_on) if entry.corrected_on else ""),
        (_("How it was added to the list"), str(EntryOrigin(entry.origin).label)),
        (_("Type of document"), str(DocumentType(said["document_type"]).label)),
        (_("Title in Ukrainian"), said["title_uk"]),
        (_("Title in English"), said["title_en"]),
        (_("Ukrainian side"), _parties(entry, Side.UKRAINIAN)),
        (_("Foreign side"), _parties(entry, Side.FOREIGN)),
        (_("Signed"), _signed(said)),
        (_("Kinds of cooperation"), ", ".join(str(CooperationKind(kind).label) for kind in said["kinds"])),
        (_("Spheres of cooperation"), ", ".join(str(Sphere(sphere).label) for sphere in said["spheres"])),
        (_("Term"), _term(said)),
        (_("Ministry order"), _order(order) if order else ""),
    ]
    return [(capfirst(str(label)), value) for label, value in lines if value]


def _parties(entry: RegisterEntry, side: Side) -> str:
    found = [party for party in entry.agreement.partnership.parties.all() if party.side == side]
    return "; ".join(_party(party) for party in found)


def _party(party: Party) -> str:
    if party.community:
        where = [party.community.placed_name]
    else:
        town = party.municipality
        where = [town.display_name, town.region_in_language, town.country.name] if town else []
    kind = party.get_body_kind_display() if party.body_kind not in {"", BodyKind.OTHER} else ""
    body = party.body_name_uk or str(kind)
    place = ", ".join(filter(None, where))
    return f"{place} ({body})" if body else place


def _signed(said: dict[str, str]) -> str:
    if not said["signed_on"]:
        return ""
    day = PartialDate.of(date.fromisoformat(said["signed_on"]), said["signed_precision"])
    where = _("online") if said["signed_online"] else said["signed_place"]
    return ", ".join(filter(None, [str(day), where]))


def _term(said: dict[str, str | int | None]) -> str:
    until, years = said["term_until"], said["term_years"]
    last = date.fromisoformat(str(until)) if until else None
    return term_words(str(said["term_kind"]), int(years) if years else None, last)


def _order(order: dict[str, str]) -> str:
    day = _day(date.fromisoformat(order["date"]))
    return _("No. %(number)s of %(date)s") % {"number": order["number"], "date": day}


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


@cache
def _layout() -> bytes:
    return (Path(__file__).parent / "extract.typ").read_bytes()
