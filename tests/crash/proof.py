"""What must be true of cases that were moved by many who died on the way: everything once, nothing lost.

The client's ledger and the other system's list of calls are held against the database. What a case tells of itself
is held against a calm case of the same process, which nobody disturbed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, Connection, select

from awards.models import number_series
from engine.models import history, incident, instance, job, user_task, variable
from engine.process_engine import ProcessEngine
from tests.crash.ledger import Claims
from tests.crash.receiver import Call


class Fault(NamedTuple):
    """One broken promise: something *lost*, *doubled*, or a *phantom* that nobody asked for."""

    kind: Literal["lost", "doubled", "phantom"]
    what: str


Stories = Mapping[str, Counter[tuple[str, str | None]]]  # process -> kinds and elements that its case tells
# After a standstill a reminder comes late and once, so their number depends on when the house stood still.
_REMINDER = "remind"


def calm(pe: ProcessEngine) -> Stories:
    """What one undisturbed case of each process told."""
    with pe.database.reading() as connection:
        return dict(_stories(connection).values())


def faults(pe: ProcessEngine, claims: Claims, calls: Sequence[Call], undisturbed: Stories) -> list[Fault]:
    """Everything that is wrong; nothing if the house kept its word."""
    with pe.database.reading() as connection:
        return [
            *_ends(connection),
            *_starts(connection, claims),
            *_completions(connection, claims),
            *_stories_told(connection, undisturbed),
            *_timers(connection),
            *_jobs(connection),
            *_calls(connection, calls),
            *_numbers(connection),
        ]


def _ends(connection: Connection) -> Iterator[Fault]:
    stuck = select(incident.c.root_id).where(incident.c.root_id.is_not(None))
    query = select(instance.c.id).where(instance.c.status == "active", instance.c.id.not_in(stuck))
    if moving := list(connection.execute(query).scalars()):
        yield Fault("lost", f"cases have not ended: {moving}")


def _starts(connection: Connection, claims: Claims) -> Iterator[Fault]:
    meant, acknowledged = claims.of("start")
    found = _cases(connection, instance.c.process_id != "test.other")
    if missing := sorted(acknowledged.keys() - found.keys()):
        yield Fault("lost", f"acknowledged starts are missing: {missing}")
    if phantoms := sorted(found.keys() - meant.keys()):
        yield Fault("phantom", f"cases that nobody meant to start: {phantoms}")
    if doubled := sorted(n for n, times in found.items() if times > 1):
        yield Fault("doubled", f"cases were started twice: {doubled}")
    sent, begun = _sent(connection), _cases(connection, instance.c.process_id == "test.other")
    if lost := sorted((sent - begun).elements()):
        yield Fault("lost", f"messages began no case: {lost}")
    if doubled := sorted((begun - sent).elements()):
        yield Fault("doubled", f"cases began without a message: {doubled}")


def _cases(connection: Connection, which: ColumnElement[bool]) -> Counter[int]:
    """How often there is such a case with the variable `n`, by its value."""
    query = select(variable.c.number).join(instance, instance.c.id == variable.c.instance_id)
    query = query.where(variable.c.name == "n", which)
    return Counter(int(n) for n in connection.execute(query).scalars())


def _sent(connection: Connection) -> Counter[int]:
    query = select(history.c.facts).where(history.c.kind == "message-published")
    return Counter(int(facts["key"]) for facts in connection.execute(query).scalars())


def _completions(connection: Connection, claims: Claims) -> Iterator[Fault]:
    meant, acknowledged = claims.of("complete")
    done = set(connection.execute(select(user_task.c.id).where(user_task.c.status == "completed")).scalars())
    query = select(history.c.facts).where(history.c.kind == "task-completed")
    told = Counter(facts["task"] for facts in connection.execute(query).scalars())
    if missing := sorted(acknowledged.keys() - done):
        yield Fault("lost", f"acknowledged completions are missing: {missing}")
    if doubled := sorted(n for n, times in acknowledged.items() if times > 1):
        yield Fault("doubled", f"tasks were acknowledged twice: {doubled}")
    if phantoms := sorted(done - meant.keys()):
        yield Fault("phantom", f"completions that nobody meant: {phantoms}")
    if told != Counter(done):
        yield Fault("doubled", "a completion was told twice, or not at all")


def _stories_told(connection: Connection, undisturbed: Stories) -> Iterator[Fault]:
    for root, (process, story) in sorted(_stories(connection).items()):
        if process in undisturbed and story != undisturbed[process]:
            more, fewer = story - undisturbed[process], undisturbed[process] - story
            yield Fault(
                "doubled", f"case {root} tells another story: too much {dict(more)}, missing {dict(fewer)}"
            )


def _timers(connection: Connection) -> Iterator[Fault]:
    query = select(history.c.root_id, history.c.element, history.c.facts).where(
        history.c.kind == "timer-fired"
    )
    fired = Counter((row.root_id, row.element, row.facts["due"]) for row in connection.execute(query))
    if doubled := sorted(where for where, times in fired.items() if times > 1):
        yield Fault("doubled", f"timers fired twice: {doubled}")


def _jobs(connection: Connection) -> Iterator[Fault]:
    statuses = Counter(connection.execute(select(job.c.status)).scalars())
    if open_ones := {s: n for s, n in statuses.items() if s not in ("done", "dead", "cancelled")}:
        yield Fault("lost", f"jobs that nobody ended: {open_ones}")
    dead = Counter(connection.execute(select(job.c.id).where(job.c.status == "dead")).scalars())
    told = Counter(
        connection.execute(select(incident.c.job_id).where(incident.c.resolved_at.is_(None))).scalars()
    )
    if dead != told:
        yield Fault("lost", f"dead jobs {dict(dead)} are not the open incidents {dict(told)}")
    # A reminder may die of three kills; when its task is done, it is cancelled and its incident settled with it.
    settled = select(incident.c.job_id, job.c.status).join(job, job.c.id == incident.c.job_id)
    over = connection.execute(settled.where(incident.c.resolved_at.is_not(None))).all()
    if wrong := {number: status for number, status in over if status != "cancelled"}:
        yield Fault("lost", f"settled incidents of jobs that did not end with their token: {wrong}")
    tried = select(job.c.id).where(job.c.attempts > job.c.retries)
    if beyond := list(connection.execute(tried).scalars()):
        yield Fault("doubled", f"jobs were tried beyond their limit: {beyond}")


def _calls(connection: Connection, calls: Sequence[Call]) -> Iterator[Fault]:
    bodies: dict[str, set[str]] = defaultdict(set)
    for call in calls:
        bodies[call.key].add(call.body)
    made = select(job.c.id).where(job.c.type == "test.call", job.c.status == "done")
    keys = {f"laurel-job-{n}" for n in connection.execute(made).scalars()}
    if unknown := sorted({call.key for call in calls if call.known is False}):
        yield Fault("phantom", f"calls went out before their commit: {unknown}")
    if missing := sorted(keys - bodies.keys()):
        yield Fault("lost", f"jobs are done, but their calls never came: {missing}")
    if phantoms := sorted(bodies.keys() - keys):
        yield Fault("phantom", f"calls came that no job stands for: {phantoms}")
    if changed := sorted(key for key, said in bodies.items() if len(said) > 1):
        yield Fault("doubled", f"one key, several calls: {changed}")


def _numbers(connection: Connection) -> Iterator[Fault]:
    given = select(job.c.id).where(job.c.type == "awards.number", job.c.status == "done")
    used = len(list(connection.execute(given)))
    last = sum(connection.execute(select(number_series.c.last)).scalars())
    if last != used:
        yield Fault("doubled", f"{last} numbers were issued for {used} cases")


def _stories(connection: Connection) -> dict[int, tuple[str, Counter[tuple[str, str | None]]]]:
    names: dict[int, str] = {
        row.id: row.process_id
        for row in connection.execute(
            select(instance.c.id, instance.c.process_id).where(instance.c.parent_id.is_(None))
        )
    }
    told: dict[int, Counter[tuple[str, str | None]]] = {root: Counter() for root in names}
    query = select(history.c.root_id, history.c.kind, history.c.element, history.c.facts)
    for row in connection.execute(query.where(history.c.root_id.is_not(None))):
        for entry in _entries(row):
            if not str(entry[1]).startswith(_REMINDER):
                told[row.root_id][entry] += 1
    return {root: (names[root], story) for root, story in told.items()}


def _entries(row: Any) -> Iterator[tuple[str, str | None]]:
    """An entry and the path that stands with it."""
    if row.kind != "moved":
        yield row.kind, row.element
    yield from map(tuple, row.facts.get("trail", ()))
