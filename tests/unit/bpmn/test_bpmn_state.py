"""State: what is stored, how large it is, and that running never touches what instances share."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from SpiffWorkflow.util.event import Event

from engine.bpmn import StateUnreadable, Workflow, parse
from tests.unit.bpmn.diagrams import (
    boundary,
    diagram,
    end,
    flow,
    gateway,
    message,
    multi,
    path,
    script,
    start,
    sub,
    timer,
    user,
)
from tests.unit.bpmn.driver import Play
from tests.unit.bpmn.random_diagrams import Generator
from tests.unit.bpmn.test_bpmn_random import played

LOOP = [start(), gateway("exclusive", "m"), user("u"), sub("sp", script("q", "n", "n + 1")), end(), end("e2")]
LOOP += [boundary("b", "sp", timer("PT9S")), gateway("exclusive", "x", "d"), path("s", "m", "u", "sp", "x")]
LOOP += [flow("x", "m", "n < 2000"), flow("x", "e", id="d"), path("b", "e2")]


def fingerprint(value: Any, seen: dict[int, int]) -> Any:
    """The shape of specs, followed through everything that they hold."""
    if isinstance(value, Event):
        return (value.hard_subscribers, value.weak_subscribers)
    if id(value) in seen:
        return seen[id(value)]
    if isinstance(value, dict):
        return {str(k): fingerprint(v, seen) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [fingerprint(v, seen) for v in value]
    if hasattr(value, "__dict__") and type(value).__module__.startswith(("engine.bpmn", "SpiffWorkflow")):
        seen[id(value)] = len(seen)
        return type(value).__name__, fingerprint(vars(value), seen)
    return repr(value)


@pytest.mark.parametrize("seed", range(20))
def test_running_never_changes_the_specs(seed):
    source = Generator(random.Random(seed)).diagram()
    definition = parse(source, "p.bpmn")[0]
    before = fingerprint([definition._spec, definition._parts], {})
    played(definition, seed, True)
    played(definition, seed + 1, False)
    assert fingerprint([definition._spec, definition._parts], {}) == before


def test_threads_share_a_definition():
    definition = parse(diagram(*LOOP), "p.bpmn")[0]

    def run(rounds: int) -> int:
        p = Play(definition, True, {"n": 2000 - rounds})
        while p.workflow.outcome.state == "active":
            p.do("u")
        return len([h for h in p.happened if h.element == "u" and h.kind == "element-completed"])

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(run, range(1, 33))) == list(range(1, 33))


def test_the_thousandth_round_costs_what_the_first_did():
    p = Play(diagram(*LOOP), reload=True, variables={"n": 100})
    sizes = set()
    for _ in range(1000):
        p.do("u")
        p.happened.clear()
        inner = p.workflow._instance
        sizes.add((len(inner.tokens), len(inner.tasks), len(p.workflow.encode()) // 10))
    assert len(sizes) == 1


def test_two_thousand_rounds():
    p = Play(diagram(*LOOP), reload=False, variables={"n": 0})
    while p.workflow.outcome.state == "active":
        p.do("u")
    assert p.variables == {"n": 2000}
    assert p.ended("e")


def test_a_waiting_instance_is_small():
    p = Play(
        diagram(
            start(), user("a"), boundary("b", "a", message()), end(), path("s", "a", "e"), path("b", "e")
        ),
        True,
    )
    assert len(p.workflow.encode()) < 400


def test_a_thousand_instances_are_small():
    p = Play(diagram(user("m", body=multi("items"))), True, {"items": list(range(1000))})
    assert len(p.workflow.waiting()) == 1000
    assert len(p.workflow.encode()) < 64_000


def test_values_keep_their_types():
    given = {
        "day": {"$": "date", "v": "2026-09-11"},
        "moment": {"$": "date and time", "v": "2026-09-11T12:00:00+08:00"},
        "long": {"$": "days duration", "v": "P1DT2H"},
        "part": {"$": "number", "v": "0.1"},
        "nested": {"list": [1, "a", None, True, {"x": []}]},
    }
    p = Play(diagram(user("a")), True, given)
    p.refresh()
    assert p.variables == given


@pytest.mark.parametrize("data", [b"", b"x", b"pnot json", b'p{"v":0}', b"zzzz", b"p[]"])
def test_bytes_that_are_no_state(data):
    definition = parse(diagram(user("a")), "p.bpmn")[0]
    with pytest.raises(StateUnreadable):
        Workflow.decode(definition, data)


def test_state_of_another_diagram():
    data = Play(diagram(user("a")), False).workflow.encode()
    with pytest.raises(StateUnreadable):
        Workflow.decode(parse(diagram(user("b")), "p.bpmn")[0], data)


def test_an_ended_workflow_can_be_read():
    p = Play(diagram(start(), end(), path("s", "e")), True)
    p.refresh()
    assert p.workflow.outcome.ends == ("e",)
    assert p.workflow.outcome.state == "completed"
