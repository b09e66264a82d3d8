"""What begins a process: messages, signals, clocks and people's forms, always in its newest version."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from engine import signalling
from engine.bpmn import Definition, Services
from engine.bpmn.people import begun_by_people, starter_groups
from engine.bpmn.timers import upcoming
from engine.db import one_at_a_time
from engine.errors import ExpressionFailed, Finding, Refused
from engine.job_rows import job_row
from engine.models import definition as definitions
from engine.models import incident, job, signal_start, start_form, start_subscription


def listen(connection: Connection, definition: Definition, number: int, services: Services, by: str) -> None:
    """From this commit on messages, signals, clocks and forms begin this version, and no older one. Raises Refused."""
    process = definition.process_id
    messages = [
        {"message_name": name, "element": element} for name, element in definition.message_starts.items()
    ]
    signals = [
        {"signal_name": name, "element": element} for name, element in definition.signal_starts.items()
    ]
    forms = [
        {"element": element, "groups": sorted(_starters(definition, element))}
        for element in begun_by_people(definition)
    ]
    signalling.order(connection, (), definition.signal_starts)
    for table, rows in ((start_subscription, messages), (signal_start, signals), (start_form, forms)):
        connection.execute(delete(table).where(table.c.process_id == process))
        if rows:
            own = {"process_id": process, "definition_id": number}
            connection.execute(insert(table), [{**row, **own} for row in rows])
    one_at_a_time(connection, "timer-start", process)
    _cancel_clocks(connection, process, services.now, by)
    wind(connection, definition, number, services)


def _starters(definition: Definition, element: str) -> frozenset[str]:
    return starter_groups(definition.elements[element].properties, definition.properties)


def wind(connection: Connection, definition: Definition, number: int, services: Services) -> None:
    """Let the timer start events of a version count from now. Raises Refused if one cannot be counted."""
    for element, timer in definition.timer_starts.items():
        missed = definition.elements[element].properties.get("missed")
        try:
            facts = {**timer.first(services, element), "missed": missed}
        except ExpressionFailed as failed:
            line = definition.elements[element].line
            found = Finding("timer-start", str(failed), definition.file, element, line)
            raise Refused([found]) from failed
        row = _clock(definition.process_id, number, element, facts, services.now)
        connection.execute(insert(job), row)


def wind_again(connection: Connection, fired: Row[Any], now: datetime) -> None:
    """The next start of a clock that fired or was given up, counted from its plan and not from now.

    After a standstill a process begins once, or with the property `missed` = `each` for each start it missed.
    """
    timer = fired.payload["timer"]
    facts = upcoming(timer, now, each=timer.get("missed") == "each")
    if facts is not None:
        row = _clock(fired.type, fired.payload["definition"], fired.element, facts, now)
        connection.execute(insert(job), row)


def refuse_shared_messages(connection: Connection) -> None:
    """Two processes that begin with one message: nobody could say which begins. Raises Refused."""
    query = select(start_subscription, definitions.c.file).join(
        definitions, definitions.c.id == start_subscription.c.definition_id
    )
    begun: defaultdict[str, list[Row[Any]]] = defaultdict(list)
    for row in connection.execute(query.order_by(start_subscription.c.process_id)):
        begun[row.message_name].append(row)
    found = [
        Finding("shared-message-start", shared_message(name, first.file), second.file, second.element)
        for name, (first, *others) in sorted(begun.items())
        for second in others
    ]
    if found:
        raise Refused(found)


def shared_message(name: str, file: str) -> str:
    """The sentence for a message that begins a second process."""
    return f"消息“{name}”已经启动 {file} 里的流程；一条消息只能启动一个流程，请改用另一个消息名称。"


def _clock(process: str, number: int, element: str, facts: dict[str, Any], now: datetime) -> dict[str, Any]:
    return job_row(
        "timer-start",
        now,
        {"definition": number, "timer": facts, "due_at": facts["due_at"]},
        type=process,
        element=element,
        due_at=datetime.fromisoformat(facts["due_at"]),
        provisional=facts["provisional"],
        derivations=facts["derivations"],
    )


def _cancel_clocks(connection: Connection, process: str, now: datetime, by: str) -> None:
    """Those of older versions, with what was reported of them."""
    old = (
        update(job)
        .where(
            job.c.kind == "timer-start",
            job.c.type == process,
            job.c.status.in_(("ready", "leased", "dead")),
        )
        .values(status="cancelled", ended_at=now)
        .returning(job.c.id)
    )
    numbers = connection.execute(old).scalars().all()
    told = update(incident).where(incident.c.job_id.in_(numbers), incident.c.resolved_at.is_(None))
    connection.execute(told.values(resolved_at=now, resolved_by=by))
