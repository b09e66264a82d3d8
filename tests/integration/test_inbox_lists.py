"""Lists over everything are found by leaping and counted by difference: they hold what a plain look holds."""

from __future__ import annotations

import random
import re
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from sqlalchemy import Connection, select

from engine.actor import Actor
from engine.commands import deployments, instances, tasks
from engine.db import Record
from engine.feel.json import to_json
from engine.models import recusal, user_task
from engine.process_engine import ProcessEngine
from engine.queries import cycles, inbox
from engine.queries.inbox import Filters, Search, Sort, View
from tests.support import diagrams as d
from tests.support.statements import counted

ADMIN = Actor("admin", admin=True)
LEAD = Actor("lead", frozenset({"b.office-lead"}))
CLERK = Actor("clerk", frozenset({"a.office-clerk", "b.office-clerk"}))
MEMBER = Actor("member", frozenset({"a.applicant", "b.office"}))
SORTS: tuple[Sort, ...] = ("due", "task", "case", "who", "state")
SCHEMES, STEPS = ("a", "b", "c"), ("x", "y", "z")


@pytest.fixture
def filled(pe: ProcessEngine) -> ProcessEngine:
    """Nine steps of three schemes; some cases are done, some tasks taken, some cases closed to everybody who asks."""
    chance = random.Random(7)
    files = {"shared/groups.yaml": _groups()}
    for scheme in SCHEMES:
        for step in STEPS:
            process = f"{scheme}.{step}"
            task = d.task(f"do-{step}", groups=f"{scheme}.office-clerk", due='=now() + duration("P1D")')
            files[f"{scheme}/{step}.bpmn"] = d.diagram(
                process, d.start(), task, d.end(), d.flows(f"start do-{step} end")
            )
    deployments.deploy(pe, files, ADMIN)
    for n in range(40):
        process = f"{chance.choice(SCHEMES)}.{chance.choice(STEPS)}"
        instances.start(pe, process, business_key=f"K{n:02}", variables=_facts(n), by=ADMIN)
    with pe.database.reading() as connection:
        rows = connection.execute(select(user_task.c.id, user_task.c.root_id, user_task.c.scheme)).all()
    for row in rows:
        luck = chance.random()
        by = Actor("clerk", frozenset({f"{row.scheme}.office-clerk"}))
        if luck < 0.2:
            tasks.complete(pe, row.id, {}, by)
        elif luck < 0.4:
            tasks.claim(pe, row.id, by)
        elif luck < 0.6:
            with pe.database.transaction() as connection:
                closed = [
                    {"root_id": row.root_id, "account": name, "element": "x", "at": pe.now()}
                    for name in ("admin", "lead")
                ]
                connection.execute(recusal.insert(), closed)
    return pe


@pytest.mark.parametrize("who", [ADMIN, LEAD, CLERK], ids=lambda a: a.name)
def test_counts_steps_and_days_are_those_of_the_tasks_one_may_see(filled: ProcessEngine, who: Actor) -> None:
    pe, now = filled, filled.now()
    with pe.database.reading() as connection:
        closed = select(recusal.c.root_id).where(recusal.c.account == who.name)
        query = select(user_task).where(user_task.c.status == "open", user_task.c.root_id.not_in(closed))
        seen = [
            row
            for row in connection.execute(query)
            if who.admin
            or f"{row.scheme}.office-clerk" in who.groups
            or f"{row.scheme}.office-lead" in who.groups
        ]
        page = inbox.page(connection, who, "all", Filters(), now, limit=100)
        assert sorted(row["id"] for row in page.rows) == sorted(row.id for row in seen)
        assert (page.total, inbox.counts(connection, who, now).all) == (len(seen), len(seen))
        assert inbox.steps(connection, who, "all", now) == sorted({(r.name, r.process_id) for r in seen})
        days = inbox.due_counts(connection, who, "all", now, now, now + timedelta(days=2))
        assert sum(number for _, number in days) == len(seen)


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("who", [ADMIN, LEAD], ids=lambda a: a.name)
def test_pages_follow_each_other_in_every_order(filled: ProcessEngine, who: Actor, sort: Sort) -> None:
    with filled.database.reading() as connection:
        for descending in (False, True):
            whole = inbox.page(
                connection, who, "all", Filters(), filled.now(), limit=100, sort=sort, descending=descending
            )
            numbers = [row["id"] for row in whole.rows]
            turned = []
            for first in range(0, len(numbers), 4):
                part = inbox.page(
                    connection,
                    who,
                    "all",
                    Filters(),
                    filled.now(),
                    offset=first,
                    limit=4,
                    sort=sort,
                    descending=descending,
                )
                assert part.total == len(numbers)
                turned += [row["id"] for row in part.rows]
            assert turned == numbers
            if sort == "case":
                keys = [row["business_key"] for row in whole.rows]
                assert keys == sorted(keys, reverse=descending)


NARROWED = {
    "words of numbers": Filters(search=Search("K1")),
    "whatever their case": Filters(search=Search("k07")),
    "a sign like any other": Filters(search=Search("%")),
    "a number": Filters(search=Search(names=("n",), value="7")),
    "a text": Filters(search=Search(names=("word",), value="w1")),
    "a day": Filters(search=Search(names=("day",), value="2026-03-02")),
    "a day without its hyphens": Filters(search=Search(names=("day",), value="20260302")),
    "yes": Filters(search=Search(names=("flag",), value="是")),
    "an applicant": Filters(search=Search("单位1")),
    "a step, or a case": Filters(search=Search("K0"), steps=("do-x 任务",)),
    "a cycle": Filters(cycle="2026"),
    "nobody's": Filters(who="nobody"),
    "others'": Filters(who="others"),
    "mine": Filters(who="me"),
    "a scheme's step": Filters(scheme="b", step="do-y 任务", process="b.y"),
}


@pytest.mark.parametrize("who", [ADMIN, LEAD, CLERK], ids=lambda a: a.name)
def test_filters_find_among_many_what_they_find_among_few(filled: ProcessEngine, who: Actor) -> None:
    """Cases looked for first, or each task looked into; every order; page after page: the same tasks, one number."""
    now = filled.now()
    with filled.database.reading() as connection:
        seen = inbox.page(connection, who, "all", Filters(), now, limit=100).rows
        for what, filters in NARROWED.items():
            wanted = {row["id"] for row in seen if _answers(row, what, who)}
            for held, sort in product((0, inbox.MANY + 1), SORTS):
                rows, numbers = [], set()
                for offset in range(0, len(wanted) + 1, 5):
                    page = inbox.page(
                        connection, who, "all", filters, now, offset=offset, limit=5, sort=sort, held=held
                    )
                    rows += [row["id"] for row in page.rows]
                    numbers |= {page.total} if page.rows else set()
                whole = inbox.page(connection, who, "all", filters, now, limit=100, sort=sort, held=held)
                assert rows == [row["id"] for row in whole.rows]
                assert (set(rows), len(rows)) == (wanted, len(wanted)), (what, held, sort)
                assert numbers == ({len(wanted)} if wanted else set())


def _answers(row: Record, what: str, who: Actor) -> bool:
    """The rule in plain words, on the row of a task and the number of its case."""
    n, name = int(row["business_key"][1:]), row["name"]
    return {
        "words of numbers": 10 <= n < 20,
        "whatever their case": n == 7,
        "a sign like any other": False,
        "a number": n == 7,
        "a text": n % 3 == 1,
        "a day": n % 2 == 0,
        "a day without its hyphens": n % 2 == 0,
        "yes": n % 4 == 0,
        "an applicant": n == 1 or 10 <= n < 20,
        "a step, or a case": n < 10 or name == "do-x 任务",
        "a cycle": n % 5 == 0,
        "nobody's": row["assignee"] is None,
        "others'": row["assignee"] not in (None, who.name),
        "mine": row["assignee"] == who.name,
        "a scheme's step": row["process_id"] == "b.y",
    }[what]


@pytest.mark.parametrize("who", [ADMIN, LEAD, CLERK, MEMBER], ids=lambda a: a.name)
def test_no_statement_of_a_list_reads_a_whole_table(filled: ProcessEngine, who: Actor) -> None:
    """Of every view and filter: tasks, cases, variables and jobs are reached by an index, or an index alone is read.

    SQLite plans without statistics, so few rows tell as much as many; PostgreSQL is asked what it would do if it
    could: it reads a whole table then only where nothing else answers.
    """
    now, filters = filled.now(), [Filters(), *NARROWED.values()]
    views: list[View] = ["mine", "group", "later", "done", *(["all"] if who is not MEMBER else [])]  # type: ignore[list-item]
    with filled.database.reading() as connection:
        with counted(filled) as statements:
            inbox.counts(connection, who, now)
            cycles.cycles(connection)
            for view in views:
                inbox.steps(connection, who, view, now)
                inbox.due_counts(connection, who, view, now, now, now + timedelta(days=20))
                for narrow in filters:
                    for held in (0, inbox.MANY + 1):
                        inbox.page(connection, who, view, narrow, now, held=held)
            for sort in SORTS:
                inbox.page(connection, who, views[-1], Filters(), now, sort=sort, total=1)
        whole = [found for said in statements for found in _read_whole(connection, *said)]
    assert len(statements) > len(filters) * len(views)
    assert whole == []


_LARGE = "(user_task|root|instance|variable|candidate|job)"


def _read_whole(connection: Connection, statement: str, parameters: Any) -> list[str]:
    """The lines of a statement's plan that read a large table row by row, each with the statement."""
    raw = connection.connection.cursor()
    if connection.dialect.name == "sqlite":
        raw.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
        # sorted by who has them, tasks are gone through in that order until a page is full
        wrong = re.compile(rf"SCAN {_LARGE}\b(?! USING (COVERING INDEX|INDEX ix_user_task_open_assignee))")
    else:
        raw.execute("SET LOCAL enable_seqscan = off")
        raw.execute(f"EXPLAIN {statement}", parameters)
        wrong = re.compile(rf"Seq Scan on {_LARGE}\b")
    return [f"{row[-1]} | {statement}" for row in raw.fetchall() if wrong.search(row[-1])]


def _facts(n: int) -> dict[str, Any]:
    """Variables of all kinds that are searched."""
    day = date(2026, 3, 2) if n % 2 == 0 else date(2026, 3, 3)
    facts = {"n": n, "word": f"w{n % 3}", "day": to_json(day), "flag": n % 4 == 0}
    return {**facts, "applicant": {"name": f"单位{n}"}, "cycle": f"{2026 + n % 5}"}


def _groups() -> bytes:
    return b"groups:\n" + b"".join(f"  {scheme}.office-clerk: {scheme}\n".encode() for scheme in SCHEMES)
