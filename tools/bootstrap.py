"""From a bare checkout to something that runs: `python -m tools.bootstrap run|test|dev|bench|frontend`."""

from __future__ import annotations

import sys
import time

from tools import environment, frontend, licences, rivals
from tools.shell import PYTHON, attempt, stop

USAGE = "usage: python -m tools.bootstrap run|test|dev|bench|frontend"
LIKE = {"frontend": "run", "bench": "test"}  # targets that need another level's packages


def main(arguments: list[str]) -> None:
    """Prepare what one make target needs, and say what was done if anything was."""
    if len(arguments) != 1 or arguments[0] not in (*environment.LEVELS, *LIKE):
        stop(USAGE)
    wanted = arguments[0]
    started = time.monotonic()
    changed = prepare(wanted)
    if wanted == "test":
        browser()
    if wanted == "bench":
        changed |= rivals.prepare()
    if changed:
        print(f"  ready after {time.monotonic() - started:.0f} s", flush=True)


def prepare(wanted: str) -> bool:
    """Environment, bundles, licence texts; True if anything had to be made."""
    installed = environment.prepare(LIKE.get(wanted, wanted))
    built = wanted != "dev" and frontend.prepare()
    if wanted != "dev" and (installed or built or not licences.PYTHON_PART.exists()):
        licences.write()
    return installed or built


def browser() -> None:
    """The tests need a Chromium: find or obtain one before they start, so that a missing one is said at once."""
    found = attempt([PYTHON, "-m", "tools.browser"])
    if found.returncode:
        stop(found.stdout.strip().splitlines()[-1].removeprefix("laurel: "))


if __name__ == "__main__":
    main(sys.argv[1:])
