"""Texts in Ukrainian on pages in another language carry ``lang="uk"``, wherever they stand.

Place names, titles, bodies, names of people and quoted words are stored as they were typed and stand in cells,
sentences, messages and choices of all pages. Whoever listens to a page in English would hear them spelled by the
rules of English; so they are marked once, where the page leaves. What has a ``lang`` of its own keeps it.
"""

import re

# Tags with their quoted attributes; comments and scripts are taken whole, texts lie between.
_TOKEN = re.compile(
    r"<!--.*?-->|<(?P<whole>script|style|svg)\b.*?</(?P=whole)\s*>"
    r"""|<(?P<close>/?)(?P<tag>[a-zA-Z][\w:-]*)(?:"[^"]*"|'[^']*'|[^'">])*>""",
    re.DOTALL | re.IGNORECASE,
)
_LETTER = "[А-Яа-яЁёІіЇїЄєҐґ]"
_CYRILLIC = re.compile(_LETTER)
# From the first Cyrillic letter to the last one before a Latin one; an escaped apostrophe may lie between.
_RUN = re.compile(rf"{_LETTER}(?:(?:&#?\w+;|[^<>&A-Za-zÀ-ɏ])*{_LETTER})?")
_OWN_LANGUAGE = re.compile(r"\slang\s*=", re.IGNORECASE)
_TEXT_ONLY = frozenset({"title", "option", "textarea"})
# The language of the page itself, and of elements that hold nothing.
_WITHOUT_TEXT = frozenset({"html", "input", "link", "img", "meta", "br", "hr"})


def mark_ukrainian(html: str) -> str:
    """Return a page whose language is not Ukrainian, with its Ukrainian texts marked."""
    return _Marker().mark(html) if _CYRILLIC.search(html) else html


class _Marker:
    """Goes through a page once, from tag to tag."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.own = ""  # the element with a language of its own in which we are
        self.depth = 0  # how many of this name are open in it

    def mark(self, html: str) -> str:
        """Mark the texts between the tags of a page."""
        place, only_text = 0, False
        for token in _TOKEN.finditer(html):
            self._add(html[place : token.start()], only_text=only_text)
            self.parts.append(token[0])
            place, only_text = token.end(), False
            if tag := token["tag"]:
                name = tag.lower()
                self._enter(name, token)
                only_text = name in _TEXT_ONLY and not token["close"]
        self._add(html[place:])
        return "".join(self.parts)

    def _enter(self, name: str, token: re.Match[str]) -> None:
        if self.own:
            if name == self.own:
                self.depth += -1 if token["close"] else 1
            self.own = self.own if self.depth else ""
        elif not token["close"] and name not in _WITHOUT_TEXT and _OWN_LANGUAGE.search(token[0]):
            self.own, self.depth = name, 1

    def _add(self, text: str, *, only_text: bool = False) -> None:
        if self.own or not _CYRILLIC.search(text):
            self.parts.append(text)
        elif not only_text:
            self.parts.append(_RUN.sub(r'<span lang="uk">\g<0></span>', text))
        else:
            if _is_mostly_cyrillic(text):
                self.parts[-1] = f'{self.parts[-1][:-1]} lang="uk">'
            self.parts.append(text)


def _is_mostly_cyrillic(text: str) -> bool:
    """Whether a text that can hold no other element is Ukrainian on the whole."""
    return 2 * len(_CYRILLIC.findall(text)) > sum(map(str.isalpha, text))
