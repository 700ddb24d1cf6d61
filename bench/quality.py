"""Whether misspelled names are answered with what was meant."""

import json
from typing import Any
from urllib.parse import urlencode

from bench.measures import LIST
from bench.params import Asked
from bench.processes import Site

TRIED = 300
OK = 200


def misspelled(site: Site, asked: Asked) -> dict[str, Any]:
    """Ask for names with one wrong letter; count those whose best hit is a hit of the name itself."""
    tried = asked.misspelled[:TRIED]
    missed = [
        [item.typed, item.right]
        for item in tried
        if not is_answered(found(site, item.typed), found(site, item.right))
    ]
    answered = len(tried) - len(missed)
    share = round(answered / len(tried), 4) if tried else None
    return {"tried": len(tried), "answered": answered, "share": share, "missed": missed[:30]}


def found(site: Site, text: str) -> list[int]:
    """Ids on the first page, best first."""
    status, body = site.get(f"{LIST}?{urlencode({'search': text})}")
    return [row["id"] for row in json.loads(body)["results"]] if status == OK else []


def is_answered(typed: list[int], right: list[int]) -> bool:
    """Whether the best hit of what was typed is on the first page of what was meant."""
    return bool(typed) and typed[0] in right
