"""The one reader of variables of the environment: a value that cannot be meant so refuses the start, in one line.

A ban that a space lifts, or a host name with "https://" before it, would otherwise be noticed by nobody. Every
program of the registry ends with the message, because the settings are the first that each of them reads.
"""

import os
import re
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from communities.search.facts import country_names

NONE = "none"  # an empty list must be said: an empty variable is more likely a mistake
_SEPARATORS = re.compile(r"[\s,;]+")
_HOST = re.compile(
    r"(?:\.?(?!-)[a-z0-9_-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9_-]{1,63}(?<!-))*\.?|\[[0-9a-f:.]+\]|\*)\Z",
    re.IGNORECASE,
)
_RATE = re.compile(r"[1-9][0-9]*/(?:s|sec|second|m|min|minute|h|hour|d|day)\Z")
_EMAIL = re.compile(r"[^@<>]+@[^@<>]+\Z")
_YES, _NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


class Environment:
    """Reads typed values; ``given`` is ``os.environ`` but in tests."""

    def __init__(self, given: Mapping[str, str] | None = None) -> None:
        self._given = os.environ if given is None else given

    def text(self, name: str, default: str | None = None) -> str:
        """A text; without a default it must be set."""
        value = self._given.get(name, "").strip()
        if value or default is not None:
            return value or str(default)
        raise _refused(name, "must be set")

    def words(self, name: str, default: str = "") -> list[str]:
        """A list with commas, semicolons or white space between its items, each once."""
        items = _SEPARATORS.split(self._given.get(name, default))
        return list(dict.fromkeys(item for item in items if item))

    def number(self, name: str, default: int, *, least: int = 0) -> int:
        """A whole number."""
        text = self.text(name, str(default))
        if not (text.isascii() and text.isdigit()) or int(text) < least:
            raise _refused(name, f"must be a whole number, {least} or more", text)
        return int(text)

    def emails(self, name: str) -> list[str]:
        """Email addresses; none by default."""
        found = self.words(name)
        for address in found:
            if not _EMAIL.match(address):
                raise _refused(name, "must be email addresses", address)
        return found

    def ports(self, name: str, default: str) -> frozenset[int]:
        """Numbers of ports."""
        found = self.words(name, default)
        for port in found:
            if not (port.isascii() and port.isdigit()) or not 0 < int(port) < 65536:
                raise _refused(name, "must be numbers from 1 to 65535", port)
        return frozenset(map(int, found))

    def flag(self, name: str, *, default: bool) -> bool:
        """Yes or no."""
        text = self._given.get(name, "1" if default else "0").strip().lower()
        if text not in _YES | _NO:
            raise _refused(name, "must be 1 or 0", text)
        return text in _YES

    def one_of(self, name: str, known: Sequence[str]) -> str:
        """One of several words; the first is the default."""
        text = self.text(name, known[0])
        if text not in known:
            raise _refused(name, f"must be one of {', '.join(known)}", text)
        return text

    def rate(self, name: str, default: str | None) -> str | None:
        """A number of requests for a time, such as 600/min; None where nothing is limited."""
        text = self.text(name, default or NONE)
        if text != NONE and not _RATE.match(text):
            raise _refused(name, "must look like 600/min, or be none", text)
        return None if text == NONE else text

    def hosts(self, name: str) -> list[str]:
        """Host names, at least one; they have no scheme, port or path."""
        found = self.words(name)
        if not found:
            raise _refused(name, "must name at least one host")
        for host in found:
            if not _HOST.match(host):
                raise _refused(name, "must be host names such as registry.example", host)
        return found

    def address(self, name: str, default: str | None = None) -> str:
        """The address of a site: scheme and host, perhaps a port; no path."""
        text = self.text(name, default).rstrip("/")
        try:
            parts = urlsplit(text)
            host = parts.hostname or ""
            has_place = bool(_HOST.match(f"[{host}]" if ":" in host else host)) and parts.port != 0
        except ValueError:
            has_place, parts = False, urlsplit("")
        bare = not (parts.path or parts.query or parts.fragment or "@" in parts.netloc)
        if parts.scheme not in {"http", "https"} or not has_place or "*" in text or not bare:
            raise _refused(name, "must be an address such as https://registry.example", text)
        return text

    def country_codes(self, name: str, default: str) -> list[str]:
        """Codes of ISO 3166-1 alpha-2; nobody is meant only by the word none."""
        codes = [code.upper() for code in self.words(name, default)]
        if codes == [NONE.upper()]:
            return []
        if not codes:
            raise _refused(name, f"is empty: name countries, or say {NONE}")
        for code in codes:
            if code not in country_names():
                raise _refused(name, "must be country codes such as RU (ISO 3166-1 alpha-2)", code)
        return codes

    def number_format(self, name: str, default: str) -> str:
        """A pattern with ``{sequence}``, and perhaps ``{year}``."""
        text = self.text(name, default)
        try:
            two = {text.format(year=2026, sequence=sequence) for sequence in (1, 2)}
        except (ValueError, LookupError, AttributeError):
            two = set()
        if len(two) < 2:
            raise _refused(name, "must be a pattern such as {year}-{sequence:04d}", text)
        return text


def _refused(name: str, needed: str, value: str = "") -> SystemExit:
    found = f", not {value!r}" if value else ""
    return SystemExit(f"{name} {needed}{found}. See docs/operations.md.")


env = Environment()
