"""A message reaches one receiver, once: whoever comes first, and however many try at one moment."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from engine import jobs
from engine.clock import LentClock
from engine.commands import incidents, interventions, messages, tasks
from engine.models import instance, message
from engine.process_engine import ProcessEngine
from tests.integration.house import (
    ADMIN,
    STAFF,
    deploy,
    kinds,
    open_elements,
    open_incidents,
    open_task,
    settle,
    start,
)
from tests.support import diagrams as d
from tests.support.interleaving import interleave

WAITS = d.diagram(
    "test.p",
    *(d.start(), d.task("first"), d.catch("wait", d.message("ready")), d.task("after"), d.end()),
    d.flows("start first wait after end"),
    head=d.messages(ready='"K-1"'),
)
BEGUN = d.diagram(
    "test.p",
    *(d.start("start", d.message("begin")), d.task("a"), d.end()),
    d.flows("start a end"),
    head=d.messages(begin=""),
)


def publish(pe: ProcessEngine, name: str = "ready", message_id: str | None = None) -> bool:
    return messages.publish(pe, name, "K-1", {}, STAFF, message_id=message_id)


def begin_waiting(pe: ProcessEngine, root: int) -> None:
    tasks.complete(pe, open_task(pe, root, "first"), {}, STAFF)


def message_states(pe: ProcessEngine) -> list[str]:
    with pe.database.reading() as connection:
        return list(connection.execute(select(message.c.status).order_by(message.c.id)).scalars())


def roots(pe: ProcessEngine) -> list[int]:
    with pe.database.reading() as connection:
        return list(connection.execute(select(instance.c.id).order_by(instance.c.id)).scalars())


def do(pe: ProcessEngine, row: object) -> Callable[[], None]:
    return lambda: jobs.run(pe, row)  # type: ignore[arg-type]


def test_a_message_that_comes_while_its_receiver_opens_is_not_lost(pe: ProcessEngine) -> None:
    deploy(pe, p=WAITS)
    root = start(pe)
    first = open_task(pe, root, "first")

    def arrive() -> None:
        publish(pe)
        settle(pe)

    interleave(pe, lambda: tasks.complete(pe, first, {}, STAFF), arrive)
    settle(pe)
    assert (open_elements(pe, root), message_states(pe)) == (["after"], ["delivered"])


def test_a_message_left_waiting_while_its_receiver_opens_is_not_lost(pe: ProcessEngine) -> None:
    deploy(pe, p=WAITS)
    root = start(pe)
    publish(pe)
    (claimed,) = jobs.claim(pe, "worker", 8)
    interleave(pe, do(pe, claimed), lambda: begin_waiting(pe, root))
    settle(pe)
    assert (open_elements(pe, root), message_states(pe)) == (["after"], ["delivered"])


def test_two_messages_for_one_receiver(pe: ProcessEngine) -> None:
    deploy(pe, p=WAITS)
    root, late = start(pe), start(pe)
    begin_waiting(pe, root)
    publish(pe)
    publish(pe)
    one, two = jobs.claim(pe, "worker", 8)
    interleave(pe, do(pe, one), do(pe, two))
    settle(pe)
    assert (open_elements(pe, root), message_states(pe)) == (["after"], ["delivered", "waiting"])
    begin_waiting(pe, late)
    settle(pe)
    assert (open_elements(pe, late), message_states(pe)) == (["after"], ["delivered", "delivered"])


def test_a_message_tried_twice_at_once_reaches_one_of_two_receivers(pe: ProcessEngine) -> None:
    """The second try has read the message as waiting before the first has handed it over."""
    deploy(pe, p=WAITS)
    one, two = start(pe), start(pe)
    publish(pe)
    for root in (one, two):  # each opens for the kept message and asks for a try of its own
        begin_waiting(pe, root)
    claimed = jobs.claim(pe, "worker", 8)
    interleave(pe, do(pe, claimed[0]), do(pe, claimed[1]), before="FROM subscription")
    settle(pe)
    assert sorted(open_elements(pe, one) + open_elements(pe, two)) == ["after"]
    assert message_states(pe) == ["delivered"]
    assert open_incidents(pe) == []


def test_a_message_tried_twice_at_once_is_heard_once_by_one_that_goes_on_listening(pe: ProcessEngine) -> None:
    note = d.boundary("note", "a", d.message("ready"), interrupting=False)
    parts = (d.start(), d.task("first"), d.task("a"), note, d.task("read"), d.end(), d.end("end-read"))
    flows = d.flows("start first a end") + d.flows("note read end-read")
    deploy(pe, p=d.diagram("test.p", *parts, flows, head=d.messages(ready='"K-1"')))
    root = start(pe)
    publish(pe)
    begin_waiting(pe, root)
    one, two = jobs.claim(pe, "worker", 8)
    interleave(pe, do(pe, one), do(pe, two), before="FROM subscription")
    settle(pe)
    assert (open_elements(pe, root), message_states(pe)) == (["a", "read"], ["delivered"])
    assert kinds(pe, root).count("message-received") == 1


def test_one_message_id_is_taken_once_also_at_once(pe: ProcessEngine) -> None:
    both = interleave(pe, lambda: publish(pe, message_id="m-1"), lambda: publish(pe, message_id="m-1"))
    assert (both, message_states(pe)) == ((True, False), ["waiting"])


def test_a_message_begins_no_second_case_of_a_running_key(pe: ProcessEngine) -> None:
    deploy(pe, p=BEGUN)
    publish(pe, "begin")
    publish(pe, "begin")
    one, two = jobs.claim(pe, "worker", 8)
    interleave(pe, do(pe, one), do(pe, two))
    assert (len(roots(pe)), message_states(pe)) == (1, ["delivered", "waiting"])
    (held,) = open_incidents(pe)
    assert held.code == "key-taken"
    tasks.complete(pe, open_task(pe, roots(pe)[0], "a"), {}, STAFF)
    incidents.retry(pe, held.id, ADMIN)
    settle(pe)
    assert (len(roots(pe)), message_states(pe), open_incidents(pe)) == (2, ["delivered", "delivered"], [])


def test_a_message_that_nobody_takes_on_its_last_try_is_an_incident_without_a_case(
    pe: ProcessEngine, clock: LentClock
) -> None:
    deploy(pe, p=BEGUN)
    publish(pe, "begin")
    for _ in range(3):  # claimed, and the worker is never heard of again
        assert len(jobs.claim(pe, "doomed", 8)) == 1
        clock.set(clock.now() + jobs.LEASE)
    assert jobs.claim(pe, "next", 8) == []
    (held,) = open_incidents(pe)
    assert (held.root_id, held.code) == (None, "lease-expired")
    incidents.retry(pe, held.id, ADMIN)
    settle(pe)
    assert (len(roots(pe)), open_incidents(pe)) == (1, [])


def test_cancel_against_a_message_on_its_way(pe: ProcessEngine) -> None:
    deploy(pe, p=WAITS)
    root = start(pe)
    begin_waiting(pe, root)
    publish(pe)
    (claimed,) = jobs.claim(pe, "worker", 8)
    interleave(pe, lambda: interventions.cancel(pe, root, "taken back", ADMIN), do(pe, claimed))
    settle(pe)
    assert (open_elements(pe, root), message_states(pe), open_incidents(pe)) == ([], ["waiting"], [])
