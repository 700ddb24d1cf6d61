"""Which texts there are, and their blocks: headings, paragraphs, points, places for signatures."""

from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext, gettext_noop, override
from django.utils.translation import gettext_lazy as _

from common.errors import Text
from partnerships.models import Agreement, Partnership
from partnerships.texts.facts import Facts, facts_of
from partnerships.texts.letters import unreadable


@dataclass(frozen=True)
class Kind:
    """One text that can be made: its name in an address, its language, what people call it."""

    name: str
    language: str
    label: Text
    made_from: Text
    file_name: str

    @property
    def template(self) -> str:
        """Where the words are."""
        return f"texts/{self.name}_{self.language}.txt"


@dataclass(frozen=True)
class Block:
    """One paragraph: ``style`` is title, heading, right, point, signature or text."""

    style: str
    text: str


@dataclass(frozen=True)
class Paper:
    """A text that is ready to be written to a file."""

    kind: Kind
    title: str
    file_stem: str
    blocks: list[Block]
    missing: list[str]

    @property
    def has_unreadable(self) -> bool:
        """Whether the PDF has no font for some letters of a name."""
        return any(unreadable(block.text) for block in self.blocks)


NOT_ALL_LETTERS = gettext_noop(
    "Names in letters for which the PDF has no font are left out here. The DOCX file has them."
)
KINDS = [
    Kind(
        "letter",
        "uk",
        _("Letter of request to the Ministry, in Ukrainian"),
        _("Parties, title, type, kinds, spheres, term, council decision, and the summary in Ukrainian."),
        "Лист-звернення {code}",
    ),
    Kind(
        "agreement",
        "uk",
        _("Draft agreement in Ukrainian"),
        _(
            "Parties and their signing bodies, title, kinds, spheres, term, the agreement being "
            "amended, details of signing."
        ),
        "Проєкт угоди {code} (українською)",
    ),
    Kind(
        "agreement",
        "en",
        _("Draft agreement in English"),
        _("The same, with English names; the partner’s signing bodies in their own language."),
        "Draft agreement {code} (English)",
    ),
]

_MARKS = {"# ": "title", "## ": "heading", "> ": "right", "- ": "point", "_ ": "signature"}


def kind_of(name: str, language: str) -> Kind | None:
    """The text of this name in this language."""
    return next((kind for kind in KINDS if (kind.name, kind.language) == (name, language)), None)


def make_paper(kind: Kind, partnership: Partnership, agreement: Agreement | None) -> Paper:
    """Write the text from the record; nothing is stored."""
    facts = facts_of(partnership, agreement, kind.language)
    return paper_from(kind, {"facts": facts, "code": partnership.code}, code=partnership.code)


def paper_from(kind: Kind, words: dict[str, Any], *, code: str) -> Paper:
    """Write a text from its template; ``words`` has the ``facts``, whose blanks are reported."""
    with override(kind.language):
        text = render_to_string(kind.template, words)
        title = str(gettext("Draft agreement")) if kind.name == "agreement" else str(kind.label)
    return Paper(
        kind=kind,
        title=f"{title} {code}",
        file_stem=kind.file_name.format(code=code),
        blocks=_blocks(text),
        missing=_in_words(words["facts"]),
    )


def _in_words(facts: Facts) -> list[str]:
    return list(dict.fromkeys(str(label) for label in facts.missing))


def _blocks(text: str) -> list[Block]:
    """Read the marks at the beginning of lines; one line is one paragraph."""
    return [_block(line) for line in (" ".join(line.split()) for line in text.splitlines()) if line]


def _block(line: str) -> Block:
    for mark, style in _MARKS.items():
        if line.startswith(mark):
            return Block(style, line.removeprefix(mark))
    return Block("text", line)
