"""A storm on a small scale: everything acknowledged is there, once. `make chaos` has the large ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crash.grounds import ground
from tests.crash.storm import Plan, rage
from tests.support.deep import count

SEED = 20261121
PLAN = Plan(
    kills=count("kills (-9), per database", 20, 200, SEED),
    zombies=count("processes frozen longer than their lease, per database", 3, 50, SEED),
    crashes=count("database crashes, per database", 2, 20, SEED),
    fills=count("full disks, per database", 1, 10, SEED),
)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_storm_loses_nothing_and_doubles_nothing(kind: str, tmp_path: Path) -> None:
    with ground(kind) as database:
        tally = rage(database, tmp_path, PLAN, SEED)
    assert tally.faults == []
    assert tally.happened["kill"] + tally.happened["freeze"] == PLAN.kills + PLAN.zombies
    assert sum(tally.claims.acknowledged.values()) > PLAN.kills, "too little was done to mean anything"
