"""`make check`: format, lint, types, import contracts, dependency audit, processes; all run, failures named at the end."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tools import audit
from tools.shell import ROOT

HOUSE = ("engine", "awards", "webhooks", "conformance", "web", "assembly.py", "tools")


def command(*arguments: str) -> bool:
    """Run a module of the environment in the open; True if it is content."""
    return subprocess.run([sys.executable, "-m", *arguments], cwd=ROOT, check=False).returncode == 0


def imports() -> bool:
    """import-linter has no module entry; its console function is called as its script does."""
    entry = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    return subprocess.run([sys.executable, "-c", entry, "--no-logo"], cwd=ROOT, check=False).returncode == 0


def checks() -> dict[str, Callable[[], bool]]:
    """Each check by the name it is reported under."""
    house = [name for name in HOUSE if Path(ROOT, name).exists()]
    return {
        "format": partial(command, "ruff", "format", "--check", "--quiet", "."),
        "lint": partial(command, "ruff", "check", "--quiet", "."),
        "types": partial(command, "mypy", *house),
        "import contracts": imports,
        "dependency audit": audit.run,
        "processes": partial(command, "web.cli", "check", "processes"),
    }


def main(wanted: list[str]) -> int:
    """Run all checks, or those named; the number of failures is the exit code."""
    failed = []
    for name, check in checks().items():
        if wanted and name not in wanted:
            continue
        print(f"— {name}", flush=True)
        if not check():
            failed.append(name)
    print(f"failed: {', '.join(failed)}" if failed else "all checks passed", flush=True)
    return len(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
