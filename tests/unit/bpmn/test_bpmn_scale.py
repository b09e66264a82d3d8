"""Long, wide and deep instances: counted work and sizes, never time."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest

from engine.bpmn import Services, Workflow, parse
from engine.feel import from_json
from tests.unit.bpmn.diagrams import (
    boundary,
    diagram,
    end,
    flow,
    gateway,
    message,
    multi,
    path,
    repeat,
    script,
    start,
    sub,
    timer,
    user,
)
from tests.unit.bpmn.driver import NOW, Play

HOLDING = Services(now=NOW, hold=True)


def calls(work: Callable[[], Any]) -> int:
    """How many Python functions were called: work that does not depend on the machine."""
    seen = 0

    def profile(frame: Any, event: str, argument: Any) -> None:
        nonlocal seen
        seen += event == "call"

    before = sys.getprofile()
    sys.setprofile(profile)
    try:
        work()
    finally:
        sys.setprofile(before)
    return seen


LOOP = [start(), gateway("exclusive", "m"), user("u"), sub("sp", script("q", "n", "n + 1")), end(), end("e2")]
LOOP += [boundary("b", "sp", timer("PT9S")), gateway("exclusive", "x", "d"), path("s", "m", "u", "sp", "x")]
LOOP += [flow("x", "m", "n < 5000"), flow("x", "e", id="d"), path("b", "e2")]


def test_a_step_after_a_thousand_steps_is_the_work_of_one_after_ten():
    definition = parse(diagram(*LOOP), "p.bpmn")[0]
    workflow = Workflow.start(definition, from_json({"n": 0}), HOLDING)
    work = {}

    def step(state: bytes) -> None:
        Workflow.decode(definition, state).complete(workflow.waiting()[0].token, {}, HOLDING)

    for done in range(1001):
        if done in (10, 1000):
            state = workflow.encode()
            work[done] = calls(lambda state=state: step(state))
        workflow.complete(workflow.waiting()[0].token, {}, HOLDING)
        workflow.drain()
    assert work[1000] <= work[10]


def wide(children: int, sequential: bool = False) -> Workflow:
    definition = parse(
        diagram(user("m", body=multi("items", sequential=sequential)), user("z"), path("m", "z")), "p.bpmn"
    )[0]
    return Workflow.start(definition, from_json({"items": list(range(children))}), HOLDING)


@pytest.mark.parametrize("act", ["start", "complete", "cancel"])
def test_children_cost_the_same_each_however_many_there_are(act):
    def work(children: int) -> float:
        if act == "start":
            return calls(lambda: wide(children)) / children
        workflow = wide(children)
        tokens = [w.token for w in workflow.waiting()]
        if act == "cancel":
            return calls(lambda: workflow.cancel(HOLDING)) / children
        return calls(lambda: [workflow.complete(t, {}, HOLDING) for t in tokens]) / children

    assert work(1000) <= 1.1 * work(100)


def test_a_thousand_children_are_saved_small():
    assert len(wide(1000).encode()) <= 64_000
    named = Play(
        diagram(user("m", body=multi("items"))), True, {"items": [f"reviewer-{n}" for n in range(1000)]}
    )
    assert len(named.workflow.encode()) <= 64_000


def test_a_waiting_instance_is_small_beside_its_variables():
    parts = [
        start(),
        gateway("parallel", "g"),
        end(),
        boundary("b", "a", timer("PT1H")),
        boundary("c", "a", message()),
    ]
    parts += [
        sub("sp", user("a2")),
        user("a"),
        path("s", "g", "a", "e"),
        path("g", "sp"),
        path("b", "e"),
        path("c", "e"),
    ]
    p = Play(diagram(*parts), True)
    assert p.open == ["a", "a2", "b", "c"]
    assert len(p.workflow.encode()) <= 2_000


@pytest.mark.parametrize("loop", ["flow", "standard", "standard-auto"])
def test_two_thousand_rounds(loop):
    if loop == "flow":
        p = Play(diagram(*LOOP), False, {"n": 3000})
        while p.workflow.outcome.state == "active":
            p.do("u")
        assert p.variables == {"n": 5000}
    elif loop == "standard":
        p = Play(
            diagram(start(), user("u", body=repeat("n < 2000")), end(), path("s", "u", "e")), False, {"n": 0}
        )
        for number in range(1, 2001):
            p.complete("u", n=number)
    else:
        p = Play(
            diagram(start(), script("u", "n", "n + 1", body=repeat("n < 2000")), end(), path("s", "u", "e")),
            False,
            {"n": 0},
        )
        assert p.variables == {"n": 2000}
    assert p.ended("e")


def test_fifteen_hundred_tasks_in_a_row():
    ids = [f"t{number}" for number in range(1500)]
    p = Play(diagram(start(), *(user(i) for i in ids), end(), path("s", *ids, "e")), False)
    assert p.do(*ids).ended("e")
    assert p.story == " ".join(["s", *ids, "e"])


def test_two_thousand_children_in_a_row():
    workflow = wide(2000, sequential=True)
    for number in range(2000):
        wait = workflow.waiting()[0]
        assert workflow.context(wait.token)["item"] == number
        workflow.complete(wait.token, {}, HOLDING)
    assert [w.element for w in workflow.waiting()] == ["z"]


def test_a_hundred_sub_processes_inside_each_other():
    inner = user("u")
    for number in range(99):
        inner = sub(f"d{number}", inner)
    p = Play(diagram(inner), True)
    p.refresh()
    assert p.do("u").ended()


def test_a_step_beside_many_that_wait_at_an_inclusive_join_is_the_work_of_one_beside_few():
    """All that wait at one join are asked once; what is left is a look at each token."""

    def step(branches: int) -> float:
        parts = [
            start(),
            gateway("parallel", "o"),
            gateway("inclusive", "j"),
            end(),
            path("s", "o"),
            path("j", "e"),
        ]
        parts += [user(f"u{n}") + path("o", f"u{n}", "j") for n in range(branches)]
        workflow = Workflow.start(parse(diagram(*parts), "p.bpmn")[0], {}, HOLDING)
        tokens = [wait.token for wait in workflow.waiting()]
        for token in tokens[: branches // 2]:
            workflow.complete(token, {}, HOLDING)
        return calls(lambda: workflow.complete(tokens[-1], {}, HOLDING)) / branches

    assert step(800) < 1.5 * step(100)
