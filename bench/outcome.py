"""What a measure found."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any


@dataclass(frozen=True)
class Outcome:
    """Requests a second and latencies in milliseconds of one case, contestant and number of connections."""

    case: str
    who: str
    connections: int
    rate: float = 0.0
    p50: float = 0.0
    p95: float = 0.0
    p99: float = 0.0
    requests: int = 0
    errors: int = 0
    bytes: int = 0
    memory_mib: int = 0
    note: str = ""

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)

    def noted(self, note: str) -> "Outcome":
        """The same with a remark."""
        return replace(self, note=note)


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that ``share`` per cent of the (sorted) values do not exceed; 0 for none."""
    if not values:
        return 0.0
    place = max(0, min(len(values) - 1, -(-len(values) * share // 100) - 1))
    return float(values[int(place)])


def percentiles(values: Sequence[float]) -> dict[str, float]:
    """The three that are reported."""
    ordered = sorted(values)
    return {f"p{share}": round(percentile(ordered, share), 3) for share in (50, 95, 99)}


def ratio(one: float, other: float) -> float | None:
    """How many times the other; None when there is nothing to compare with."""
    return one / other if one > 0 and other > 0 else None
