"""`make chaos`: storms on both databases, and a table of what happened and what was lost."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from tests.crash.grounds import ground
from tests.crash.storm import HEAD, Plan, rage

PLANS = {"": Plan(kills=200, zombies=50, crashes=20, fills=10), "long": Plan(2000, 200, 100, 50)}
SEED = 20261121


def main(which: str) -> int:
    """Storms by the plan of that name; 0 if every promise was kept."""
    print(f"| database | {' | '.join(HEAD.split('|'))} | seconds |")
    print("|---" * (HEAD.count("|") + 3) + "|")
    broken = []
    for kind in ("sqlite", "postgresql"):
        with ground(kind) as database, tempfile.TemporaryDirectory() as folder:
            begun = time.monotonic()
            tally = rage(database, Path(folder), PLANS[which], SEED)
            row = [kind, *tally.row(), round(time.monotonic() - begun)]
            print("|" + "|".join(f" {cell} " for cell in row) + "|", flush=True)
            broken += tally.faults
    for fault in broken:
        print(f"{fault.kind}: {fault.what}")
    return bool(broken)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if sys.argv[1:] else ""))
