"""`make messages`: bring locale/*/LC_MESSAGES/django.po up to date, without a gettext program.

python -m scripts.messages            extract and update
python -m scripts.messages --check    say what is missing or left over, and fail
"""

import argparse
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
APPS = [
    "accounts",
    "audit",
    "common",
    "communities",
    "config",
    "desks",
    "mirror",
    "notices",
    "partnerships",
    "registration",
    "webhooks",
]
LANGUAGES = ["uk"]  # the texts in the sources are English
HEADER = "# The interface in the language of this folder. `make messages` keeps it in step with the sources."
ABOUT: dict[str, Any] = {
    "project": "pobratym",
    "version": "1",
    "last_translator": "the maintainers",
    "language_team": "the maintainers",
    "msgid_bugs_address": "the maintainers",
    "charset": "utf-8",
}
KEYWORDS = {
    "_": None,
    "_now": None,  # gettext, in modules where _ is gettext_lazy
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def main() -> None:
    """Update the catalogues, or only compare them with the sources."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    template = extract_all()
    problems = [problem for language in LANGUAGES for problem in update(language, template, check=check)]
    for problem in problems:
        print(problem)
    if check and problems:
        sys.exit("Run `make messages` and translate what is listed above.")


def extract_all() -> Catalog:
    """Collect the texts of all Python files and templates."""
    template = Catalog(**ABOUT)
    for path in sources():
        text = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            # The rest of a template is blotted out; without the indents it passes for Python.
            lines = templatize(text, origin=str(path)).splitlines()
            text = "\n".join(line.strip() for line in lines)
        found = extract(
            "python", io.BytesIO(text.encode()), KEYWORDS, ["Translators:"], {"encoding": "utf-8"}
        )
        for line, message, comments, context in found:
            place = (path.relative_to(ROOT).as_posix(), line)
            template.add(message, locations=[place], auto_comments=comments, context=context)
    return template


def sources() -> Iterator[Path]:
    """Yield what may hold texts, in a stable order."""
    for app in APPS:
        yield from (path for path in sorted((ROOT / app).rglob("*.py")) if "migrations" not in path.parts)
    for folder in ["templates", *(f"{app}/templates" for app in APPS)]:
        yield from (path for path in sorted((ROOT / folder).rglob("*")) if path.suffix in {".html", ".txt"})


def update(language: str, template: Catalog, *, check: bool) -> list[str]:
    """Bring one catalogue up to date unless only checking; return what it lacks."""
    path = ROOT / "locale" / language / "LC_MESSAGES" / "django.po"
    catalog = Catalog(locale=language, header_comment=HEADER, fuzzy=False, **ABOUT)
    if path.exists():
        with path.open("rb") as file:
            catalog = read_po(file, locale=language)
    before = {key(message) for message in catalog if message.id}
    wanted = {key(message) for message in template if message.id}
    creation_date = catalog.creation_date
    catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    if not check:
        catalog.creation_date = creation_date  # a date that changes by itself only makes conflicts
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalog, width=110, include_lineno=False, ignore_obsolete=True)
    untranslated = [
        f"{language}: not translated: {first(message)}" for message in catalog if lacks_text(message)
    ]
    if not check:
        return untranslated
    left_over = [f"{language}: no longer used: {text}" for text, _ in sorted(before - wanted, key=str)]
    return untranslated + left_over


def key(message: Message) -> tuple[str, str | None]:
    """Return what tells a message from the others."""
    return first(message), message.context


def first(message: Message) -> str:
    """Return the English text, the singular of a pair."""
    return str(message.id if isinstance(message.id, str) else message.id[0])


def lacks_text(message: Message) -> bool:
    """Is a translation missing or in doubt?"""
    texts = message.string if isinstance(message.string, tuple | list) else [message.string]
    return bool(message.id) and (message.fuzzy or not all(texts))


if __name__ == "__main__":
    main()
