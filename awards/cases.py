"""The cases of a cycle: roots that carry the cycle's key, listed and counted by where they stand."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from engine.models import instance, subscription, variable
from engine.registries import Assignment, JobHandler, Variables

NOTICE = "shared.public-notice"
OBJECTION = "objection-filed"  # the message that holds a case


def of_cycle(connection: Connection, process_id: str, cycle: str) -> list[dict[str, Any]]:
    """Every case whose variable `cycle` is this key, oldest first, with its searchable variables."""
    mine = select(variable.c.instance_id).where(variable.c.name == "cycle", variable.c.text == cycle)
    rows = connection.execute(
        select(instance)
        .where(instance.c.id.in_(mine), instance.c.process_id == process_id, instance.c.parent_id.is_(None))
        .order_by(instance.c.id)
    ).all()
    facts = _variables(connection, [r.id for r in rows])
    return [
        {
            **facts.get(r.id, {}),
            "key": r.business_key,
            "title": r.title,
            "name": facts.get(r.id, {}).get("applicant_name") or r.title,
            "status": r.status,
            "ended": r.ends[0] if r.ends else None,
        }
        for r in rows
    ]


def _variables(connection: Connection, ids: list[int]) -> dict[int, dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    for row in connection.execute(select(variable).where(variable.c.instance_id.in_(ids))):
        value = {"number": row.number, "boolean": row.flag, "date": row.day}.get(row.kind, row.text)
        found.setdefault(row.instance_id, {})[row.name.replace(".", "_")] = value
    return found


def _cases(assignment: Assignment) -> list[dict[str, Any]]:
    scheme = assignment.process_id.rpartition(".")[0]
    assert assignment.connection is not None
    return of_cycle(assignment.connection, f"{scheme}.application", str(assignment.variables["cycle"]))


def _list(assignment: Assignment) -> Variables:
    """Inputs: cycle, stages and keys (lists or null). Result: cases, those still running among them.

    A case carries `held: true` while a real-name objection that holds it is open, and `excluded: true` once one was
    upheld so that it may not be awarded (J-22.4, J-32).
    """
    stages, keys = assignment.variables.get("stages"), assignment.variables.get("keys")
    held, excluded = _held(assignment), _excluded(assignment)
    return {
        "cases": [
            {**c, "held": c["key"] in held, "excluded": c["key"] in excluded}
            for c in _cases(assignment)
            if c["status"] == "active"
            and (stages is None or c.get("stage") in stages)
            and (keys is None or c["key"] in keys)
        ]
    }


def _held(assignment: Assignment) -> set[str]:
    """The keys of the scheme's cases that an open objection holds."""
    return _objected(assignment, "held", instance.c.status == "active")


def _excluded(assignment: Assignment) -> set[str]:
    """The keys of the scheme's cases that an objection has excluded; a later one does not bring them back."""
    return _objected(assignment, "objection_excludes", instance.c.status == "completed")


def _objected(assignment: Assignment, flag: str, where: ColumnElement[bool]) -> set[str]:
    assert assignment.connection is not None
    scheme = assignment.process_id.rpartition(".")[0]
    target, told = variable.alias(), variable.alias()
    query = (
        select(target.c.text)
        .join(instance, instance.c.id == target.c.instance_id)
        .join(told, (told.c.instance_id == instance.c.id) & (told.c.name == flag))
        .where(
            instance.c.process_id == f"{scheme}.objection", where, target.c.name == "case_key", told.c.flag
        )
    )
    return set(assignment.connection.execute(query).scalars())


def _facts(assignment: Assignment) -> Variables:
    """Input: case_key. Result: facts, the searchable variables of that case (null if there is none).

    Beside them: key, title, status, where its cycle stands (`cycle_stage`), whether the case itself still takes
    objections to its notice (`notice_open`), and whether a notice of its cycle runs (`cycle_notice_open`).
    """
    assert assignment.connection is not None
    scheme = assignment.process_id.rpartition(".")[0]
    query = select(instance).where(
        instance.c.business_key == str(assignment.variables["case_key"]),
        instance.c.process_id == f"{scheme}.application",
        instance.c.parent_id.is_(None),
    )
    row = assignment.connection.execute(query.order_by(instance.c.id.desc())).first()
    if row is None:
        return {"facts": None}
    facts = _variables(assignment.connection, [row.id]).get(row.id, {})
    about = {"key": row.business_key, "title": row.title, "status": row.status}
    window = {"notice_open": _hears_objections(assignment.connection, row.id)}
    return {
        "facts": {**facts, **about, **window, **_of_cycle(assignment.connection, scheme, facts.get("cycle"))}
    }


def _hears_objections(connection: Connection, root_id: int) -> bool:
    """Whether an objection that comes now reaches the case: its notice, public or of its own unit, is not over."""
    query = select(subscription.c.id).where(
        subscription.c.root_id == root_id, subscription.c.message_name == OBJECTION
    )
    return connection.execute(query.limit(1)).first() is not None


def _of_cycle(connection: Connection, scheme: str, cycle: Any) -> Variables:
    """Where the case's cycle stands, its variable `stage`, and whether a public notice of it runs."""
    root = select(instance.c.id).where(
        instance.c.process_id == f"{scheme}.cycle",
        instance.c.business_key == cycle,
        instance.c.parent_id.is_(None),
    )
    number = connection.execute(root.order_by(instance.c.id.desc())).scalar()
    stage = select(variable.c.text).where(variable.c.instance_id == number, variable.c.name == "stage")
    notice = select(instance.c.id).where(
        instance.c.root_id == number, instance.c.process_id == NOTICE, instance.c.status == "active"
    )
    return {
        "cycle_stage": connection.execute(stage).scalar(),
        "cycle_notice_open": connection.execute(notice.limit(1)).first() is not None,
    }


LIST_CASES = JobHandler("awards.list-cases", "inside", _list)
CASE_FACTS = JobHandler("awards.case-facts", "inside", _facts)
