"""`make test`: every check in turn, all of them also after a failure, then the tests.

python -m scripts.verify [--only lint|types] [-- arguments of pytest]
"""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

from config.embedded_postgres import FAST_AND_UNSAFE, ensure_database_url

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = Path(sys.executable).parent
PYTHON = sys.executable

LINT = {
    "style": [[PYTHON, "-m", "ruff", "check"]],
    "format": [[PYTHON, "-m", "ruff", "format", "--check"]],
    "templates": [[str(PROGRAMS / "djlint"), "--lint", "--quiet", "templates"]],
    "imports": [[str(PROGRAMS / "lint-imports")]],
}
TYPES = {"types": [[PYTHON, "-m", "mypy"]]}
DJANGO = {
    "system checks and migrations": [
        [PYTHON, "manage.py", "check", "--database", "default", "--fail-level", "WARNING"],
        [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"],
    ],
}
GROUPS = {"lint": LINT, "types": TYPES}


def main() -> None:
    """Run what was asked for and end with 1 when any of it failed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", choices=GROUPS)
    parser.add_argument("pytest", nargs="*")
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    if not options.only:
        # Held here, so that the steps do not each start and stop the server.
        ensure_database_url("test-postgres", FAST_AND_UNSAFE)
    steps = GROUPS[options.only] if options.only else LINT | TYPES | DJANGO
    failed = [name for name, commands in steps.items() if not passes(name, commands)]
    if not options.only and not tests_pass(options.pytest):
        failed.append("tests")
    if failed:
        sys.exit(f"Failed: {', '.join(failed)}.")


def passes(name: str, commands: list[list[str]]) -> bool:
    """Run a step; show its output only when it fails."""
    started = time.monotonic()
    for command in commands:
        done = subprocess.run(
            command, cwd=ROOT, text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            check=False,
        )  # fmt: skip
        if done.returncode:
            print(f"FAILED  {name}\n{done.stdout}", flush=True)
            return False
    print(f"ok      {name} ({time.monotonic() - started:.0f} s)", flush=True)
    return True


def tests_pass(arguments: list[str]) -> bool:
    """Run pytest with a process per core; its summary is the last thing to read."""
    workers = os.environ.get("PYTEST_WORKERS", str(min(os.cpu_count() or 1, 8)))
    # In the order of the folders: files with one long test would else come last, with nothing beside them.
    parallel = ["-n", workers, "--dist", "loadfile", "--no-loadscope-reorder"] if int(workers) > 1 else []
    return subprocess.call([PYTHON, "-m", "pytest", "-q", *parallel, *arguments], cwd=ROOT) == 0


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("Stopped.")
