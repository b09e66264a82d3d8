"""What `make bench` measures beside ours: packages that nothing else needs, from hash-pinned and locked files."""

from __future__ import annotations

import sys

from tools import environment, node
from tools.frontend import QUIET
from tools.shell import ROOT, VENV, digest, stamped, step

FOLDER = ROOT / "benchmarks" / "node"
MODULES = FOLDER / "node_modules"
STAMP = VENV / ".laurel-bench"


def prepare() -> bool:
    """Install the Python and the npm packages of the benchmarks; True if anything was installed."""
    files = [environment.requirements("bench"), FOLDER / "package.json", FOLDER / "package-lock.json"]
    wanted = digest(files, sys.version, str(ROOT))
    if stamped(STAMP, wanted) and MODULES.is_dir():
        return False
    environment.install("bench")
    npm, env = node.npm()
    step("benchmark packages", [*npm, "ci", "--ignore-scripts"], cwd=FOLDER, env={**env, **QUIET})
    STAMP.write_text(wanted)
    return True
