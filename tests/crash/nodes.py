"""The processes of a storm: web nodes, workers and clients, each as it runs in an installation."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPException
from http.cookiejar import CookieJar
from pathlib import Path
from random import Random
from signal import SIGTERM, sigwait
from socket import socket
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, build_opener

from sqlalchemy import select, union_all
from sqlalchemy.exc import SQLAlchemyError
from waitress.server import create_server

from engine import jobs
from engine.commands import instances
from engine.errors import LaurelError
from engine.jobs import claiming
from engine.models import instance, job, user_task
from engine.process_engine import ProcessEngine
from engine.worker import Worker
from tests.crash import tale
from tests.crash.ledger import Ledger
from tests.integration.house import STAFF
from web.app import create_app
from web.settings import Settings

LEASE = timedelta(seconds=1)
PASSWORD = "storm-password"
PATIENCE = 20  # seconds a client waits for an answer
_BROKEN = (OSError, HTTPException, LaurelError, SQLAlchemyError)


class WrongClock:
    """The machine's clock, wrong by some seconds: by many leases."""

    def __init__(self, by: timedelta) -> None:
        self._by = by

    def now(self) -> datetime:
        return datetime.now(UTC) + self._by


@dataclass(frozen=True)
class Storm:
    """Where the processes of a storm find each other."""

    url: str
    folder: Path
    receiver: str
    listening: Sequence[socket]  # one for each web node: it outlives the node

    @property
    def calm(self) -> Path:
        """There once no case is to be started any more."""
        return self.folder / "calm"

    def ledger(self, number: int) -> Path:
        return self.folder / f"ledger-{number}"

    def ledgers(self) -> list[Path]:
        return sorted(self.folder.glob("ledger-*"))


Role = Callable[[Storm, int, int], None]


def run(role: Role, storm: Storm, number: int, seed: int) -> None:
    """Play a role; what it has to say goes into a file."""
    log = os.open(storm.folder / "log", os.O_CREAT | os.O_APPEND | os.O_WRONLY)
    os.dup2(log, 2)
    role(storm, number, seed)


def web(storm: Storm, number: int, _seed: int) -> None:
    """A web node on a socket that outlives it."""
    pe = tale.node(storm.url, storm.receiver)
    app = create_app(pe, Settings(secret_key="storm" * 8, secure_cookies=False))
    create_server(app, sockets=[storm.listening[number]], threads=4).run()


def worker(storm: Storm, _number: int, seed: int) -> None:
    """A worker; now and then one whose clock is wrong."""
    claiming.LEASE = jobs.LEASE = LEASE
    chance = Random(seed)
    wrong = timedelta(seconds=chance.choice([0, 0, 0, chance.randint(-10, 10)]))
    Worker(tale.node(storm.url, storm.receiver, WrongClock(wrong)), f"worker-{os.getpid()}").start()
    sigwait([SIGTERM])


def client(storm: Storm, number: int, seed: int) -> None:
    """Somebody who starts cases and completes tasks in a browser until the storm is over and all is done."""
    pe, chance, ledger = tale.node(storm.url, storm.receiver), Random(seed), Ledger(storm.ledger(number))
    browser = Browser(storm, chance)
    while True:
        try:
            moving, found = _open(pe)
            if not moving and storm.calm.exists():
                return
            if len(moving) < 10 and not storm.calm.exists():
                _start(pe, ledger, number)
            if found:
                _complete(browser, ledger, chance.choice(found))
        except _BROKEN:
            continue  # the house is down, or somebody was quicker: a person tries again


def _start(pe: ProcessEngine, ledger: Ledger, number: int) -> None:
    """Start the case that was meant last and not acknowledged, else the next one."""
    claims = ledger.claims()
    meant, done = claims.of("start")
    unsure = sorted(meant.keys() - done.keys())
    n = unsure[0] if unsure else number * 10**6 + len(done)
    ledger.means("start", n)
    instances.start(pe, "test.main", business_key=None, variables={"n": n}, by=STAFF, token=f"start-{n}")
    ledger.acknowledges("start", n)


def _complete(browser: Browser, ledger: Ledger, task: int) -> None:
    ledger.means("complete", task)
    if browser.complete(task):
        ledger.acknowledges("complete", task)


def _open(pe: ProcessEngine) -> tuple[Sequence[int], Sequence[int]]:
    """Cases and jobs that are not at their end, and tasks that are open."""
    with pe.database.reading() as connection:
        moving = select(instance.c.id).where(instance.c.status == "active")
        working = select(job.c.id).where(job.c.status.in_(("ready", "leased")))
        found = select(user_task.c.id).where(user_task.c.status == "open")
        return (
            list(connection.execute(union_all(moving, working)).scalars()),
            list(connection.execute(found).scalars()),
        )


class Browser:
    """What a browser does for a person: cookies, the form's token, a new try at another node."""

    def __init__(self, storm: Storm, chance: Random) -> None:
        self._storm, self._chance = storm, chance
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()), _Stay())

    def complete(self, task: int) -> bool:
        """Open the task's page and press the button; True if the house said that it is done."""
        status, page = self._open(f"/tasks/{task}")
        if status in (302, 303):
            _, page = self._open("/sign-in")
            self._open("/sign-in", name=STAFF.name, password=PASSWORD, next="", csrf_token=_token(page))
            status, page = self._open(f"/tasks/{task}")
        if status != 200:
            return False
        status, _ = self._open(f"/tasks/{task}/complete", csrf_token=_token(page))
        return status == 303

    def _open(self, path: str, **fields: str) -> tuple[int, str]:
        body = urlencode(fields).encode() if fields else None
        try:
            with self._opener.open(self._address(path), body, timeout=PATIENCE) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def _address(self, path: str) -> str:
        port = self._chance.choice(self._storm.listening).getsockname()[1]
        return f"http://127.0.0.1:{port}{path}"


class _Stay(HTTPRedirectHandler):
    """A redirect is an answer of its own."""

    def redirect_request(self, *_args: Any, **_more: Any) -> None:
        return None


def _token(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    return found.group(1) if found else ""
