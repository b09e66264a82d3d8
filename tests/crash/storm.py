"""The ledger test at random: `python -m tests.crash.storm` kills, freezes, fills, crashes, and then counts.

Two web nodes, two workers and three clients work on one database while faults come over them in an order that
chance makes of a seed. Then everything may finish, and the proof is asked.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from multiprocessing.context import ForkProcess
from pathlib import Path
from random import Random
from socket import create_server
from typing import Protocol

from sqlalchemy import update

from engine.db import Database
from engine.models import job
from tests.crash import nodes, proof, receiver, tale
from tests.crash.ledger import Claims, read
from tests.crash.lives import World, lives_on
from tests.integration.house import STAFF
from web.people import accounts

ROLES = (nodes.web, nodes.web, nodes.worker, nodes.worker, nodes.client, nodes.client, nodes.client)
FROZEN = 1.4  # seconds: longer than a lease
END = 180  # seconds until everything must have come to its end
HURRY_EVERY = 2.0  # seconds
_fork = multiprocessing.get_context("fork")


@dataclass(frozen=True)
class Plan:
    """How many faults of each kind."""

    kills: int
    zombies: int
    crashes: int
    fills: int


class Ground(Protocol):
    """A database that can be crashed, on a disk that can be filled."""

    url: str

    def crash(self, everybody: Sequence[ForkProcess]) -> None: ...
    def fill(self) -> bool: ...
    def mend(self) -> None: ...


@dataclass
class Tally:
    """What happened, and what came of it."""

    happened: Counter[str] = field(default_factory=Counter)
    claims: Claims = field(default_factory=Claims)
    calls: int = 0
    faults: list[proof.Fault] = field(default_factory=list)

    def row(self) -> list[object]:
        acknowledged = Counter(what for what, _ in self.claims.acknowledged.elements())
        broken = Counter(fault.kind for fault in self.faults)
        happened = [self.happened[what] for what in ("kill", "freeze", "crash", "fill")]
        return [
            *happened,
            acknowledged["start"],
            acknowledged["complete"],
            self.calls,
            broken["lost"],
            broken["doubled"],
            broken["phantom"],
        ]


HEAD = "kills|zombies|database crashes|disk full|cases|completions|calls|lost|doubled|phantom"


def rage(ground: Ground, folder: Path, plan: Plan, seed: int) -> Tally:
    """One storm on one database; what came of it."""
    chance = Random(seed)
    faults = (
        ["kill"] * plan.kills + ["freeze"] * plan.zombies + ["crash"] * plan.crashes + ["fill"] * plan.fills
    )
    chance.shuffle(faults)
    with ExitStack() as stack:
        calls = folder / "calls"
        address = stack.enter_context(receiver.receiving(ground.url, calls))
        calm = _calm(ground.url, folder, address)
        sockets = [stack.enter_context(create_server(("127.0.0.1", 0), backlog=64)) for _ in range(2)]
        crowd = Crowd(nodes.Storm(ground.url, folder, address, sockets), chance)
        stack.callback(crowd.end)
        tally = Tally()
        for fault in faults:
            crowd.go_on(chance.uniform(0.05, 0.3))
            if getattr(crowd, fault)(ground):
                tally.happened[fault] += 1
        crowd.settle()
        pe = tale.node(ground.url, address)
        tally.claims, received = read(crowd.storm.ledgers()), receiver.calls(calls)
        tally.calls = len(received)
        tally.faults = proof.faults(pe, tally.claims, received, calm)
        pe.database.dispose()
    return tally


def _calm(url: str, folder: Path, address: str) -> proof.Stories:
    """What an undisturbed case tells, on the same database before the storm."""
    pe = tale.node(url, address)
    tale.deploy_tale(pe)
    accounts.add(pe.database, STAFF.name, "office", nodes.PASSWORD, STAFF.groups)
    pe.database.dispose()
    assert lives_on(World(url, folder / "ledger-calm", address).life(0)) == 0
    pe = tale.node(url, address)
    told = proof.calm(pe)
    tale.deploy_tale(pe, "PT0.3S")
    pe.database.dispose()
    return told


def _hurry(url: str) -> None:
    """What failed several times in a long storm pauses for up to an hour; nobody waits for that here."""
    database, now = Database(url), datetime.now(UTC)
    paused = update(job).where(job.c.status == "ready", job.c.kind != "timer", job.c.due_at > now)
    with database.transaction() as connection:
        connection.execute(paused.values(due_at=now))
    database.dispose()


class Crowd:
    """The processes of a storm; whoever dies is replaced at once."""

    def __init__(self, storm: nodes.Storm, chance: Random) -> None:
        self.storm, self._chance = storm, chance
        self._born = 0
        self._frozen: list[tuple[float, ForkProcess]] = []
        self._processes = [self._spawn(n) for n in range(len(ROLES))]

    def go_on(self, seconds: float) -> None:
        """Let time pass; the frozen are woken, the dead replaced."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self._processes[0].join(min(left, 0.05))
            self._wake(time.monotonic())
            self._replace()

    def kill(self, _ground: Ground) -> bool:
        self._awake().kill()
        return True

    def freeze(self, _ground: Ground) -> bool:
        unlucky = self._awake(nodes.web, nodes.worker)
        os.kill(unlucky.pid or 0, signal.SIGSTOP)
        self._frozen.append((time.monotonic() + FROZEN, unlucky))
        return True

    def crash(self, ground: Ground) -> bool:
        self._wake(float("inf"))
        ground.crash(self._processes)
        return True

    def fill(self, ground: Ground) -> bool:
        """The disk is full for a while."""
        self._wake(float("inf"))
        filled = ground.fill()
        self.go_on(0.5)
        ground.mend()
        return filled

    def settle(self) -> None:
        """No new cases; everything may come to its end."""
        self._wake(float("inf"))
        self.storm.calm.touch()
        until = time.monotonic() + END
        while any(p.exitcode != 0 for p in self._clients()):
            assert time.monotonic() < until, "cases have not come to their end"
            _hurry(self.storm.url)
            self.go_on(HURRY_EVERY)

    def end(self) -> None:
        for process in self._processes:
            process.kill()
            process.join()

    def _clients(self) -> list[ForkProcess]:
        return [p for role, p in zip(ROLES, self._processes, strict=True) if role is nodes.client]

    def _awake(self, *roles: object) -> ForkProcess:
        frozen = [process for _, process in self._frozen]
        return self._chance.choice(
            [
                p
                for role, p in zip(ROLES, self._processes, strict=True)
                if p not in frozen and p.is_alive() and (not roles or role in roles)
            ]
        )

    def _wake(self, now: float) -> None:
        for until, process in self._frozen:
            if until <= now and process.is_alive():
                os.kill(process.pid or 0, signal.SIGCONT)
        self._frozen = [(until, process) for until, process in self._frozen if until > now]

    def _replace(self) -> None:
        for n, process in enumerate(self._processes):
            if process.exitcode not in (None, 0):
                self._processes[n] = self._spawn(n)

    def _spawn(self, n: int) -> ForkProcess:
        self._born += 1
        role = ROLES[n]
        process = _fork.Process(target=nodes.run, args=(role, self.storm, n, self._chance.randrange(10**9)))
        process.start()
        return process
