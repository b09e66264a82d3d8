"""Signals between instances: all who listen at the throw hear it, each once, in a transaction of its own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from engine import jobs
from engine.clock import LentClock
from engine.commands import interventions, signals, tasks
from engine.errors import Conflict
from engine.models import instance, job
from engine.process_engine import ProcessEngine
from tests.integration.house import (
    ADMIN,
    STAFF,
    deploy,
    kinds,
    open_elements,
    open_incidents,
    open_task,
    peek_variables,
    row,
    settle,
    start,
)
from tests.support import diagrams as d
from tests.support.interleaving import interleave
from tests.unit.bpmn import diagrams as b

LISTENS = d.diagram(
    "test.ear",
    *(d.start(), d.task("before"), d.catch("hear", b.signal()), d.task("after"), d.end()),
    d.flows("start before hear after end"),
    head=b.SHARED,
)
THROWS = d.diagram(
    "test.p",
    *(d.start(), d.task("a"), b.throw("tell", b.signal(), ext=b.io({"grade": "amount + 1"})), d.end()),
    d.flows("start a tell end"),
    head=b.SHARED,
)
BEGINS = d.diagram(
    "test.begun",
    *(d.start("start", b.signal()), d.task("a"), d.end()),
    d.flows("start a end"),
    head=b.SHARED,
)


def listening(pe: ProcessEngine) -> int:
    """A case that listens now."""
    root = start(pe, "test.ear")
    tasks.complete(pe, open_task(pe, root, "before"), {}, STAFF)
    return root


def begun(pe: ProcessEngine, process: str = "test.begun") -> list[int]:
    with pe.database.reading() as connection:
        query = select(instance.c.id).where(instance.c.process_id == process).order_by(instance.c.id)
        return list(connection.execute(query).scalars())


def test_all_who_listen_hear_a_signal_of_another_case_with_what_it_declares(pe: ProcessEngine) -> None:
    deploy(pe, ear=LISTENS, p=THROWS, begun=BEGINS)
    one, two, early = listening(pe), listening(pe), start(pe, "test.ear")
    thrower = start(pe, amount=41)
    tasks.complete(pe, open_task(pe, thrower, "a"), {}, STAFF)
    assert row(pe, thrower).status == "completed"  # it waits for nobody
    settle(pe)
    assert [open_elements(pe, root) for root in (one, two, early)] == [["after"], ["after"], ["before"]]
    assert [peek_variables(pe, root)["grade"] for root in (one, two)] == [42, 42]
    assert "amount" not in peek_variables(pe, one)  # only what the throw declares travels
    (started,) = begun(pe)
    assert (open_elements(pe, started), peek_variables(pe, started)["grade"]) == (["a"], 42)
    assert kinds(pe, one).count("signal-received") == 1
    tasks.complete(pe, open_task(pe, early, "before"), {}, STAFF)
    settle(pe)
    assert open_elements(pe, early) == []  # a signal is not kept for those who come later (10.5.1)


def test_a_signal_from_outside_is_one_job_a_receiver(pe: ProcessEngine) -> None:
    deploy(pe, ear=LISTENS, begun=BEGINS)
    ears = [listening(pe) for _ in range(20)]
    assert signals.publish(pe, "frozen", {"grade": 7}, STAFF) == 21
    with pe.database.reading() as connection:
        waiting = connection.execute(select(job.c.kind).where(job.c.status == "ready")).scalars().all()
    assert sorted(waiting) == ["signal"] * 20 + ["signal-start"]
    settle(pe)
    assert [open_elements(pe, root) for root in ears] == [["after"]] * 20
    assert len(begun(pe)) == 1
    assert signals.publish(pe, "thawed", {}, STAFF) == 0


def test_one_receiver_that_fails_keeps_no_other_from_hearing(pe: ProcessEngine) -> None:
    broken = d.diagram(
        "test.broken",
        *(
            d.start(),
            d.catch("hear", b.signal()),
            d.catch("pause", d.timer("timeDuration", "=grade")),
            d.end(),
        ),
        d.flows("start hear pause end"),
        head=b.SHARED,
    )
    deploy(pe, ear=LISTENS, broken=broken)
    bad, good = start(pe, "test.broken"), listening(pe)
    signals.publish(pe, "frozen", {"grade": 1}, STAFF)
    settle(pe)
    assert open_elements(pe, good) == ["after"]
    assert [(held.root_id, held.element) for held in open_incidents(pe)] == [(bad, "pause")]


def test_who_goes_on_before_the_signal_is_handed_over_hears_nothing(
    pe: ProcessEngine, clock: LentClock
) -> None:
    late = d.boundary("late", "a", b.signal(), interrupting=False)
    parts = (d.start(), d.task("a"), late, d.task("told"), d.end(), d.end("e2"))
    deploy(pe, p=d.diagram("test.p", *parts, d.flows("start a end") + d.flows("late told e2"), head=b.SHARED))
    root = start(pe)
    signals.publish(pe, "frozen", {}, STAFF)
    (claimed,) = jobs.claim(pe, "worker", 8)
    task = open_task(pe, root, "a")
    interleave(pe, lambda: tasks.complete(pe, task, {}, STAFF), lambda: jobs.run(pe, claimed))
    assert (row(pe, root).status, open_incidents(pe)) == ("completed", [])
    clock.set(clock.now() + timedelta(days=1))
    settle(pe)
    assert row(pe, root).ends == ["end"]


def test_a_throw_against_one_who_begins_to_listen(pe: ProcessEngine) -> None:
    """The throw waits for the listener's commit: whoever is told of the throw later has not missed it."""
    deploy(pe, ear=LISTENS)
    root = start(pe, "test.ear")
    task = open_task(pe, root, "before")
    _, told = interleave(
        pe, lambda: tasks.complete(pe, task, {}, STAFF), lambda: signals.publish(pe, "frozen", {}, STAFF)
    )
    settle(pe)
    assert (told, open_elements(pe, root)) == (1, ["after"])


def test_one_who_begins_to_listen_against_a_throw(pe: ProcessEngine) -> None:
    deploy(pe, ear=LISTENS)
    root = start(pe, "test.ear")
    task = open_task(pe, root, "before")
    told, _ = interleave(
        pe, lambda: signals.publish(pe, "frozen", {}, STAFF), lambda: tasks.complete(pe, task, {}, STAFF)
    )
    settle(pe)
    assert (told, open_elements(pe, root)) == (0, [])
    assert signals.publish(pe, "frozen", {}, STAFF) == 1


@pytest.mark.parametrize("signal_first", [True, False])
def test_a_signal_against_suspension(pe: ProcessEngine, signal_first: bool) -> None:
    deploy(pe, ear=LISTENS)
    root = listening(pe)
    signals.publish(pe, "frozen", {}, STAFF)
    (claimed,) = jobs.claim(pe, "worker", 8)
    pair = [lambda: jobs.run(pe, claimed), lambda: interventions.suspend(pe, root, "检查", ADMIN)]
    answers = interleave(pe, *(pair if signal_first else reversed(pair)))
    assert not any(isinstance(answer, Conflict) for answer in answers)
    settle(pe)
    assert open_elements(pe, root) == (["after"] if signal_first else [])
    interventions.resume(pe, root, "查完", ADMIN)
    settle(pe)
    assert (open_elements(pe, root), open_incidents(pe)) == (["after"], [])


def test_a_redeployed_process_listens_once(pe: ProcessEngine) -> None:
    deploy(pe, begun=BEGINS)
    again = d.diagram(
        "test.begun",
        *(d.start("begin", b.signal()), d.task("b"), d.end()),
        d.flows("begin b end"),
        head=b.SHARED,
    )
    deploy(pe, begun=again)
    assert signals.publish(pe, "frozen", {}, STAFF) == 1
    settle(pe)
    (root,) = begun(pe)
    assert open_elements(pe, root) == ["b"]
