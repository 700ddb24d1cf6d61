"""Asking a server as fast as it answers: by wrk, or by a client of our own where wrk cannot be had."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from bench import client
from bench.outcome import Outcome
from bench.processes import HOST, Site

SCRIPT = Path(__file__).with_name("load.lua")
LONGEST_ANSWER = 60  # seconds; a slower one is an error


def install_wrk() -> bool:
    """Get wrk from the system's packages when it is missing and we may; tell whether it is there."""
    if shutil.which("wrk"):
        return True
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    print("Installing wrk", flush=True)
    quiet: dict[str, Any] = {
        "stdin": subprocess.DEVNULL,
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
    }
    variables = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "wrk"]):
        subprocess.run(["apt-get", *command], env=variables, check=False, **quiet)
    return shutil.which("wrk") is not None


def measure(
    site: Site, case: str, paths: Path, *, connections: int, seconds: float, start: int = 0
) -> Outcome:
    """Ask for the paths of a file for some seconds; ``start`` is the line at which to begin."""
    with site.watched() as peak:
        ask = by_wrk if shutil.which("wrk") else client.ask
        found = ask(site, paths, connections, seconds, start)
    requests, duration = found["requests"], found["duration"] / 1e6
    return Outcome(
        case,
        site.name,
        connections,
        rate=round(requests / duration, 2) if duration else 0.0,
        p50=found["p50"] / 1000,
        p95=found["p95"] / 1000,
        p99=found["p99"] / 1000,
        requests=requests,
        errors=found["status"] + found["timeout"] + found["other"],
        bytes=found["bytes"] // max(requests, 1),
        memory_mib=peak.mib,
    )


def by_wrk(site: Site, paths: Path, connections: int, seconds: float, start: int) -> dict[str, int]:
    """Run wrk and read the line of its script."""
    address = f"{HOST}:{site.port}"
    command = [
        "wrk", "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", f"--timeout={LONGEST_ANSWER}s",
        "-s", str(SCRIPT), f"http://{address}", "--", str(paths), str(start), address,
    ]  # fmt: skip
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, timeout=seconds + 2 * LONGEST_ANSWER
    )
    line = next(line for line in done.stdout.splitlines() if line.startswith("BENCH "))
    found: dict[str, int] = json.loads(line.removeprefix("BENCH "))
    return found
