"""The virtual environment: made from hash-pinned requirement files, remade only when they change."""

from __future__ import annotations

import sys
from pathlib import Path

from tools.shell import PYTHON, ROOT, VENV, attempt, digest, stamped, step, stop

LEVELS = ("run", "test", "dev")  # each holds all pins of the one before

LAUREL = """\
#!/bin/sh
# Written by `make`: the laurel command of this checkout.
root=$(cd "$(dirname "$0")/../.." && pwd)
PYTHONPATH="$root${PYTHONPATH:+:$PYTHONPATH}" exec "$root/.venv/bin/python" -m web.cli "$@"
"""


def prepare(level: str) -> bool:
    """Bring .venv to a level; True if anything was installed."""
    if stamped(stamp(level), fingerprint(level)):
        return False
    create()
    install(level)
    write_command()
    for done in LEVELS[: LEVELS.index(level) + 1]:
        stamp(done).write_text(fingerprint(done))
    return True


def requirements(name: str) -> Path:
    return ROOT / "requirements" / f"{name}.txt"


def stamp(level: str) -> Path:
    return VENV / f".laurel-{level}"


def fingerprint(level: str) -> str:
    return digest([requirements(level)], sys.version, str(ROOT))


def create() -> None:
    """Make .venv unless a usable one (this Python, with pip) is there already."""
    usable = f"import sys, pip; sys.exit(sys.version_info[:2] != {tuple(sys.version_info[:2])})"
    if PYTHON.exists() and attempt([PYTHON, "-c", usable]).returncode == 0:
        return
    if attempt([sys.executable, "-c", "import ensurepip, venv"]).returncode:
        stop("this Python comes without its venv module; on Debian and Ubuntu: apt-get install python3-venv")
    step("virtual environment", [sys.executable, "-m", "venv", "--clear", VENV])


def install(name: str) -> None:
    """Install a requirement file: every archive is checked against its hash, nothing is built from source."""
    quiet = ("--quiet", "--disable-pip-version-check", "--no-input")
    pinned = ("--require-hashes", "--only-binary", ":all:", "--requirement", requirements(name))
    step(f"Python packages ({name})", [PYTHON, "-m", "pip", "install", *quiet, *pinned])


def write_command() -> None:
    """Put the `laurel` command beside the environment's Python."""
    command = PYTHON.parent / "laurel"
    command.write_text(LAUREL)
    command.chmod(0o755)
