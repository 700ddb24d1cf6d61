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
    """Ask for names with one wrong letter; count those whose first page has the name itself."""
    tried = asked.misspelled[:TRIED]
    missed = []
    for item in tried:
        status, body = site.get(f"{LIST}?{urlencode({'search': item.typed})}")
        if status != OK or not names_party(json.loads(body)["results"], item.right):
            missed.append([item.typed, item.right])
    answered = len(tried) - len(missed)
    share = round(answered / len(tried), 4) if tried else None
    return {"tried": len(tried), "answered": answered, "share": share, "missed": missed[:30]}


def names_party(results: list[dict[str, Any]], name: str) -> bool:
    """Whether any of the partnerships has this name anywhere in its public document."""
    return any(name in json.dumps(row, ensure_ascii=False).lower() for row in results)
