"""What a node owes the others: it leaves in good order, gives back what it has claimed, seals what happened."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import select, text

from engine import audit
from engine import worker as workers
from engine.clock import elapsed
from engine.db import Database
from engine.models import job
from engine.process_engine import ProcessEngine
from engine.registries import Assignment, JobHandler, Variables
from engine.worker import Worker
from tests.integration.house import deploy, open_elements, settle, start
from tests.support import diagrams as d
from tests.support.commands import installed
from web import installation

PATIENCE = 30  # seconds
SERVER = """
import os, sys
from flask import Flask, request
from web.listening import listen
app = Flask("slow")
@app.get("/who")
def who():
    return request.remote_addr
@app.get("/slow")
def slow():
    print("begun", flush=True)
    sys.stdin.readline()
    return "x" * 3_000_000
listen(app, "127.0.0.1", int(sys.argv[1]))
print("left", flush=True)
"""


class Server:
    """A process that answers by `listen`, told what to do on its standard input."""

    def __init__(self, **environment: str) -> None:
        with socket.socket() as door:
            door.bind(("127.0.0.1", 0))
            self.port = door.getsockname()[1]
        command = [sys.executable, "-c", SERVER, str(self.port)]
        self.process = subprocess.Popen(
            command,
            cwd=installation.ROOT,
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        until_refused(self.port, refused=False)

    def ask(self, path: str, **headers: str) -> str:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        assert answer.status == 200
        return answer.read().decode()

    def line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def say(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()


def until_refused(port: int, *, refused: bool) -> None:
    """Wait until connections are refused, or are not any more."""
    end, pause = elapsed() + PATIENCE, Event()
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=PATIENCE).close()
            if not refused:
                return
        except ConnectionRefusedError:
            if refused:
                return
        assert elapsed() < end, "the door neither opens nor closes"
        pause.wait(0.02)


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.process.kill()
    made.process.communicate()


def test_whoever_has_been_let_in_is_answered(server: Server) -> None:
    """While the node leaves: nobody new, but a request under way gets its whole answer, and then the process ends."""
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(server.ask, "/slow")
        assert server.line() == "begun"
        server.process.send_signal(signal.SIGTERM)
        until_refused(server.port, refused=True)
        assert not slow.done()
        server.say()
        assert len(slow.result(PATIENCE)) == 3_000_000
    assert server.line() == "left"
    assert server.process.wait(PATIENCE) == 0


def test_a_quiet_connection_does_not_keep_a_node_from_leaving(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as kept:
        kept.sendall(b"GET /who HTTP/1.1\r\nHost: laurel\r\n\r\n")
        assert b"200 OK" in kept.recv(4096)
        server.process.send_signal(signal.SIGTERM)
        while kept.recv(4096):
            pass  # until the node hangs up
    assert server.process.wait(PATIENCE) == 0


@pytest.mark.parametrize(("trusted", "seen"), [("", "127.0.0.1"), ("127.0.0.1", "203.0.113.7")])
def test_only_a_trusted_proxy_says_who_is_asking(trusted: str, seen: str) -> None:
    server = Server(LAUREL_TRUSTED_PROXY=trusted)
    try:
        assert server.ask("/who", **{"X-Forwarded-For": "203.0.113.7"}) == seen
    finally:
        server.process.kill()
        server.process.communicate()


def test_a_stopping_worker_gives_back_what_it_has_not_begun(pe: ProcessEngine) -> None:
    begun, go, calls = Event(), Event(), []

    def serve(assignment: Assignment) -> Variables:
        calls.append(assignment.root_id)
        begun.set()
        assert go.wait(PATIENCE)
        return {}

    pe.registries.add_handler(JobHandler("test.work", "inside", serve))
    parts = (d.service("work", "test.work"), d.task("after"), d.flows("start work after end"))
    deploy(pe, p=d.diagram("test.p", d.start(), *parts, d.end()))
    roots = [start(pe) for _ in range(3)]
    worker = Worker(pe)
    worker.start()
    assert begun.wait(PATIENCE)
    pe.wake.clear()
    stopping = Thread(target=worker.stop)
    stopping.start()
    assert pe.wake.wait(PATIENCE)
    go.set()
    stopping.join(PATIENCE)
    with pe.database.reading() as connection:
        rows = connection.execute(select(job.c.status, job.c.attempts).order_by(job.c.id)).all()
    assert [tuple(found) for found in rows] == [("done", 1), ("ready", 0), ("ready", 0)]
    settle(pe)  # another node need not wait for a lease to run out
    assert (calls, [open_elements(pe, root) for root in roots]) == (roots, [["after"]] * 3)


def test_a_worker_seals_and_tells_the_head(
    pe: ProcessEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "SEAL_EVERY", 0.02)
    sealed = Event()
    original = audit.seal_all

    def seal_all(*arguments: object) -> int:
        done = original(*arguments)  # type: ignore[arg-type]
        sealed.set()
        return done

    monkeypatch.setattr(audit, "seal_all", seal_all)
    deploy(pe, p=d.diagram("test.p", d.start(), d.task("a"), d.end(), d.flows("start a end")))
    start(pe)
    worker = Worker(pe, heads=tmp_path)
    worker.start()
    assert sealed.wait(PATIENCE)
    worker.stop()
    verdict = audit.verify(pe)
    assert (verdict.findings, verdict.unsealed, verdict.sealed > 0) == ([], 0, True)
    worker._maintain()
    (head,) = audit.in_folder(tmp_path)
    assert (head.number, head.link) == verdict.head


def test_a_program_older_than_its_tables_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    laurel = installed(tmp_path, f"sqlite:///{tmp_path / 'laurel.db'}", monkeypatch, capsys)
    assert laurel("audit", "verify").code == 0
    database = Database(installation.database_url())
    with database.transaction() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '20991231_not_yet'"))
    database.dispose()
    refused = laurel("audit", "verify")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith("数据库的表结构比本程序新，请换用新版本的程序（")
