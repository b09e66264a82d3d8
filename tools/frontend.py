"""The browser bundles: built by Vite from the locked npm packages, rebuilt only when an input changes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tools import node
from tools.shell import ROOT, digest, stamped, step

SOURCE = ROOT / "web" / "frontend"
MODULES = SOURCE / "node_modules"
OUT = ROOT / "web" / "static" / "dist"
STAMP = OUT / ".stamp"
QUIET = {"npm_config_fund": "false", "npm_config_audit": "false", "npm_config_update_notifier": "false"}


def prepare() -> bool:
    """Bring web/static/dist up to date; True if it was built."""
    wanted = digest(inputs())
    if stamped(STAMP, wanted) and MODULES.is_dir():
        return False
    npm, env = node.npm()
    step("front-end packages", [*npm, "ci", "--ignore-scripts"], cwd=SOURCE, env={**env, **QUIET})
    step("front-end bundles", [*npm, "run", "--silent", "build"], cwd=SOURCE, env={**env, **QUIET})
    STAMP.write_text(wanted)
    return True


def inputs() -> Iterator[Path]:
    """Every file that the bundles are made of."""
    yield from (SOURCE / name for name in (".npmrc", "package.json", "package-lock.json", "vite.config.js"))
    yield from (file for file in SOURCE.joinpath("src").rglob("*") if file.is_file())
