"""Errands: outside work that no step waits for. It is tried again, seen when it fails, and outlives its case."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from engine import jobs
from engine.clock import LentClock
from engine.commands import incidents, interventions, tasks
from engine.jobs import errands
from engine.models import job
from engine.process_engine import ProcessEngine
from engine.registries import Assignment, JobHandler, Variables
from tests.integration.house import ADMIN, STAFF, deploy, open_incidents, open_task, settle, start
from tests.support import diagrams as d

WAITING = d.diagram("test.p", d.start(), d.task("a"), d.end(), d.flows("start a end"))


class Outside:
    """A handler that counts its calls, and fails as often as it is told to."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, object]] = []
        self.failures = 0

    def __call__(self, assignment: Assignment) -> Variables:
        assert assignment.connection is None
        self.calls.append((assignment.key, assignment.variables["n"]))
        if self.failures:
            self.failures -= 1
            raise ConnectionError("nobody answers")
        return {}


@pytest.fixture
def outside(pe: ProcessEngine) -> Outside:
    handler = Outside()
    pe.registries.add_handler(JobHandler("test.errand", "outside", handler))
    deploy(pe, p=WAITING)
    return handler


def leave(pe: ProcessEngine, root: int, kind: str = "test.errand") -> None:
    with pe.database.transaction() as connection:
        errands.leave(connection, kind, pe.now(), {"n": 7}, root_id=root, instance_id=root, element="差事")


def states(pe: ProcessEngine) -> list[str]:
    with pe.database.reading() as connection:
        return list(connection.execute(select(job.c.status).where(job.c.kind == "errand")).scalars())


def test_it_is_done_once_in_the_lane_of_calls(pe: ProcessEngine, outside: Outside) -> None:
    leave(pe, start(pe))
    assert (jobs.run_due(pe, "w", lane="inside"), outside.calls) == (0, [])
    assert (jobs.run_due(pe, "w", lane="outside"), states(pe)) == (1, ["done"])
    settle(pe)
    assert [n for _, n in outside.calls] == [7]


def test_every_attempt_has_the_same_key_and_the_last_failure_is_an_incident(
    pe: ProcessEngine, outside: Outside, clock: LentClock
) -> None:
    root = start(pe)
    leave(pe, root)
    outside.failures = errands.RETRIES
    for _ in range(errands.RETRIES):
        settle(pe)
        clock.set(clock.now() + jobs.BACKOFF_MOST * 2)
    assert (len(outside.calls), len(set(outside.calls)), states(pe)) == (errands.RETRIES, 1, ["dead"])
    (held,) = open_incidents(pe)
    assert (held.root_id, held.element, "nobody answers" in held.message) == (root, "差事", True)
    incidents.retry(pe, held.id, ADMIN)
    settle(pe)
    assert (states(pe), open_incidents(pe)) == (["done"], [])


def test_it_can_be_given_up(pe: ProcessEngine, outside: Outside, clock: LentClock) -> None:
    leave(pe, start(pe))
    outside.failures = errands.RETRIES
    for _ in range(errands.RETRIES):
        settle(pe)
        clock.set(clock.now() + jobs.BACKOFF_MOST * 2)
    (held,) = open_incidents(pe)
    incidents.resolve(pe, held.id, ADMIN)
    assert (states(pe), open_incidents(pe)) == (["cancelled"], [])


@pytest.mark.parametrize("how", ["completed", "cancelled"])
def test_it_outlives_its_case(pe: ProcessEngine, outside: Outside, how: str) -> None:
    root = start(pe)
    leave(pe, root)
    if how == "completed":
        tasks.complete(pe, open_task(pe, root, "a"), {}, STAFF)
    else:
        interventions.cancel(pe, root, "不再需要", ADMIN)
    settle(pe)
    assert (states(pe), len(outside.calls)) == (["done"], 1)


def test_a_kind_that_nobody_does_is_an_incident_at_once(pe: ProcessEngine, outside: Outside) -> None:
    leave(pe, start(pe), "test.unknown")
    settle(pe)
    assert [held.code for held in open_incidents(pe)] == ["no-handler"]
