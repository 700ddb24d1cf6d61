"""The folded text in which a unit is found.

``| бровари | brovary | броварська |/ київська область /``: names between bars, then between slashes
the context (oblast, country) that narrows a search but is never the name itself. Every word has a
space before and after it. So one trigram-indexed column answers "is the name", "a name begins with",
"has a word that begins with" and "contains" with plain LIKE (see ``communities.ranking``).
"""

from collections.abc import Iterable

from common.text import fold

NAME_MARK = "|"
CONTEXT_MARK = "/"


def build_search_text(names: Iterable[str], context: Iterable[str] = ()) -> str:
    """Fold names and context, drop empty and repeated ones, keep the order."""
    own = _folded(names)
    rest = [text for text in _folded(context) if text not in own]
    return _between(NAME_MARK, own) + _between(CONTEXT_MARK, rest)


def _folded(names: Iterable[str]) -> dict[str, None]:
    folded = dict.fromkeys(fold(name) for name in names if name)
    folded.pop("", None)
    return folded


def _between(mark: str, texts: Iterable[str]) -> str:
    joined = f" {mark} ".join(texts)
    return f"{mark} {joined} {mark}" if joined else ""
