"""Known vulnerabilities in what we install, asked of the package index's advisories where they can be reached."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from tools.shell import ROOT

SECONDS = 120
UNREACHED = "the advisory service could not be reached: nothing was audited"
COMMAND = ("pip_audit", "--require-hashes", "--disable-pip", "--format", "json", "--progress-spinner", "off")


def run() -> bool:
    """Audit requirements/run.txt and test.txt; False only for a vulnerability, not for a service out of reach."""
    answer = ask()
    if answer is None:
        print(UNREACHED)
        return True
    return report(answer)


def ask() -> list[dict[str, Any]] | None:
    """What pip-audit says of each dependency; None if it got no answer."""
    files = [f"--requirement={ROOT / 'requirements' / name}" for name in ("run.txt", "test.txt")]
    try:
        done = subprocess.run(
            [sys.executable, "-m", *COMMAND, *files],
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        dependencies: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, json.JSONDecodeError):
        return None
    return dependencies if any("skip_reason" not in each for each in dependencies) else None


def report(dependencies: list[dict[str, Any]]) -> bool:
    """Print each advisory with its cure; True if there is none."""
    skipped = [each["name"] for each in dependencies if "skip_reason" in each]
    if skipped:
        print(f"without an answer: {', '.join(skipped)}")
    advisories = [(each, found) for each in dependencies for found in each.get("vulns", ())]
    for dependency, found in advisories:
        cure = ", ".join(found["fix_versions"]) or "no fixed version yet"
        print(f"{dependency['name']} {dependency['version']}: {found['id']} (fixed in: {cure})")
    return not advisories
