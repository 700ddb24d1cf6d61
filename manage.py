#!/usr/bin/env python3
"""Django's command line. Starts the embedded PostgreSQL when DATABASE_URL is not set."""

import logging
import os
import sys
from pathlib import Path


def main() -> None:
    """Run a management command inside the project's virtual environment."""
    if "DJANGO_SETTINGS_MODULE" not in os.environ and os.environ.get("DATABASE_URL"):
        print("Development settings: DJANGO_SETTINGS_MODULE is not set.", file=sys.stderr)  # noqa: T201
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    venv_python = Path(__file__).resolve().parent / ".venv" / "bin" / "python"
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        if venv_python.exists() and Path(sys.prefix) != venv_python.parent.parent:
            os.execv(venv_python, [str(venv_python), *sys.argv])  # noqa: S606
        sys.exit("Django is not installed here. Run `make setup` first.")
    if not os.environ["DJANGO_SETTINGS_MODULE"].endswith((".test", ".prod")):
        from config.embedded_postgres import ensure_database_url

        ensure_database_url()
    try:
        execute_from_command_line(sys.argv)
    except Exception:
        from django.apps import apps

        if not apps.ready:  # settings that cannot be used say so themselves
            raise
        logging.getLogger("manage").exception("manage.py %s failed", " ".join(sys.argv[1:2]))
        sys.exit(1)


if __name__ == "__main__":
    main()
