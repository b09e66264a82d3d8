"""What must be true of cases that were moved by many, however it came about: everything once, nothing lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select

from awards.models import number_series
from engine.models import history, incident, instance, job, user_task
from engine.process_engine import ProcessEngine


def prove(pe: ProcessEngine, acknowledged: Sequence[int], cases: int) -> None:
    """Each case ended after two tasks, one number and one timer. `acknowledged` are ids of completed tasks."""

    def found(query: Select[Any]) -> list[Any]:
        return list(connection.execute(query).scalars())

    with pe.database.reading() as connection:
        statuses = Counter(found(select(instance.c.status)))
        done = found(select(user_task.c.id).where(user_task.c.status == "completed"))
        completions = found(select(history.c.facts).where(history.c.kind == "task-completed"))
        fired = Counter(found(select(history.c.root_id).where(history.c.kind == "timer-fired")))
        jobs = Counter(found(select(job.c.status)))
        incidents = found(select(incident.c.id))
        issued = found(select(number_series.c.last))
    assert len(acknowledged) == len(set(acknowledged)), "a task was acknowledged twice"
    assert set(acknowledged) <= set(done), "an acknowledged completion is missing"
    told = Counter(facts["task"] for facts in completions)
    assert told == dict.fromkeys(done, 1), "a completion was told twice, or not at all"
    assert sorted(fired.values()) == [1] * cases, "a timer fired twice, or not at all"
    assert issued == [cases], "numbers have gaps or doubles"
    assert (jobs, incidents) == ({"done": 2 * cases}, []), f"jobs {dict(jobs)}, {len(incidents)} incidents"
    assert (statuses, len(done)) == ({"completed": cases}, 2 * cases), (
        f"cases {dict(statuses)}, {len(done)} tasks"
    )
