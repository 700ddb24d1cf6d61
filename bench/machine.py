"""What the numbers were measured on."""

import os
import platform
import shutil
from importlib.metadata import version
from typing import Any

import psutil

from bench import server
from bench.processes import BLOCKING_THREADS, WORKERS

PACKAGES = ("django", "djangorestframework", "granian", "psycopg")


def facts(url: str) -> dict[str, Any]:
    """Cores, memory, versions, and the settings of PostgreSQL."""
    return {
        "cores": os.cpu_count(),
        "memory_gib": round(psutil.virtual_memory().total / 2**30, 1),
        "load_before": [round(value, 2) for value in os.getloadavg()],
        "processor": processor(),
        "system": platform.system(),
        "python": platform.python_version(),
        "packages": {name: version(name) for name in PACKAGES},
        "workers": int(WORKERS),
        "blocking_threads": int(BLOCKING_THREADS),
        "client": "wrk" if shutil.which("wrk") else "bench.client",
        "postgresql": server.settings_of(url),
        "database_bytes": database_bytes(url),
    }


def processor() -> str:
    """The name of the processor, where Linux tells it."""
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:  # noqa: PTH123
            names = [line.split(":", 1)[1].strip() for line in file if line.startswith("model name")]
    except OSError:
        names = []
    return names[0] if names else platform.machine()


def database_bytes(url: str) -> int:
    """How big the database is."""
    with server.connect(url) as connection:
        row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    return int(row[0]) if row else 0
