#!/usr/bin/env python3
"""Django's command line. Starts the embedded PostgreSQL when DATABASE_URL is not set."""

import os
import sys
from pathlib import Path


def main() -> None:
    """Run a management command inside the project's virtual environment."""
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
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
