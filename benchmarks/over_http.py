"""Completions over HTTP: sign-in, form check, audit; a web node of its own, and clients that keep their connection."""

from __future__ import annotations

import multiprocessing
import re
import statistics
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from socket import create_server as listen
from socket import socket
from time import perf_counter
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import select
from waitress.server import create_server

import assembly
from benchmarks.completions import CLERK, GROUPS, VARIABLES
from engine.actor import Actor
from engine.commands import deployments, instances
from engine.models import user_task
from engine.process_engine import ProcessEngine, calm_collector
from tests.support import diagrams as d
from web.app import create_app
from web.people import accounts
from web.settings import Settings

PASSWORD = "bench-password"
ALONE, TOGETHER, CLIENTS = 300, 600, 4
FORM = b"""{"id": "bench.answer", "type": "default", "schemaVersion": 16, "components": [
  {"type": "textfield", "key": "remark", "label": "remark", "validate": {"required": true, "maxLength": 200}},
  {"type": "number", "key": "score", "label": "score", "validate": {"required": true, "min": 0, "max": 100}},
  {"type": "checkbox", "key": "agreed", "label": "agreed"}]}"""
_LOOP = d.diagram(
    "bench.asked",
    d.start(),
    d.task("again", groups="bench.staff", form="bench.answer"),
    d.flow("start", "again"),
    d.flow("again", "again"),
)
_fork = multiprocessing.get_context("fork")


@dataclass(frozen=True, slots=True)
class Figures:
    """`rate`: completions per second of all clients together; `median`: seconds of one completion, one client."""

    rate: float
    median: float


def measure(url: str) -> Figures:
    """All figures on one empty database."""
    pe = assembly.process_engine(url)
    files = {"shared/groups.yaml": GROUPS, "bench/asked.bpmn": _LOOP, "bench/answer.form": FORM}
    deployments.deploy(pe, files, Actor("owner"))
    accounts.add(pe.database, CLERK.name, "clerk", PASSWORD, CLERK.groups)
    roots = [
        instances.start(pe, "bench.asked", business_key=None, variables=VARIABLES, by=CLERK)
        for _ in range(CLIENTS)
    ]
    pe.database.dispose()
    with listen(("127.0.0.1", 0), backlog=64) as door, _node(url, door):
        port = door.getsockname()[1]
        _together(url, port, roots[:1], 30)
        alone = _together(url, port, roots[:1], ALONE)
        together = _together(url, port, roots, TOGETHER // CLIENTS)
    return Figures(len(together.took) / together.wall, statistics.median(alone.took))


@dataclass(frozen=True, slots=True)
class _Run:
    wall: float
    took: Sequence[float]


@contextmanager
def _node(url: str, door: socket) -> Iterator[None]:
    def serve() -> None:
        pe = assembly.process_engine(url)
        app = create_app(pe, Settings(secret_key="bench" * 8, secure_cookies=False))
        calm_collector()
        create_server(app, sockets=[door], threads=8).run()

    process = _fork.Process(target=serve, daemon=True)
    process.start()
    try:
        yield
    finally:
        process.kill()
        process.join()


def _together(url: str, port: int, roots: Sequence[int], each: int) -> _Run:
    """Clients at once, each with a case of its own."""
    answers: Any = _fork.Queue()
    ready = _fork.Barrier(len(roots) + 1)
    processes = [
        _fork.Process(target=_client, args=(url, port, root, each, ready, answers)) for root in roots
    ]
    for process in processes:
        process.start()
    ready.wait()
    began = perf_counter()
    took = [seconds for _ in processes for seconds in answers.get()]
    wall = perf_counter() - began
    for process in processes:
        process.join()
    return _Run(wall, took)


def _client(url: str, port: int, root: int, each: int, ready: Any, answers: Any) -> None:
    pe = assembly.process_engine(url)
    browser = _Browser(port)
    task = _open_task(pe, root)
    ready.wait()
    took = []
    for n in range(each):
        began = perf_counter()
        task = browser.complete(task, {"remark": f"case {n}", "score": "80", "agreed": "true"})
        took.append(perf_counter() - began)
    answers.put(took)


def _open_task(pe: ProcessEngine, root: int) -> int:
    query = select(user_task.c.id).where(user_task.c.root_id == root, user_task.c.status == "open")
    with pe.database.reading() as connection:
        return int(connection.execute(query).scalar_one())


class _Browser:
    """A signed-in person: one connection, the cookies, the anti-forgery token."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port)
        self._cookies: dict[str, str] = {}
        page = self._ask("GET", "/sign-in")[1]
        fields = {"name": CLERK.name, "password": PASSWORD, "next": "", "csrf_token": _token(page)}
        self._ask("POST", "/sign-in", fields)
        self._token = _token(self._ask("GET", "/tasks")[1])

    def complete(self, task: int, fields: dict[str, str]) -> int:
        """Complete a task; the next one is where the house sends this person."""
        where, page = self._ask("POST", f"/tasks/{task}/complete", {**fields, "csrf_token": self._token})
        if where is None:
            raise RuntimeError(f"task {task} was not completed: {page}")
        return int(where.rpartition("/")[2])

    def _ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> tuple[str | None, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        body = None
        if fields is not None:
            body = urlencode(fields)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, rest = cookie.partition("=")
            self._cookies[name] = rest.partition(";")[0]
        return answer.getheader("Location"), answer.read().decode()


def _token(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    return found.group(1) if found else ""
