"""What a text says about a partnership, in one language; what the record lacks is a blank to be filled in."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from common.errors import Text
from partnerships.choices import BodyKind, CooperationKind, DocumentType, Side, Sphere, TermKind
from partnerships.models import Agreement, Partnership, Party

BLANK = "____________"
LONG_BLANK = BLANK * 3
COUNCILS = frozenset({BodyKind.COUNCIL, BodyKind.RAION_COUNCIL, BodyKind.OBLAST_COUNCIL})


@dataclass
class Facts:
    """The record in words of one language, and the names of the facts that are missing in it."""

    partnership: Partnership
    agreement: Agreement | None
    language: str
    missing: list[Text] = field(default_factory=list)

    def known(self, value: object, label: Text, blank: str = BLANK) -> str:
        """The value on one line, or a blank whose absence is reported."""
        words = " ".join(str(value or "").split())
        if not words and label not in self.missing:
            self.missing.append(label)
        return words or blank

    def about(self, name: str) -> object:
        """A field of the agreement; nothing when there is no agreement yet."""
        return getattr(self.agreement, name) if self.agreement else None

    @property
    def title(self) -> str:
        """The title in this language: a title in another one is no translation."""
        label = _("Title in English") if self.language == "en" else _("Title in Ukrainian")
        return self.known(self.about(f"title_{self.language}"), label, LONG_BLANK)

    @property
    def document_type(self) -> str:
        """What the parties call their document."""
        code = str(self.about("document_type") or "")
        return self.known(DocumentType(code).label if code else "", _("Type of document"))

    @property
    def kinds(self) -> str:
        """Kinds of cooperation under the law, as they stand within a sentence."""
        codes: Iterable[str] = self.about("kinds") or ()  # type: ignore[assignment]  # a list of codes
        return self.known(_list(CooperationKind(code).label for code in codes), _("Kinds of cooperation"))

    @property
    def spheres(self) -> list[str]:
        """Spheres of cooperation; one blank when none is known."""
        codes: Iterable[str] = self.about("spheres") or ()  # type: ignore[assignment]  # a list of codes
        found = [str(Sphere(code).label) for code in codes]
        return found or [self.known("", _("Spheres of cooperation"), LONG_BLANK)]

    @property
    def summary(self) -> str:
        """What the cooperation is for, in this language."""
        label = _("Summary in English") if self.language == "en" else _("Summary in Ukrainian")
        text = self.partnership.summary_en if self.language == "en" else self.partnership.summary_uk
        return self.known(text, label, LONG_BLANK)

    @property
    def term_kind(self) -> str:
        """Which clause about the term is right."""
        kind = str(self.about("term_kind") or TermKind.UNKNOWN)
        if kind == TermKind.UNKNOWN:
            self.known("", _("Term of the agreement"))
        return kind

    @property
    def years(self) -> str:
        """For how many years, with the word in its right form."""
        number = self.about("term_years")
        if not isinstance(number, int):
            return self.known("", _("Number of years"))
        return ngettext("%(number)d year", "%(number)d years", number) % {"number": number}

    @property
    def until(self) -> str:
        """Last day of the term."""
        return self.known(_day(self.about("term_until")), _("Last day of the term"))

    @property
    def signed_on(self) -> str:
        """When it was signed, as precisely as is known; a draft has a blank."""
        return self._of_signing(self.about("signed"))

    @property
    def signed_place(self) -> str:
        """Where it was signed."""
        if self.about("signed_online"):
            return gettext("online")
        return self._of_signing(self.about("signed_place"))

    @property
    def needs_council(self) -> bool:
        """Whether a council is among the Ukrainian parties, which then approves by its decision."""
        return any(party.body_kind in COUNCILS for party in self._of(Side.UKRAINIAN))

    @property
    def council_decision(self) -> dict[str, str]:
        """Number and date of the council's decision."""
        return {
            "number": self.known(self.about("council_decision_number"), _("Number of the council decision")),
            "date": self.known(_day(self.about("council_decision_date")), _("Date of the council decision")),
        }

    @property
    def amended(self) -> dict[str, str] | None:
        """The earlier agreement that this one amends or prolongs."""
        if self.agreement is None or self.agreement.amends_id is None:
            return None
        own = {agreement.pk: agreement for agreement in self.partnership.agreements.all()}
        earlier = own.get(self.agreement.amends_id) or self.agreement.amends
        assert earlier is not None  # noqa: S101  # there is a number of one
        title = earlier.title_en if self.language == "en" else earlier.title_uk
        return {
            "title": self.known(title, _("Title of the amended agreement"), LONG_BLANK),
            "signed": self.known(earlier.signed, _("Date of signing of the amended agreement")),
        }

    @property
    def ukrainian_parties(self) -> list[str]:
        """Bodies and territories of the Ukrainian side."""
        return [self._ukrainian(party) for party in self._of(Side.UKRAINIAN)] or [self._no_party()]

    @property
    def foreign_parties(self) -> list[str]:
        """Bodies and territories of the foreign side."""
        return [self._foreign(party) for party in self._of(Side.FOREIGN)] or [self._no_party()]

    @property
    def parties(self) -> list[str]:
        """All parties, the Ukrainian side first."""
        return self.ukrainian_parties + self.foreign_parties

    @staticmethod
    def _of_signing(value: object) -> str:
        """A draft is not signed yet: nothing is missing in its record."""
        return " ".join(str(value or "").split()) or BLANK

    def _of(self, side: str) -> list[Party]:
        return [party for party in self.partnership.parties.all() if party.side == side]

    def _no_party(self) -> str:
        return self.known("", _("At least one party on each side"), LONG_BLANK)

    def _ukrainian(self, party: Party) -> str:
        unit = party.community
        assert unit is not None  # noqa: S101  # the database checks it
        own_name = party.body_name_uk if self.language == "uk" else ""
        where = [unit.placed_name, gettext("Ukraine")]
        return f"{self._body(party, own_name)} ({_list(where, lower=False)})"

    def _foreign(self, party: Party) -> str:
        town = party.municipality
        assert town is not None  # noqa: S101  # the database checks it
        own_name = party.body_name_uk if self.language == "uk" else party.body_name_original
        name = town.display_name if town.display_name == town.name else f"{town.display_name} / {town.name}"
        where = [name, town.region_in_language, town.country.name]
        return f"{self._body(party, own_name)} ({_list(where, lower=False)})"

    def _body(self, party: Party, own_name: str) -> str:
        # The text may be in another language than the page that lists what is missing.
        label = lazy(lambda: gettext("Signing body of %(party)s") % {"party": party}, str)()
        kind = party.get_body_kind_display() if party.body_kind not in {"", BodyKind.OTHER} else ""
        return self.known(own_name or kind, label)


def facts_of(partnership: Partnership, agreement: Agreement | None, language: str) -> Facts:
    """Facts for a text in a language; read them with that language switched on."""
    return Facts(partnership, agreement, language)


def _day(day: object) -> str:
    return date_format(day, "DATE_FORMAT") if isinstance(day, date) else ""


def _list(words: Iterable[object], *, lower: bool = True) -> str:
    text = ", ".join(str(word) for word in words if word)
    return text.lower() if lower else text
