"""Service tasks: a handler is called, outside a transaction or inside, and its answer is written."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, select

from engine.actor import SYSTEM
from engine.callers import throw
from engine.correlation import publish_in
from engine.errors import NotFound
from engine.feel import from_json, to_json
from engine.jobs import claiming
from engine.jobs.entering import enter
from engine.jobs.errors import NoHandler, Uncaught
from engine.jobs.failing import name_of
from engine.models import instance
from engine.process_engine import ProcessEngine
from engine.registries import Assignment, BusinessError, JobHandler, Variables
from engine.runtime import moving
from engine.tree import Tree
from engine.unit import Unit, unit


def serve(pe: ProcessEngine, row: Row[Any]) -> None:
    handler = pe.registries.handlers.get(row.type)
    if handler is None:
        raise NoHandler(type=row.type)
    outside = handler.kind == "outside"
    result, error, assignment = None, None, None
    if outside:
        with pe.database.reading() as connection:
            claiming.check(connection, row)
            assignment = _assignment(pe, connection, row)
        assignment.connection = None
        result, error = _call(pe, handler, assignment)
    with unit(pe, SYSTEM, hold=True) as work, moving(work, row.root_id) as tree:
        enter(work, tree, row)
        if assignment is None:
            assignment = _assignment(pe, work.connection, row)
            result, error = _call(pe, handler, assignment)
        _finish(work, tree, row, assignment, result, error)


def _call(
    pe: ProcessEngine, handler: JobHandler, assignment: Assignment
) -> tuple[Variables | None, BusinessError | None]:
    call = handler.twin if pe.rehearsing and handler.twin else handler.call
    try:
        return call(assignment), None
    except BusinessError as error:
        return None, error


def _finish(
    work: Unit,
    tree: Tree,
    row: Row[Any],
    assignment: Assignment,
    result: Variables | None,
    error: BusinessError | None,
) -> None:
    """Write what the handler answered: results or a BPMN error, its messages and its notes."""
    for kind, facts in assignment.notes:
        tree.story.note(kind, row.root_id, row.instance_id, element=row.element, **to_json(dict(facts)))
    for number, out in enumerate(assignment.outgoing):
        publish_in(
            work.connection,
            name=out.name,
            key=out.correlation_key,
            payload=to_json(out.payload),
            by=SYSTEM.name,
            now=tree.now,
            message_id=f"job-{row.id}-{number}",
            ttl=out.time_to_live,
        )
    if assignment.outgoing:
        work.after.append(work.pe.wake.set)
    if error is None:
        values = from_json(to_json(dict(result or {})))
        tree.act(row.instance_id, lambda w, s: w.complete(row.token, values, s))
        return
    values = from_json(to_json(error.variables))
    if not throw(tree, row.instance_id, row.token, error.code, values):
        raise Uncaught(element=name_of(work.pe, work.connection, row), error=error.code)


def _assignment(pe: ProcessEngine, connection: Connection, row: Row[Any]) -> Assignment:
    mine = connection.execute(select(instance).where(instance.c.id == row.instance_id)).first()
    if mine is None:
        raise NotFound(what="这个流程实例")
    return Assignment(
        type=row.type,
        key=f"laurel-job-{row.id}",
        variables=from_json(row.payload.get("variables") or {}),
        headers=row.payload.get("headers") or {},
        root_id=row.root_id,
        instance_id=row.instance_id,
        process_id=mine.process_id,
        business_key=mine.business_key,
        now=pe.now(),
        connection=connection,
    )
