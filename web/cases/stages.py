"""The step strip: the steps that every case of a process passes on its way to the far end."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from engine.bpmn import Definition

STEPS = frozenset(
    {"userTask", "manualTask", "callActivity", "subProcess", "transaction", "adHocSubProcess", "receiveTask"}
)
MOST = 9


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of the strip."""

    name: str
    state: str  # ok | at | far


def strip(definition: Definition, walked: Collection[str], here: str) -> list[Stage]:
    """The main steps with where the case stands; none for a process of one or two steps."""
    steps = list(main_steps(definition))
    if here not in steps and definition.elements[here].type in STEPS:
        steps = inserted(definition, steps, here)
    if len(steps) < 3:
        return []
    stages = []
    for identity in steps[:MOST]:
        state = "at" if identity == here else "ok" if identity in walked else "far"
        stages.append(Stage(definition.elements[identity].name, state))
    return stages


def main_steps(definition: Definition) -> tuple[str, ...]:
    """Ids of the top-level activities without which the farthest end event cannot be reached, in order of walking."""
    after = _after(definition)
    starts = [e.id for e in definition.elements.values() if e.parent is None and e.type == "startEvent"]
    distances = _distances(after, starts, without=None)
    ends = [e.id for e in definition.elements.values() if e.type == "endEvent" and e.id in distances]
    if not ends:
        return ()
    goal = max(ends, key=lambda end: distances[end])
    elements = definition.elements
    candidates = [i for i in distances if elements[i].type in STEPS and elements[i].name]
    needed = [i for i in candidates if goal not in _distances(after, starts, without=i)]
    return tuple(sorted(needed, key=lambda i: distances[i]))


def _after(definition: Definition) -> dict[str, list[str]]:
    after: dict[str, list[str]] = {}
    for flow in definition.flows.values():
        after.setdefault(flow.source, []).append(flow.target)
    return after


def _distances(after: dict[str, list[str]], starts: list[str], without: str | None) -> dict[str, int]:
    """Steps from the starts to everything reachable, as if one element were not there."""
    distances = dict.fromkeys((s for s in starts if s != without), 0)
    todo = list(distances)
    while todo:
        here = todo.pop(0)
        for target in after.get(here, []):
            if target not in distances and target != without:
                distances[target] = distances[here] + 1
                todo.append(target)
    return distances


def inserted(definition: Definition, steps: list[str], here: str) -> list[str]:
    """A step beside the main way (a correction, say) stands where the file has it."""
    order = {identity: number for number, identity in enumerate(definition.elements)}
    place = next((n for n, step in enumerate(steps) if order[step] > order[here]), len(steps))
    return [*steps[:place], here, *steps[place:]]
