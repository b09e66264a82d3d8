"""A hundred thousand open tasks: one real case, copied, each copy with a past, its variables and its candidates."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Connection, Table, func, insert, select, text

from benchmarks.completions import VARIABLES
from engine.actor import Actor
from engine.commands import deployments, instances
from engine.models import candidate, instance, recusal, user_task, variable
from engine.process_engine import ProcessEngine
from tests.support import diagrams as d

TASKS: Final = 100_000
SCHEMES: Final = 40
MEMBERS: Final = 50
STEPS: Final = ("受理", "形式审查", "资格审查", "分派", "评审", "合议", "公示", "归档")
APPLICANTS: Final = 5_000
LATE: Final = 300  # hours for which the oldest are overdue
RECUSALS: Final = 20  # cases closed to each of those who look
_BATCH: Final = 5_000
_LOOP = d.diagram(
    "s0.application", d.start(), d.task("check", groups="s0.clerk"), d.end(), d.flows("start check end")
)
_CYCLE = d.diagram(
    "s0.cycle", d.start(), d.task("wait", groups="s0.clerk"), d.end(), d.flows("start wait end")
)
Row = dict[str, Any]


def fill(pe: ProcessEngine, closed_to: Sequence[str]) -> None:
    """Write them. Every scheme has its cases in eight steps; a fifth of the tasks is taken by one of fifty members.

    A tenth has further candidates, a fifth is overdue, each case has a step that is done; `closed_to` have stepped
    back from a few cases.
    """
    files = {"s0/application.bpmn": _LOOP, "s0/cycle.bpmn": _CYCLE}
    deployments.deploy(pe, files, Actor("owner"))
    root = instances.start(pe, "s0.application", business_key=None, variables=VARIABLES, by=Actor("owner"))
    for n in range(SCHEMES):
        instances.start(pe, "s0.cycle", business_key=f"周期{n}", variables={}, by=Actor("owner"))
    with pe.database.transaction() as connection:
        case = _one(connection, instance, instance.c.id == root)
        task = _one(connection, user_task, user_task.c.root_id == root)
        facts = [dict(row._mapping) for row in connection.execute(_variables_of(root))]
        first = connection.execute(select(func.max(instance.c.id))).scalar_one()
        number = connection.execute(select(func.max(user_task.c.id))).scalar_one()
    for start in range(0, TASKS, _BATCH):
        numbers = range(start, start + _BATCH)
        with pe.database.transaction() as connection:
            _write(connection, instance, numbers, lambda n: [_case(case, first + 1 + n, n)])
            _write(
                connection, user_task, numbers, lambda n: _tasks(task, first + 1 + n, number + 1 + 2 * n, n)
            )
            _write(connection, variable, numbers, lambda n: _facts(facts, first + 1 + n, n))
            _write(connection, candidate, numbers, lambda n: _further(number + 1 + 2 * n, n))
    with pe.database.transaction() as connection:
        closed = [first + 1 + n * 7 * SCHEMES + 7 for n in range(RECUSALS)]
        rows = [
            {"root_id": root, "account": name, "element": "check", "at": pe.now()}
            for root in closed
            for name in closed_to
        ]
        connection.execute(insert(recusal), rows)
    if not pe.database.is_sqlite:  # which plans without statistics here, as in an installation
        with pe.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))


def _one(connection: Connection, table: Table, condition: Any) -> Row:
    return dict(connection.execute(select(table).where(condition)).one()._mapping)


def _variables_of(root: int) -> Any:
    return select(variable).where(variable.c.instance_id == root)


def _write(
    connection: Connection, table: Table, numbers: Sequence[int], made: Callable[[int], list[Row]]
) -> None:
    rows = [row for n in numbers for row in made(n)]
    connection.execute(insert(table), rows)


def _case(case: Row, number: int, n: int) -> Row:
    about = {"process_id": f"s{n % SCHEMES}.application", "business_key": f"B{n:06}", "title": f"单位 {n:06}"}
    return {**case, "id": number, "root_id": number, **about}


def _tasks(task: Row, root: int, number: int, n: int) -> list[Row]:
    """What is done in a case and what is open."""
    scheme, turn = n % SCHEMES, n // SCHEMES
    member, group = f"member-{scheme}-{turn // 5 % MEMBERS}", f"s{scheme}.clerk"
    known = {
        **task,
        "root_id": root,
        "instance_id": root,
        "process_id": f"s{scheme}.application",
        "scheme": f"s{scheme}",
        "candidates": {"groups": [group], "users": []},
        "candidate_group": group,
        "due_at": task["created_at"] + timedelta(hours=n % 1_500 - LATE),
    }
    now = {
        "id": number,
        "name": f"{STEPS[turn % len(STEPS)]} 任务",
        "assignee": member if turn % 5 == 0 else None,
    }
    past = {
        "id": number + 1,
        "token": "past",
        "status": "completed",
        "assignee": member,
        "ended_by": member,
        "ended_at": task["created_at"] - timedelta(minutes=n),
    }
    return [{**known, **now}, {**known, **past}]


def _facts(facts: Sequence[Row], root: int, n: int) -> list[Row]:
    """Variables as the case has them, with an amount and an applicant of their own, and the cycle."""
    own: Mapping[str, Row] = {
        "amount": {"number": n % 1_000},
        "applicant.name": {"text": f"示例{n % APPLICANTS:04}有限公司"},
    }
    rows = [{**fact, **own.get(fact["name"], {}), "instance_id": root} for fact in facts]
    cycle = {"name": "cycle", "kind": "string", "text": f"{2020 + n // SCHEMES % 7}"}
    return [*rows, {**dict.fromkeys(facts[0]), **cycle, "instance_id": root}]


def _further(number: int, n: int) -> list[Row]:
    if n // SCHEMES % 10:
        return []
    return [{"task_id": number, "kind": "group", "name": f"s{(n + 1) % SCHEMES}.clerk"}]
