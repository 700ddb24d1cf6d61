"""PostgreSQL alone: pgbench with scripts that fetch the same answers from the stored documents."""

import os
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psycopg

from bench import server
from bench.outcome import Outcome, percentiles

_FAILED = re.compile(r"number of failed transactions: (\d+)")
_RATE = re.compile(r"tps = ([\d.]+) \(without")


@dataclass(frozen=True)
class Script:
    """A script of pgbench. ``{i}`` in ``sql`` stands for a random number from 1 to ``most``.

    ``custom`` plans each statement for its values: for words, whose frequencies differ by orders of magnitude.
    """

    name: str
    sql: Sequence[str]
    most: int
    custom: bool = False

    def text(self) -> str:
        """The script as pgbench reads it."""
        statements = [statement.replace("{i}", ":i") + ";" for statement in self.sql]
        return "\n".join([f"\\set i random(1, {self.most})", *statements]) + "\n"

    def example(self, number: int) -> list[str]:
        """The statements for one of the values, to be run or explained."""
        return [statement.replace("{i}", str(number)).replace("\\x3a", ":") for statement in self.sql]


def array(values: Sequence[object], kind: str) -> str:
    """Write a constant array; a colon would be a variable for pgbench, so there is none."""
    quoted = ",".join('"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"' for value in values)
    escaped = quoted.replace("\\", "\\\\").replace("'", "\\'").replace(":", "\\x3a")
    return f"(E'{{{escaped}}}'::{kind}[])"


def one_of(values: Sequence[object], kind: str = "text") -> str:
    """An expression that is one of the values, by the random number."""
    return f"{array(values, kind)}[{{i}}]"


def measure(url: str, script: Script, connections: int, seconds: float) -> Outcome:
    """Run pgbench for some seconds."""
    folder = server.OUT / "pgbench"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob(f"{script.name}.log*"):
        old.unlink()
    file = folder / f"{script.name}.sql"
    file.write_text(script.text(), encoding="utf-8")
    command = [
        server.program("pgbench"), "-n", "-M", "prepared", "-c", str(connections), "-j", str(min(connections, 2)),
        "-T", str(max(1, round(seconds))), "-f", str(file), "--log", f"--log-prefix={folder / (script.name + '.log')}",
        url,
    ]  # fmt: skip
    mode = "force_custom_plan" if script.custom else "auto"
    variables = {**os.environ, "PGOPTIONS": f"-c plan_cache_mode={mode}", "PGAPPNAME": "bench-L"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=variables)
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        return Outcome(script.name, "L", connections, note=f"failed: {reason[:200]}", errors=1)
    times = _times(folder, script.name)
    shares = percentiles(times)
    rate, failed = _RATE.search(done.stdout), _FAILED.search(done.stdout)
    return Outcome(
        script.name,
        "L",
        connections,
        rate=float(rate[1]) if rate else 0.0,
        p50=shares["p50"],
        p95=shares["p95"],
        p99=shares["p99"],
        requests=len(times),
        errors=int(failed[1]) if failed else 0,
        bytes=answer_bytes(url, script),
    )


def _times(folder: Path, name: str) -> list[float]:
    """Milliseconds of every transaction: the third word of each line of the log is in microseconds."""
    lines = (line for path in folder.glob(f"{name}.log*") for line in path.read_text().splitlines())
    return [int(line.split(" ", 3)[2]) / 1000 for line in lines]


def answer_bytes(url: str, script: Script) -> int:
    """How many bytes of text one answer has."""
    size = 0
    with psycopg.connect(url) as connection:
        for statement in script.example(1):
            rows = connection.execute(statement.encode()).fetchall()
            size += sum(len(str(value).encode()) for row in rows for value in row)
    return size
