"""The inbox beside a hundred thousand open tasks, by who looks at it: at the database, and as a whole request."""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from time import perf_counter
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import Connection, event, insert, select, text

import assembly
from benchmarks.completions import VARIABLES
from engine.actor import Actor
from engine.commands import deployments, instances
from engine.models import instance, user_task
from engine.process_engine import ProcessEngine
from engine.queries import inbox
from tests.support import diagrams as d
from web.app import create_app
from web.people import accounts, sessions
from web.settings import Settings

TASKS, SCHEMES, MEMBERS, PAGE = 100_000, 40, 50, 25
STRIP = 20  # days that ten working days may take
_BATCH = 5_000
ROUNDS = 9
_LOOP = d.diagram(
    "s0.application", d.start(), d.task("check", groups="s0.clerk"), d.end(), d.flows("start check end")
)


@dataclass(frozen=True, slots=True)
class Cost:
    """`seconds` at the database for everything that one page asks, `rows` that its view holds."""

    seconds: float
    rows: int
    statements: int


@dataclass(frozen=True, slots=True)
class Answered:
    """Whole requests at the server: the view as it opens, the slowest of its filters and orders (which), and bytes."""

    seconds: float
    narrowed: float
    slowest: str
    size: int


# What people narrow and sort by; the words are those of the copied cases.
NARROWED = (
    *(
        "q=B04071",
        "q=单位",
        "q=check",
        "q=amount:3",
        "cycle=2026",
        "step=check 任务",
        "process=s7.application",
    ),
    *("who=others", "who=nobody", "due=over", "from=2020-01-01&to=2099-12-31", "scheme=s7"),
    *("sort=task", "sort=case", "sort=who", "sort=state", "order=latest", "page=40"),
)


def measure(url: str) -> Mapping[str, Cost]:
    """Four people and views: one's own, one's group's, a scheme's lead, and an administrator who sees everything."""
    pe = assembly.process_engine(url)
    _fill(pe)
    member = Actor("member-7-3", frozenset({"s7.clerk"}))
    lead = Actor("lead-7", frozenset({"s7.office-lead"}))
    admin = Actor("admin", admin=True)
    views: list[tuple[str, Actor, inbox.View]] = [
        ("mine", member, "mine"),
        ("group", member, "group"),
        ("lead", lead, "all"),
        ("admin", admin, "all"),
    ]
    return {name: _cost(pe, actor, view) for name, actor, view in views}


def requests(url: str) -> Mapping[str, Answered]:
    """The same four people ask the filled database for whole pages, one after the other, in one process."""
    pe = assembly.process_engine(url)
    settings = Settings(secret_key="bench " * 8, secure_cookies=False)
    app = create_app(pe, settings)
    found = {}
    for name, account, groups, view in (
        ("mine", "member-7-3", ["s7.clerk"], "mine"),
        ("group", "member-7-4", ["s7.clerk"], "group"),
        ("lead", "lead-7", ["s7.office-lead"], "all"),
        ("admin", "admin", [], "all"),
    ):
        accounts.write(pe.database, account, account, "-", groups, admin=name == "admin")
        client = app.test_client()
        client.set_cookie("laurel", sessions.begin(pe.database, settings, account))
        found[name] = _answered(client, f"/tasks?view={view}")
    return found


def _answered(client: FlaskClient, address: str) -> Answered:
    first, size = _request(client, address)
    narrowed = {query: _request(client, f"{address}&{query}")[0] for query in NARROWED}
    slowest = max(narrowed, key=lambda query: narrowed[query])
    return Answered(first, narrowed[slowest], slowest, size)


def _request(client: FlaskClient, address: str) -> tuple[float, int]:
    """Seconds of the middle one of some requests after one that warms up, and the bytes of the page."""
    rounds = []
    for _ in range(ROUNDS // 2 + 1):
        begun = perf_counter()
        answer = client.get(address)
        rounds.append(perf_counter() - begun)
        if answer.status_code != 200:
            raise AssertionError(f"{address} answered {answer.status_code}")
    return statistics.median(rounds[1:]), len(answer.data)


def _cost(pe: ProcessEngine, actor: Actor, view: inbox.View) -> Cost:
    spent: list[float] = []
    begun: list[float] = []

    def before(*_: Any) -> None:
        begun.append(perf_counter())

    def after(*_: Any) -> None:
        spent.append(perf_counter() - begun.pop())

    engine = pe.database.engine
    rounds = []
    with pe.database.reading() as connection:
        rows = _page(connection, pe, actor, view)
        event.listen(engine, "before_cursor_execute", before)
        event.listen(engine, "after_cursor_execute", after)
        for _ in range(ROUNDS):
            spent.clear()
            _page(connection, pe, actor, view)
            rounds.append(sum(spent))
        event.remove(engine, "before_cursor_execute", before)
        event.remove(engine, "after_cursor_execute", after)
    return Cost(statistics.median(rounds), rows, len(spent))


def _page(connection: Connection, pe: ProcessEngine, actor: Actor, view: inbox.View) -> int:
    """The questions of the page of web/inbox/lists.py."""
    now = pe.now()
    counts = inbox.counts(connection, actor, now)
    found = inbox.page(connection, actor, view, inbox.Filters(), now, limit=PAGE, total=getattr(counts, view))
    inbox.steps(connection, actor, view, now)
    inbox.due_counts(connection, actor, view, now, now, now + timedelta(days=STRIP))
    return found.total


def _fill(pe: ProcessEngine) -> None:
    """One real case, copied: every scheme has its cases, a fifth of the tasks is taken by one of fifty members."""
    deployments.deploy(pe, {"s0/application.bpmn": _LOOP}, Actor("owner"))
    root = instances.start(pe, "s0.application", business_key=None, variables=VARIABLES, by=Actor("owner"))
    with pe.database.reading() as connection:
        case = dict(connection.execute(select(instance).where(instance.c.id == root)).one()._mapping)
        task = dict(connection.execute(select(user_task).where(user_task.c.root_id == root)).one()._mapping)
    first = case["id"] + 1
    for start in range(0, TASKS, _BATCH):
        numbers = range(start, start + _BATCH)
        with pe.database.transaction() as connection:
            connection.execute(insert(instance), [_case(case, first, n) for n in numbers])
            connection.execute(insert(user_task), [_task(task, first, n) for n in numbers])
    with pe.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def _case(case: dict[str, Any], first: int, n: int) -> dict[str, Any]:
    number = first + n
    about = {"process_id": f"s{n % SCHEMES}.application", "business_key": f"B{n:06}", "title": f"单位 {n:06}"}
    return {**case, "id": number, "root_id": number, **about}


def _task(task: dict[str, Any], first: int, n: int) -> dict[str, Any]:
    scheme, turn = n % SCHEMES, n // SCHEMES
    taken = f"member-{scheme}-{turn // 5 % MEMBERS}" if turn % 5 == 0 else None
    group = f"s{scheme}.clerk"
    return {
        **{column: value for column, value in task.items() if column != "id"},
        "root_id": first + n,
        "instance_id": first + n,
        "process_id": f"s{scheme}.application",
        "scheme": f"s{scheme}",
        "assignee": taken,
        "candidates": {"groups": [group], "users": []},
        "candidate_group": group,
        "due_at": task["created_at"] + timedelta(hours=n % 1_500),
    }
