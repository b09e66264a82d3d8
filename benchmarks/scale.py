"""Instances that are long, wide and deep: what a step and a save cost, as ratios within one run."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.timing import cpu_of, in_turns
from engine.bpmn import Definition, Workflow, parse
from engine.bpmn.contract import Services
from engine.feel import from_json
from tests.unit.bpmn.diagrams import diagram, end, flow, gateway, multi, path, script, start, sub, user
from tests.unit.bpmn.driver import NOW

SERVICES = Services(now=NOW, hold=True)
CHILDREN = 1_000


@dataclass(frozen=True, slots=True)
class Scale:
    """CPU seconds and bytes.

    `early` and `late` are a step after 10 and after 1,000 steps done, `few` and `many` what each of 200 and
    of 2,000 children costs to start.
    """

    early: float
    late: float
    few: float
    many: float
    save: float
    size: int
    waiting: int


def measure() -> Scale:
    loop, wide = _loop(), _wide(CHILDREN)
    ten, thousand = _after(loop, 10), _after(loop, 1_000)
    contestants = {
        "early": lambda: cpu_of(lambda: _step(loop, ten), 200),
        "late": lambda: cpu_of(lambda: _step(loop, thousand), 200),
        "few": lambda: cpu_of(lambda: _wide(200), 5) / 200,
        "many": lambda: cpu_of(lambda: _wide(2_000), 1) / 2_000,
        "save": lambda: cpu_of(wide.encode, 5),
    }
    figures = in_turns(contestants)
    waiting = len(Workflow.start(_small(), {}, SERVICES).encode())
    return Scale(**figures, size=len(wide.encode()), waiting=waiting)


def _loop() -> Definition:
    """A task, a sub-process and back again."""
    parts = [start(), gateway("exclusive", "m"), user("u"), sub("sp", script("q", "n", "n + 1")), end()]
    parts += [gateway("exclusive", "x", "d"), path("s", "m", "u", "sp", "x")]
    return parse(diagram(*parts, flow("x", "m", "n < 5000"), flow("x", "e", id="d")), "loop.bpmn")[0]


def _after(loop: Definition, steps: int) -> bytes:
    workflow = Workflow.start(loop, from_json({"n": 0}), SERVICES)
    for _ in range(steps):
        workflow.complete(workflow.waiting()[0].token, {}, SERVICES)
    return workflow.encode()


def _step(loop: Definition, state: bytes) -> None:
    workflow = Workflow.decode(loop, state)
    workflow.complete(workflow.waiting()[0].token, {}, SERVICES)
    workflow.encode()


def _wide(children: int) -> Workflow:
    definition = parse(diagram(user("m", body=multi("items"))), "wide.bpmn")[0]
    return Workflow.start(definition, from_json({"items": list(range(children))}), SERVICES)


def _small() -> Definition:
    return parse(diagram(start(), user("a"), end(), path("s", "a", "e")), "small.bpmn")[0]
