"""Lists over everything are found by leaping and counted by difference: they hold what a plain look holds."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from sqlalchemy import select

from engine.actor import Actor
from engine.commands import deployments, instances, tasks
from engine.models import recusal, user_task
from engine.process_engine import ProcessEngine
from engine.queries import inbox
from engine.queries.inbox import Filters, Search, Sort
from tests.support import diagrams as d

ADMIN = Actor("admin", admin=True)
LEAD = Actor("lead", frozenset({"b.office-lead"}))
CLERK = Actor("clerk", frozenset({"a.office-clerk", "b.office-clerk"}))
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
        instances.start(pe, process, business_key=f"K{n:02}", variables={"n": n}, by=ADMIN)
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


@pytest.mark.parametrize("sort", ["due", "task", "case", "who", "state"])
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


def test_a_search_over_everything_finds_what_single_looks_find(filled: ProcessEngine) -> None:
    every = Actor("reader", frozenset(f"{scheme}.office-archive" for scheme in SCHEMES))
    wide = Actor("other", admin=True)
    with filled.database.reading() as connection:
        for search in (Search("K1"), Search("k07"), Search("%"), Search(names=("n",), value="7")):
            found = [
                inbox.page(connection, who, "all", Filters(search=search), filled.now(), limit=100)
                for who in (every, wide)
            ]
            assert [row["id"] for row in found[0].rows] == [row["id"] for row in found[1].rows]
            assert (found[0].total, found[1].total) == (len(found[0].rows), len(found[1].rows))


def _groups() -> bytes:
    return b"groups:\n" + b"".join(f"  {scheme}.office-clerk: {scheme}\n".encode() for scheme in SCHEMES)
