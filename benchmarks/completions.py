"""User-task completions per second: the engine, the same SQL without engine, and a fixed floor."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import event, select, text

import assembly
import web.models  # noqa: F401
from benchmarks import kernel, models
from benchmarks.timing import Timing, measure, middle
from engine.actor import Actor
from engine.commands import deployments, instances, tasks
from engine.models import user_task
from engine.process_engine import ProcessEngine, calm_collector
from tests.support.databases import fresh_postgres, fresh_sqlite

Log = list[list[tuple[str, Any]]]
CLERK = Actor("clerk", frozenset({"bench.staff"}))
CASES = 25
ROUNDS = 7
GROUPS = b"groups:\n  bench.staff: staff\n"
VARIABLES = {"amount": 50, "grade": "B", "applicant": {"name": "示例精密仪器有限公司"}}


def url_of(kind: str, folder: Path) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    if kind == "sqlite":
        for old in folder.glob("laurel.db*"):
            old.unlink()
        return fresh_sqlite(folder)
    return fresh_postgres()


def engine(url: str) -> tuple[Timing, Timing, Timing, float]:
    """The engine and the floor in turns, then the engine's SQL alone, and statements per completion.

    In turns, because the speed of a shared machine changes from second to second.
    """
    pe = assembly.process_engine(url)
    deployments.deploy(pe, {"shared/groups.yaml": GROUPS, "bench/p.bpmn": models.ours()}, Actor("owner"))
    _complete_all(pe, _start(pe))
    calm_collector()
    ours, lowest = [], []
    for _ in range(ROUNDS):
        roots = [_start(pe) for _ in range(CASES)]
        ours.append(measure(partial(_complete_all, pe, *roots), rounds=1))
        lowest.append(measure(partial(_floor_round, Floor(pe)), rounds=1))
    root = _start(pe)
    rewind = _Rewind(pe, root)
    log = _record(pe, root)
    raw = _replay(pe, log, rewind)
    pe.database.dispose()
    return middle(ours), middle(lowest), raw, sum(map(len, log)) / len(log)


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
        past_the_guard = (
            "DROP TRIGGER IF EXISTS history_delete_refused"
            if self.pe.database.is_sqlite
            else "SET LOCAL session_replication_role = replica"
        )
        with self.pe.database.transaction() as connection:
            connection.execute(text(past_the_guard))
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
    found = []
    for _ in range(10):
        rewind()
        found.append(measure(lambda: _run_log(pe, log), rounds=1))
    return middle(found)


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


class Floor:
    """Four statements and one commit, with SQLAlchemy: the fixed floor. It is never changed."""

    def __init__(self, pe: ProcessEngine) -> None:
        self.base = pe.database.engine
        sqlite = pe.database.is_sqlite
        blob, serial = ("BLOB", "INTEGER PRIMARY KEY") if sqlite else ("BYTEA", "SERIAL PRIMARY KEY")
        with self.base.begin() as connection:
            for table in ("floor_instance", "floor_item", "floor_event"):
                connection.execute(text(f"DROP TABLE IF EXISTS {table}"))
            for columns in (
                f"floor_instance (id INTEGER PRIMARY KEY, version INTEGER, state {blob})",
                f"floor_item (id {serial}, instance_id INTEGER, status TEXT)",
                f"floor_event (id {serial}, instance_id INTEGER, body TEXT)",
            ):
                connection.execute(text(f"CREATE TABLE {columns}"))
            self.items = {}
            for n in range(CASES):
                connection.execute(_F_NEW, {"i": n, "s": b"x" * 900})
                self.items[n] = connection.execute(_F_OPEN, {"i": n}).scalar_one()

    def complete(self, n: int, version: int, state: bytes) -> None:
        """The state with its guard, the finished work item, the next one, an event."""
        with self.base.begin() as connection:
            connection.execute(_F_SAVE, {"s": state, "i": n, "v": version})
            connection.execute(_F_CLOSE, {"t": self.items[n]})
            self.items[n] = connection.execute(_F_OPEN, {"i": n}).scalar_one()
            connection.execute(_F_TELL, {"i": n, "b": '{"answer": 1}'})


_F_NEW = text("INSERT INTO floor_instance VALUES (:i, 0, :s)")
_F_SAVE = text("UPDATE floor_instance SET state = :s, version = version + 1 WHERE id = :i AND version = :v")
_F_CLOSE = text("UPDATE floor_item SET status = 'done' WHERE id = :t AND status = 'open'")
_F_OPEN = text("INSERT INTO floor_item (instance_id, status) VALUES (:i, 'open') RETURNING id")
_F_TELL = text("INSERT INTO floor_event (instance_id, body) VALUES (:i, :b)")
_F_LOAD = text("SELECT state FROM floor_instance WHERE id = :i")


def _floor_round(bottom: Floor) -> int:
    for version in range(len(models.TASKS)):
        for n in range(CASES):
            bottom.complete(n, version, b"x" * 900)
    return len(models.TASKS) * CASES


def whole_workflow(url: str) -> Timing:
    """The floor's statements around stock SpiffWorkflow: load the whole workflow, step, save the whole."""
    pe = assembly.process_engine(url)
    other = kernel.Stock()

    def work() -> int:
        bottom = Floor(pe)
        first = other.save(other.start()).encode()
        for n in range(CASES):
            with pe.database.transaction() as connection:
                connection.execute(
                    text("UPDATE floor_instance SET state = :s WHERE id = :i"), {"s": first, "i": n}
                )
        for version in range(len(models.TASKS)):
            for n in range(CASES):
                with pe.database.reading() as connection:
                    state = connection.execute(_F_LOAD, {"i": n}).scalar_one()
                workflow = other.load(bytes(state).decode())
                other.step(workflow, version)
                bottom.complete(n, version, other.save(workflow).encode())
        return len(models.TASKS) * CASES

    timing = measure(work, rounds=1)
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
