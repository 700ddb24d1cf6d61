"""What of a registered agreement an act can correct: how a value is written, read, and said in words.

A value has the shape that the API shows (``{"date", "precision"}``, ``{"kind", "years", "until"}``); in the
content of acts it stands under the names of what was registered (``signed_on``, ``term_kind``). Parties stand
there by their codes; their names are those of today.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from common.errors import FieldProblem, RuleViolated, Text
from common.paper_numbers import tidy_number
from common.partial_dates import DatePrecision, PartialDate
from communities.models import Community, ForeignMunicipality, MunicipalityMerge
from partnerships.choices import BodyKind, CooperationKind, DocumentType, Side, Sphere, TermKind
from partnerships.force_words import term_words

if TYPE_CHECKING:
    from registration.models import LegalAct

Content = dict[str, Any]
ORDER = "order"  # corrected with the order itself, for all drafts that it cleared
PARTIES = "parties"
UNREADABLE = FieldProblem("value", "invalid", _("The value does not have the form of this field."))
# The parties of a partnership are those of all its agreements: corrected together, by an act for each entry.
SIDES = {"community_parties": Side.UKRAINIAN, "foreign_parties": Side.FOREIGN}
OF_THE_AGREEMENT = (
    "document_type", "title_uk", "title_en", "kinds", "spheres", "signed_on", "signed_precision", "signed_place",
    "signed_online", "term_kind", "term_years", "term_until",
)  # fmt: skip


@dataclass(frozen=True)
class Correctable:
    """One field: its label, the content that a typed value stands for, the value that content means, its words."""

    label: Text
    write: Callable[[Any], Content]
    read: Callable[[Content], Any]
    words: Callable[[Any], str]


class UnreadableValueError(ValueError):
    """The value has not the shape of its field."""


def changes_of(field: str, value: Any) -> Content:
    """Return the content that a typed value stands for; the service itself finds the parties that were named.

    Raises:
        RuleViolated: there is no such field, or the value has another shape.
    """
    known = CORRECTABLE.get(field)
    if known is None:
        detail = _now("Unknown field: %(field)s. These can be corrected: %(known)s.")
        told = {"field": field, "known": ", ".join(CORRECTABLE)}
        raise RuleViolated([FieldProblem("field", "invalid_choice", detail % told)])
    try:
        return known.write(value)
    except (UnreadableValueError, TypeError, KeyError, AttributeError):
        raise RuleViolated([UNREADABLE]) from None


def flat(content: Content) -> Content:
    """Return what was registered with the content of the agreement beside number, day, order and parties."""
    beside = ("number", "registered_on", ORDER, PARTIES)
    return {**content["agreement"], **{name: content[name] for name in beside}}


@dataclass(frozen=True)
class CorrectionWords:
    """A correction as people read it."""

    label: str
    before: str
    value: str
    text: str
    day: date


def words_of(acts: "Iterable[LegalAct]") -> list[CorrectionWords]:
    """Write corrections in the language of the moment."""
    return [_words(act.content) for act in acts]


def _words(content: Content) -> CorrectionWords:
    known = CORRECTABLE.get(content["field"], ORDER_FIELD)
    return CorrectionWords(
        label=capfirst(str(known.label)),
        before=known.words(content["before"]) or "—",
        value=known.words(content["value"]) or "—",
        text=content["text"],
        day=date.fromisoformat(content["corrected_on"]),
    )


def _one(name: str, shape: Callable[[Any], Any]) -> tuple[Callable[[Any], Content], Callable[[Content], Any]]:
    """How a field is written and read that stands under its own name."""
    return (lambda value: {name: shape(value)}), (lambda content: content[name])


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise UnreadableValueError
    return value.strip()


def _number(value: Any) -> str:
    return tidy_number(_text(value))


def _yes_or_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise UnreadableValueError
    return value


def _codes(value: Any) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(code, str) for code in value):
        raise UnreadableValueError
    return sorted(set(value))


def _day(value: Any) -> str:
    try:
        day = parse_date(_text(value))
    except ValueError:
        day = None
    if day is None:
        raise UnreadableValueError
    return day.isoformat()


def _write_signed(value: Any) -> Content:
    given = {"date": value} if isinstance(value, str) else dict(value)
    precision = given.get("precision", DatePrecision.DAY)
    if precision not in DatePrecision.values:
        raise UnreadableValueError
    return {"signed_on": _day(given["date"]), "signed_precision": str(precision)}


def _read_signed(content: Content) -> Any:
    if not content["signed_on"]:
        return None
    return {"date": content["signed_on"], "precision": content["signed_precision"]}


def _write_term(value: Any) -> Content:
    kind, years, until = _text(value["kind"]), value.get("years"), value.get("until")
    if years is not None and (isinstance(years, bool) or not isinstance(years, int)):
        raise UnreadableValueError
    return {
        "term_kind": kind,
        "term_years": years if kind in {TermKind.YEARS, TermKind.AUTO_RENEWAL} else None,
        "term_until": _day(until) if until and kind == TermKind.UNTIL else None,
    }


def _read_term(content: Content) -> Any:
    return {"kind": content["term_kind"], "years": content["term_years"], "until": content["term_until"]}


def _day_words(value: Any) -> str:
    return date_format(date.fromisoformat(value), "DATE_FORMAT") if value else ""


def _signed_words(value: Any) -> str:
    if not value:
        return ""
    return str(PartialDate(date.fromisoformat(value["date"]), DatePrecision(value["precision"])))


def _term_words(value: Any) -> str:
    until = date.fromisoformat(value["until"]) if value["until"] else None
    return term_words(value["kind"], value["years"], until)


def _order_words(value: Any) -> str:
    if not value:
        return ""
    told = {"number": value["number"], "date": _day_words(value["date"])}
    return _now("No. %(number)s of %(date)s") % told


def _write_parties(value: Any) -> Content:
    """What the service has made of the named parties: all of the partnership, of both sides."""
    if not isinstance(value, list) or not all(isinstance(party, dict) for party in value):
        raise UnreadableValueError
    return {PARTIES: value}


def _read_side(side: Side) -> Callable[[Content], Any]:
    def read(content: Content) -> Any:
        return [party for party in content[PARTIES] if party["side"] == side]

    return read


def _parties_words(value: Any) -> str:
    """The parties with the names of today."""
    codes = [party["katottg"] for party in value if party["katottg"]]
    ids = {party["municipality"] for party in value if party["municipality"]}
    units = Community.objects.filter(katottg__in=codes).select_related("oblast")
    towns = ForeignMunicipality.objects.filter(pk__in=ids).select_related("country")
    names: dict[Any, str] = {unit.katottg: _where(unit.full_name, unit.oblast) for unit in units}
    names |= {town.pk: f"{town.display_name} ({town.country.name})" for town in towns}
    if gone := ids - names.keys():
        merged = MunicipalityMerge.objects.filter(gone_id__in=gone).values_list("gone_id", "gone_name")
        names |= dict(merged)
    return "; ".join(_party_words(party, names) for party in value)


def _where(name: str, oblast: Community | None) -> str:
    return f"{name} ({oblast.full_name})" if oblast else name


def _party_words(party: Content, names: dict[Any, str]) -> str:
    key = party["katottg"] or party["municipality"]
    kind = party["body_kind"]
    body = party["body_name_uk"] or (str(BodyKind(kind).label) if kind else "")
    return ", ".join(filter(None, (names.get(key, str(key)), body)))


def _label_of(choices: Any) -> Callable[[Any], str]:
    return lambda value: str(choices(value).label) if value else ""


def _labels_of(choices: Any) -> Callable[[Any], str]:
    return lambda value: ", ".join(str(choices(code).label) for code in value)


def _yes_words(value: Any) -> str:
    return str(_("yes") if value else _("no"))


CORRECTABLE: dict[str, Correctable] = {
    "number": Correctable(_("registration number"), *_one("number", _number), str),
    "registered_on": Correctable(_("date of registration"), *_one("registered_on", _day), _day_words),
    "document_type": Correctable(
        _("type of document"), *_one("document_type", _text), _label_of(DocumentType)
    ),
    "title_uk": Correctable(_("title in Ukrainian"), *_one("title_uk", _text), str),
    "title_en": Correctable(_("title in English"), *_one("title_en", _text), str),
    "kinds": Correctable(_("kinds of cooperation"), *_one("kinds", _codes), _labels_of(CooperationKind)),
    "spheres": Correctable(_("spheres of cooperation"), *_one("spheres", _codes), _labels_of(Sphere)),
    "signed": Correctable(_("signed on"), _write_signed, _read_signed, _signed_words),
    "signed_place": Correctable(_("place of signing"), *_one("signed_place", _text), str),
    "signed_online": Correctable(_("signed online"), *_one("signed_online", _yes_or_no), _yes_words),
    "term": Correctable(_("term"), _write_term, _read_term, _term_words),
    "community_parties": Correctable(
        _("Ukrainian side"), _write_parties, _read_side(Side.UKRAINIAN), _parties_words
    ),
    "foreign_parties": Correctable(
        _("foreign side"), _write_parties, _read_side(Side.FOREIGN), _parties_words
    ),
}
ORDER_FIELD = Correctable(_("Ministry order"), *_one(ORDER, dict), _order_words)
