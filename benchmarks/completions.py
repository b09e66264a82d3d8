"""User-task completions per second: the engine, the same SQL without engine, and a fixed floor."""

from __future__ import annotations

from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import event, select, text

import assembly
import web.models  # noqa: F401
from benchmarks import models
from benchmarks.timing import Timing, measure
from engine.actor import Actor
from engine.commands import deployments, instances, tasks
from engine.models import user_task
from engine.process_engine import ProcessEngine
from tests.support.databases import fresh_postgres, fresh_sqlite

Log = list[list[tuple[str, Any]]]
CLERK = Actor("clerk", frozenset({"bench.staff"}))
CASES = 25
GROUPS = b"groups:\n  bench.staff: staff\n"
VARIABLES = {"amount": 50, "grade": "B", "applicant": {"name": "示例精密仪器有限公司"}}


def url_of(kind: str, folder: Path) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    if kind == "sqlite":
        for old in folder.glob("laurel.db*"):
            old.unlink()
        return fresh_sqlite(folder)
    return fresh_postgres()


def engine(url: str) -> tuple[Timing, Timing, float]:
    """Complete every task of the twenty-task model; then the same SQL alone; and statements per completion."""
    pe = assembly.process_engine(url)
    deployments.deploy(pe, {"shared/groups.yaml": GROUPS, "bench/p.bpmn": models.ours()}, Actor("owner"))
    _complete_all(pe, _start(pe))
    timing = measure(lambda: _complete_all(pe, *[_start(pe) for _ in range(CASES)]), rounds=3)
    root = _start(pe)
    rewind = _Rewind(pe, root)
    log = _record(pe, root)
    raw = _replay(pe, log, rewind)
    pe.database.dispose()
    return timing, raw, sum(map(len, log)) / len(log)


class _Rewind:
    """Puts one case back to where it stood, so that its SQL can be run again with the same keys."""

    GROWING = ("candidate", "user_task", "history")

    def __init__(self, pe: ProcessEngine, root: int) -> None:
        self.pe, self.root = pe, root
        with pe.database.reading() as connection:
            self.top = {
                t: connection.execute(text(f"SELECT max({_key(t)}) FROM {t}")).scalar() for t in self.GROWING
            }

    def __call__(self) -> None:
        with self.pe.database.transaction() as connection:
            for table, top in self.top.items():
                connection.execute(text(f"DELETE FROM {table} WHERE {_key(table)} > :n"), {"n": top})
                if table != "candidate" and not self.pe.database.is_sqlite:
                    connection.execute(
                        text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), :n)"), {"n": top}
                    )
            connection.execute(
                text("UPDATE instance SET version = 1, status = 'active' WHERE id = :r"), {"r": self.root}
            )
            connection.execute(
                text("UPDATE user_task SET status = 'open' WHERE id = :t"), {"t": self.top["user_task"]}
            )


def _key(table: str) -> str:
    return "task_id" if table == "candidate" else "id"


def _replay(pe: ProcessEngine, log: Log, rewind: _Rewind) -> Timing:
    """The statements of those completions with their parameters, one commit each, straight to the driver."""
    cpus, walls = [], []
    for _ in range(10):
        rewind()
        timing = measure(lambda: _run_log(pe, log), rounds=1)
        cpus.append(timing.cpu)
        walls.append(timing.wall)
    return Timing(median(cpus), median(walls))


def _run_log(pe: ProcessEngine, log: Log) -> int:
    for transaction in log:
        with pe.database.engine.begin() as connection:
            cursor = connection.connection.cursor()
            for statement, parameters in transaction:
                if isinstance(parameters, list):
                    cursor.executemany(statement, parameters)
                else:
                    cursor.execute(statement, parameters)
                    if cursor.description:
                        cursor.fetchall()
    return len(log)


def floor(url: str) -> Timing:
    """Four statements and one commit, with SQLAlchemy: the fixed floor. It is never changed."""
    pe = assembly.process_engine(url)
    base = pe.database.engine
    keys = (
        "id INTEGER PRIMARY KEY, version INTEGER, state BYTEA"
        if base.dialect.name != "sqlite"
        else ("id INTEGER PRIMARY KEY, version INTEGER, state BLOB")
    )
    serial = "INTEGER PRIMARY KEY" if base.dialect.name == "sqlite" else "SERIAL PRIMARY KEY"
    with base.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS floor_instance"))
        connection.execute(text("DROP TABLE IF EXISTS floor_item"))
        connection.execute(text("DROP TABLE IF EXISTS floor_event"))
        connection.execute(text(f"CREATE TABLE floor_instance ({keys})"))
        connection.execute(text(f"CREATE TABLE floor_item (id {serial}, instance_id INTEGER, status TEXT)"))
        connection.execute(text(f"CREATE TABLE floor_event (id {serial}, instance_id INTEGER, body TEXT)"))
        for n in range(CASES):
            connection.execute(
                text("INSERT INTO floor_instance VALUES (:i, 0, :s)"), {"i": n, "s": b"x" * 900}
            )
            connection.execute(
                text("INSERT INTO floor_item (instance_id, status) VALUES (:i, 'open')"), {"i": n}
            )
    update_instance = text(
        "UPDATE floor_instance SET state = :s, version = version + 1 WHERE id = :i AND version = :v"
    )
    close = text("UPDATE floor_item SET status = 'done' WHERE instance_id = :i AND status = 'open'")
    open_ = text("INSERT INTO floor_item (instance_id, status) VALUES (:i, 'open')")
    tell = text("INSERT INTO floor_event (instance_id, body) VALUES (:i, :b)")
    versions = dict.fromkeys(range(CASES), 0)

    def work() -> int:
        for _ in range(20):
            for n in range(CASES):
                with base.begin() as connection:
                    connection.execute(update_instance, {"s": b"x" * 900, "i": n, "v": versions[n]})
                    connection.execute(close, {"i": n})
                    connection.execute(open_, {"i": n})
                    connection.execute(tell, {"i": n, "b": '{"answer": 1}'})
                versions[n] += 1
        return 20 * CASES

    timing = measure(work, rounds=3)
    pe.database.dispose()
    return timing


def _start(pe: ProcessEngine) -> int:
    return instances.start(pe, "bench.p", business_key=None, variables=VARIABLES, by=CLERK)


def _complete_all(pe: ProcessEngine, *roots: int) -> int:
    """Complete every task of some cases; one look for open tasks serves them all."""
    query = select(user_task.c.id).where(user_task.c.root_id.in_(roots), user_task.c.status == "open")
    steps = 0
    for _ in models.TASKS:
        with pe.database.reading() as connection:
            found = list(connection.execute(query).scalars())
        for task in found:
            tasks.complete(pe, task, {}, CLERK)
            steps += 1
    return steps


def _record(pe: ProcessEngine, root: int) -> Log:
    """The statements of the completions of one case, each completion a list."""
    log: Log = []
    query = text("SELECT id FROM user_task WHERE root_id = :r AND status = 'open'")

    def note(_connection, _cursor, statement, parameters, _context, many) -> None:  # type: ignore[no-untyped-def]
        if not statement.startswith("BEGIN"):
            log[-1].append((statement, list(parameters) if many else parameters))

    for _ in models.TASKS:
        with pe.database.reading() as connection:
            task = connection.execute(query, {"r": root}).scalar_one()
        log.append([])
        event.listen(pe.database.engine, "before_cursor_execute", note)
        tasks.complete(pe, task, {}, CLERK)
        event.remove(pe.database.engine, "before_cursor_execute", note)
    return log
