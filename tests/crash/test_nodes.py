"""Several nodes on one PostgreSQL: any of them may be stopped, killed and started while people work."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from threading import Event, Lock, Thread
from urllib.parse import urlencode

import pytest
from sqlalchemy import insert, select, text

import assembly
from awards.models import number_series
from engine import audit
from engine.clock import elapsed
from engine.db import Database, metadata
from engine.models import history, instance, job, user_task
from engine.process_engine import ProcessEngine
from tests.integration.house import deploy, start
from tests.support import diagrams as d
from tests.support.databases import fresh_postgres
from web.installation import ROOT
from web.models import account
from web.people import sessions
from web.settings import Settings

PATIENCE = 60  # seconds
CLIENTS = 3
ENOUGH = 6  # acknowledged completions between two interruptions
SETTINGS = Settings(secret_key="s" * 40)
GONE = (ConnectionRefusedError, ConnectionResetError, http.client.RemoteDisconnected, BrokenPipeError)

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


def until(what: Callable[[], object], why: str) -> None:
    """Wait for something that another process brings about."""
    end, pause = elapsed() + PATIENCE, Event()
    while not what():
        assert elapsed() < end, why
        pause.wait(0.02)


@dataclass
class Node:
    """One process of the installation, as a service manager starts it."""

    arguments: list[str]
    environment: dict[str, str]
    port: int = 0
    process: subprocess.Popen[bytes] = field(init=False)

    def start(self) -> Node:
        command = [sys.executable, "-m", "web.cli", *self.arguments]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        return self

    def tell(self, number: signal.Signals) -> None:
        """Send a signal and wait for the end."""
        self.process.send_signal(number)
        _, said = self.process.communicate(timeout=PATIENCE)
        wanted = -signal.SIGKILL if number is signal.SIGKILL else 0
        assert self.process.returncode == wanted, said.decode()

    def ready(self) -> None:
        """Wait until it works: pages answer, a worker says so."""
        if self.port:
            until(self.answers, "a node did not start")
            return
        assert self.process.stdout is not None
        assert "已启动" in self.process.stdout.readline().decode(), self.process.communicate()[1].decode()

    def answers(self) -> bool:
        assert self.process.poll() is None, self.process.communicate()[1].decode()
        try:
            return _ask(self.port, "GET", "/healthz", {})[0] == 200
        except OSError:
            return False


class Installation:
    """Two nodes for pages and two for jobs; none shares a folder with another."""

    def __init__(self, url: str, folder: Path) -> None:
        secret = folder / "secret"
        secret.write_text(SETTINGS.secret_key)
        common = {**os.environ, "LAUREL_DATABASE_URL": url, "LAUREL_SECRET_FILE": str(secret)}
        self.web = [self._web(common, folder / f"web-{n}") for n in range(2)]
        self.workers = [
            Node(["worker"], {**common, "LAUREL_VAR": str(folder / f"worker-{n}")}) for n in range(2)
        ]

    @staticmethod
    def _web(common: dict[str, str], var: Path) -> Node:
        port = _free_port()
        return Node(["web", "--port", str(port)], {**common, "LAUREL_VAR": str(var)}, port)

    @contextmanager
    def running(self) -> Iterator[None]:
        everybody = [*self.web, *self.workers]
        for node in everybody:
            node.start()
        try:
            for node in everybody:
                node.ready()
            yield
        finally:
            for node in everybody:
                if node.process.poll() is None:
                    node.process.kill()
                    node.process.communicate()


@dataclass
class Ledger:
    """What the clients saw."""

    acknowledged: list[int] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    gone: Counter[tuple[int, str]] = field(default_factory=Counter)
    lock: Lock = field(default_factory=Lock)

    def count(self) -> int:
        with self.lock:
            return len(self.acknowledged)


class Client(Thread):
    """Somebody who starts cases and completes their tasks, each page and form at a node chosen by lot."""

    def __init__(self, pe: ProcessEngine, nodes: list[Node], ledger: Ledger, cookie: str, seed: int) -> None:
        super().__init__(daemon=True)
        self.pe, self.nodes, self.ledger, self.cookie = pe, nodes, ledger, cookie
        self.chance, self.enough, self.cases = Random(seed), Event(), 0

    def run(self) -> None:
        try:
            while not self.enough.is_set():
                root = start(self.pe)
                self.cases += 1
                for element in "ab":
                    self._complete(self._task(root, element))
        except BaseException as error:
            self.ledger.errors.append(repr(error))
            raise

    def _task(self, root: int, element: str) -> int:
        query = select(user_task.c.id).where(user_task.c.root_id == root, user_task.c.element == element)
        found: list[int] = []

        def looked() -> bool:
            with self.pe.database.reading() as connection:
                found.extend(connection.execute(query).scalars())
            return bool(found)

        until(looked, f"{element} of case {root} never came")
        return found[0]

    def _complete(self, task: int) -> None:
        page = self._ask("GET", f"/tasks/{task}", {"Cookie": self.cookie})
        if page is None:
            return self._complete(task)
        status, headers, body = page
        token = re.search(r'name="csrf_token" value="([^"]+)"', body)
        once = re.search(r'name="token" value="([^"]+)"', body)
        if status != 200 or token is None:
            self.ledger.errors.append(f"page: {status} {body[:200]}")
            return None
        notices = headers["Set-Cookie"].partition(";")[0]
        fields = {"csrf_token": token[1], **({"token": once[1]} if once else {})}
        form = {"Cookie": f"{self.cookie}; {notices}", "Referer": "https://127.0.0.1/"}
        answer = self._ask("POST", f"/tasks/{task}/complete", form, urlencode(fields))
        if answer is None:  # it may have happened or not
            return None if self._closed(task) else self._complete(task)
        with self.ledger.lock:
            if answer[0] == 303:
                self.ledger.acknowledged.append(task)
            else:
                self.ledger.errors.append(f"form: {answer[0]} {answer[2][:200]}")
        return None

    def _closed(self, task: int) -> bool:
        with self.pe.database.reading() as connection:
            found = connection.execute(select(user_task.c.status).where(user_task.c.id == task)).scalar()
        return found == "completed"

    def _ask(
        self, method: str, path: str, headers: dict[str, str], body: str = ""
    ) -> tuple[int, dict[str, str], str] | None:
        """An answer of any node that lets us in; None if a node went away with the question."""
        while True:
            port = self.chance.choice(self.nodes).port
            try:
                return _ask(port, method, path, headers, body)
            except GONE as gone:
                with self.ledger.lock:
                    self.ledger.gone[port, type(gone).__name__] += 1
                if not isinstance(gone, ConnectionRefusedError):
                    return None


def _ask(
    port: int, method: str, path: str, headers: dict[str, str], body: str = ""
) -> tuple[int, dict[str, str], str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    form = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
    try:
        connection.request(method, path, body or None, {**headers, **form})
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read().decode()
    finally:
        connection.close()


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    """Nodes that find a database without a single table, all of them at once."""
    url = fresh_postgres()
    _forget_tables(url)
    yield Installation(url, tmp_path)
    _forget_tables(url)


def _forget_tables(url: str) -> None:
    database = Database(url)
    metadata.drop_all(database.engine)
    with database.transaction() as connection:
        connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
    database.dispose()


@pytest.fixture
def pe(installation: Installation) -> Iterator[ProcessEngine]:
    made = assembly.process_engine(installation.web[0].environment["LAUREL_DATABASE_URL"])
    yield made
    made.database.dispose()


def _signed_in(pe: ProcessEngine) -> str:
    who = {"name": "clerk", "display_name": "经办", "password_hash": "-", "groups": ["test.staff"]}
    with pe.database.transaction() as connection:
        connection.execute(insert(account), {**who, "admin": False, "disabled": False})
    return f"__Host-laurel={sessions.begin(pe.database, SETTINGS, 'clerk')}"


def test_people_go_on_while_nodes_are_stopped_and_killed(
    installation: Installation, pe: ProcessEngine
) -> None:
    ledger = Ledger()
    first_web, second_web = installation.web
    first_worker, second_worker = installation.workers

    def work_on() -> None:
        """The clients get on, whoever is running."""
        so_far = ledger.count()
        until(lambda: ledger.errors or ledger.count() >= so_far + ENOUGH, "nobody gets on")
        assert ledger.errors == []

    with installation.running():
        deploy(pe, p=NUMBERED)
        cookie = _signed_in(pe)
        clients = [Client(pe, installation.web, ledger, cookie, seed) for seed in range(CLIENTS)]
        for client in clients:
            client.start()
        work_on()
        for node in (first_web, first_worker):  # a rolling restart
            node.tell(signal.SIGTERM)
            work_on()
            node.start()
            node.ready()
        assert {kind for _, kind in ledger.gone} <= {"ConnectionRefusedError"}, ledger.gone
        for node in (second_web, second_worker):
            node.tell(signal.SIGKILL)
            work_on()
            node.start()
        for node in (second_web, second_worker):
            node.ready()
        work_on()
        for client in clients:
            client.enough.set()
        for client in clients:
            client.join(PATIENCE)
        cases = sum(client.cases for client in clients)
        until(lambda: _all_ended(pe), "a case did not end")
        for node in (*installation.web, *installation.workers):
            node.tell(signal.SIGTERM)
    assert ledger.errors == []
    assert {port for port, kind in ledger.gone if kind != "ConnectionRefusedError"} <= {second_web.port}
    _prove(pe, ledger.acknowledged, cases)
    audit.seal_all(pe)
    assert audit.verify(pe).whole


def _prove(pe: ProcessEngine, acknowledged: list[int], cases: int) -> None:
    """Each case ended after two tasks, one number and one timer; what was acknowledged is there, all of it once."""
    with pe.database.reading() as connection:
        statuses = Counter(connection.execute(select(instance.c.status)).scalars())
        done = set(
            connection.execute(select(user_task.c.id).where(user_task.c.status == "completed")).scalars()
        )
        facts = connection.execute(
            select(history.c.facts).where(history.c.kind == "task-completed")
        ).scalars()
        told = Counter(fact["task"] for fact in facts)
        jobs = Counter(connection.execute(select(job.c.status)).scalars())
        issued = connection.execute(select(number_series.c.last)).scalar_one()
    assert (statuses, issued, jobs) == ({"completed": cases}, cases, {"done": 2 * cases})
    assert len(acknowledged) == len(set(acknowledged))
    assert set(acknowledged) <= done
    assert told == dict.fromkeys(done, 1)
    assert len(done) == 2 * cases


def _all_ended(pe: ProcessEngine) -> bool:
    with pe.database.reading() as connection:
        return connection.execute(select(instance.c.id).where(instance.c.status == "active")).first() is None
