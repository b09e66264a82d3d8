"""Running commands for `make`: one line for each step, the full output only when a step fails."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts" if os.name == "nt" else "bin") / "python"


def stop(sentence: str) -> NoReturn:
    """End with one line for the person at the shell."""
    raise SystemExit(f"laurel: {sentence}")


def step(
    title: str, command: Sequence[str | Path], *, cwd: Path = ROOT, env: Mapping[str, str] | None = None
) -> None:
    """Run a command quietly under a title with its seconds; raises SystemExit with its output if it fails."""
    print(f"  {title} …", end="", flush=True)
    started = time.monotonic()
    done = attempt(command, cwd=cwd, env=env)
    if done.returncode:
        print(" failed", flush=True)
        sys.stderr.write(done.stdout)
        stop(f"this step failed: {' '.join(map(str, command))}")
    print(f" {time.monotonic() - started:.1f} s", flush=True)


def attempt(
    command: Sequence[str | Path], *, cwd: Path = ROOT, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command and give back its code and output (both streams together), whatever they are."""
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, **(env or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def digest(files: Iterable[Path], *facts: str) -> str:
    """A fingerprint of files (path and content) and further facts: what a stamp holds."""
    found = hashlib.sha256("\0".join(facts).encode())
    for file in sorted(files):
        found.update(b"\0" + file.relative_to(ROOT).as_posix().encode() + b"\0" + file.read_bytes())
    return found.hexdigest()


def stamped(stamp: Path, fingerprint: str) -> bool:
    """Whether the stamp was written for exactly this fingerprint."""
    return stamp.is_file() and stamp.read_text() == fingerprint
