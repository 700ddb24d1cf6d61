"""A small client for machines without wrk: keep-alive connections on one event loop."""

import asyncio
import time
from dataclasses import dataclass, field
from pathlib import Path

from bench.outcome import percentiles
from bench.processes import HEADERS, HOST, Site

FASTEST_STATUS, WORST_GOOD_STATUS = 200, 399
LONGEST_ANSWER = 60


@dataclass
class Tally:
    """What all connections have seen."""

    latencies: list[float] = field(default_factory=list)
    bytes: int = 0
    status: int = 0
    timeout: int = 0
    other: int = 0


def ask(site: Site, paths: Path, connections: int, seconds: float, start: int) -> dict[str, int]:
    """Ask for some seconds; the answer has the names and units of the script for wrk."""
    lines = paths.read_text(encoding="utf-8").split()
    head = "".join(
        f"{name}: {value}\r\n" for name, value in {"Host": f"{HOST}:{site.port}", **HEADERS}.items()
    )
    requests = [f"GET {path} HTTP/1.1\r\n{head}\r\n".encode() for path in lines]
    tally = Tally()
    started = time.perf_counter()
    asyncio.run(_ask(site.port, requests, connections, until=started + seconds, start=start, tally=tally))
    duration = time.perf_counter() - started
    in_time = {name: round(value * 1e6) for name, value in percentiles(tally.latencies).items()}
    counts = {"status": tally.status, "timeout": tally.timeout, "other": tally.other, "bytes": tally.bytes}
    return {"requests": len(tally.latencies), "duration": round(duration * 1e6), **counts, **in_time}


async def _ask(
    port: int, requests: list[bytes], connections: int, *, until: float, start: int, tally: Tally
) -> None:
    order = iter(range(start, start + 10**9))

    async def one() -> None:
        reader, writer = await asyncio.open_connection(HOST, port)
        try:
            while time.perf_counter() < until:
                began = time.perf_counter()
                writer.write(requests[next(order) % len(requests)])
                status, size = await asyncio.wait_for(_answer(reader), LONGEST_ANSWER)
                tally.latencies.append(time.perf_counter() - began)
                tally.bytes += size
                tally.status += not FASTEST_STATUS <= status <= WORST_GOOD_STATUS
        except TimeoutError:
            tally.timeout += 1
        except (OSError, asyncio.IncompleteReadError, ValueError):
            tally.other += 1
        finally:
            writer.close()

    await asyncio.gather(*(one() for _connection in range(connections)))


async def _answer(reader: asyncio.StreamReader) -> tuple[int, int]:
    """Read one answer: its status, and how many bytes it had."""
    head = await reader.readuntil(b"\r\n\r\n")
    names = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:] if b": " in line)
    size = len(head)
    if b"content-length" in names:
        size += len(await reader.readexactly(int(names[b"content-length"])))
    elif names.get(b"transfer-encoding") == b"chunked":
        while length := int(await reader.readuntil(b"\r\n"), 16):
            size += len(await reader.readexactly(length + 2))
        await reader.readexactly(2)
    return int(head.split(b" ", 2)[1]), size
