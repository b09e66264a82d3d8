"""Processes are killed with -9 while cases move: everything acknowledged is there, exactly once."""

from __future__ import annotations

import multiprocessing
import os
import signal
from datetime import timedelta
from multiprocessing.context import ForkProcess
from pathlib import Path
from random import Random

import pytest

import assembly
from engine.jobs import claiming
from tests.crash.movers import client, worker
from tests.crash.proof import prove
from tests.integration.house import deploy, start
from tests.support import diagrams as d
from tests.support.deep import count

SEED = 20261120
CASES = count("cases moved while processes are killed, per database", 200, 2000, SEED)
KILLS = count("kills (-9), per database", 20, 200, SEED)
_fork = multiprocessing.get_context("fork")

NUMBERED = d.diagram(
    "test.p",
    d.start(),
    d.task("a"),
    d.service("number", "awards.number", inputs={"series": '"test"', "year": "2026"}, retries=1000),
    d.catch("pause", d.timer("timeDuration", "PT0.01S")),
    d.task("b"),
    d.end(),
    d.flows("start a number pause b end"),
)


def test_nothing_is_lost_and_nothing_done_twice(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claiming, "LEASE", timedelta(seconds=0.2))
    pe = assembly.process_engine(database_url)
    deploy(pe, p=NUMBERED)
    for _ in range(CASES):
        start(pe)
    pe.database.dispose()
    ledger = tmp_path / "acknowledged"
    kills = _move_and_kill(database_url, ledger)
    assert kills >= KILLS / 2, "too few kills to mean anything"
    prove(pe, [int(line) for line in ledger.read_text().split()], CASES)


def _move_and_kill(url: str, ledger: Path) -> int:
    """Two clients and two workers; one of them is killed again and again, then all may finish."""
    chance, kills = Random(SEED), 0
    roles = [client, client, worker, worker]
    running = [_spawn(role, url, ledger, n) for n, role in enumerate(roles)]
    while any(p.exitcode != 0 for p in running):
        unlucky = chance.randrange(len(running))
        running[unlucky].join(timeout=chance.uniform(0.05, 0.35))
        if kills < KILLS and running[unlucky].is_alive():
            os.kill(running[unlucky].pid or 0, signal.SIGKILL)
            running[unlucky].join()
            kills += 1
        for n, process in enumerate(running):
            if process.exitcode not in (None, 0):
                assert process.exitcode == -signal.SIGKILL, f"a mover ended by itself: {process.exitcode}"
                running[n] = _spawn(roles[n], url, ledger, n + 10 * kills)
    return kills


def _spawn(role, url: str, ledger: Path, seed: int) -> ForkProcess:  # type: ignore[no-untyped-def]
    process = _fork.Process(target=role, args=(url, ledger, seed))
    process.start()
    return process
