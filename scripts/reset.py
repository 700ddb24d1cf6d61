"""`make reset`: forget what `make run` has gathered, after asking."""

import fcntl
import os
import shutil
import sys

from scripts.run import VAR, CannotRunError, hold_var

FORGOTTEN = ["postgres", "mail", "media", "static", "static.stamp"]


def main() -> None:
    """Ask, then remove; the tests' database stays."""
    try:
        lock = hold_var()
    except CannotRunError as error:
        sys.exit(str(error))
    present = [VAR / name for name in FORGOTTEN if (VAR / name).exists()]
    if not present:
        print("There is nothing to forget.")
        return
    if os.environ.get("FORCE") != "1" and not confirmed():
        sys.exit("Nothing was removed. FORCE=1 removes without asking.")
    for path in present:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    fcntl.flock(lock, fcntl.LOCK_UN)
    print("Forgotten. The next `make run` starts with fresh demo records.")


def confirmed() -> bool:
    """Ask on the terminal; without a terminal, return False."""
    try:
        return input(f"Remove the database, mail and files in {VAR}? [y/N] ").strip().lower() in {"y", "yes"}
    except EOFError:
        return False


if __name__ == "__main__":
    main()
