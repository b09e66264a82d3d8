"""Drives one of the smallest diagrams until the element that it is about has been walked through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.unit.bpmn.driver import Play

_STEPS = 20
_ACTS = {
    "user-task": "complete",
    "job": "complete",
    "call": "complete",
    "message": "deliver",
    "signal": "signal",
    "timer": "fire",
}


@dataclass(frozen=True)
class Drawn:
    """A diagram; `proof` is the element whose completion shows that it was executed, and how often."""

    source: bytes
    proof: str = "x"
    start: str | None = None
    times: int = 1


def walked(drawn: Drawn) -> bool:
    """Has the element been completed as often as it should? What waits at it is answered first."""
    begin: dict[str, Any] = {} if drawn.start is None else {"start_element": drawn.start}
    play = Play(drawn.source, True, {"go": False, "n": 1}, **begin)
    for _ in range(_STEPS):
        if play.story.split().count(drawn.proof) >= drawn.times:
            return True
        waits = [w for w in play.workflow.waiting() if w.kind in {*_ACTS, "condition", "ad-hoc"}]
        if not waits:
            return False
        wait = min(waits, key=lambda w: (w.kind == "ad-hoc", w.element != drawn.proof))
        if wait.kind == "condition":
            play.set(go=True)
        elif wait.kind == "ad-hoc":
            play.begin(wait.element, wait.facts["activities"][0])
        else:
            arguments = () if wait.kind == "timer" else ({},)
            play.act(_ACTS[wait.kind], wait.token, *arguments)
    return False
