"""The Debian packages a full test run wants: which are missing, and how they are installed."""

import ctypes
import os
import shutil
import subprocess
import sys
from pathlib import Path

WANTED = Path(__file__).with_name("system-packages.txt")


def postgresql_binaries() -> Path | None:
    """Return the folder of the newest PostgreSQL server installed here, Debian's or another."""
    debian = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if debian:
        return max(debian, key=lambda folder: int(folder.parent.name.split(".")[0]))
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def is_present(sign: str) -> bool:
    """Say whether a program or a library is installed, also where Debian keeps its servers."""
    if sign == "initdb":
        return postgresql_binaries() is not None
    if sign.startswith("tesseract/"):
        return sign.partition("/")[2] in tesseract_languages()
    if ".so" in sign:
        return is_library_present(sign)
    return shutil.which(sign) is not None


def tesseract_languages() -> list[str]:
    """Return the languages that tesseract can read here."""
    program = shutil.which("tesseract")
    if program is None:
        return []
    command = [program, "--list-langs"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.split()


def is_library_present(name: str) -> bool:
    """Say whether the system's loader finds a library."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def missing_packages() -> list[str]:
    """Return the wanted packages whose program or library is not to be found."""
    lines = [line.split() for line in WANTED.read_text().splitlines() if line[:1] not in ("", "#")]
    return [package for package, sign in lines if not is_present(sign)]


def install_missing() -> list[str]:
    """Install what is missing where we may, and return the packages that are still missing.

    As root on Debian apt-get installs them; anyone else is told the one line to run.
    """
    missing = missing_packages()
    if not missing:
        return []
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        print(f"Missing: {' '.join(missing)}. Install with:")
        print(f"    sudo apt-get install --yes {' '.join(missing)}", flush=True)
        return missing
    print(f"Installing {' '.join(missing)}", flush=True)
    apt_get("update")
    apt_get("install", "--yes", "--no-install-recommends", *missing)
    return missing_packages()


def apt_get(*arguments: str) -> None:
    """Run apt-get without a question asked; what it says is shown only where it fails."""
    done = subprocess.run(
        ["apt-get", "--quiet=2", *arguments],
        env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        print(done.stdout[-2000:], done.stderr[-2000:], sep="\n", file=sys.stderr, flush=True)
