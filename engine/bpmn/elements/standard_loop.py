"""Standard loops: an activity again and again, as long as a condition holds (BPMN 2.0.2, 10.3.8 and 13.3.6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.bpmn.elements.base import Details
from engine.bpmn.elements.repeated import Repeated
from engine.bpmn.token import Token
from engine.bpmn.values import Evaluation
from engine.feel import Expression, from_json


@dataclass(frozen=True, slots=True)
class LoopDetails(Details):
    """While what, asked when, and how often at most; without `condition` exactly `maximum` times."""

    condition: Expression | None = None
    before: bool = False
    maximum: int | None = None


class StandardLoop(Repeated):
    """The body of a loop. Each round has a scope of its own; what it sets by name lasts."""

    def act(self, token: Token) -> bool | None:
        token.internal_data["done"] = 0
        if self.details.before and not self._again(token, token, 0):
            return True
        self.begin(token, 1)
        return None

    def collect(self, token: Token, part: Token) -> None:
        done = token.internal_data["done"] + 1
        again = self._again(token, part, done)
        token.internal_data.update(done=done, again=again)

    def part_done(self, token: Token) -> None:
        if token.internal_data["again"]:
            self.begin(token, token.internal_data["done"] + 1)
        else:
            token.finish()

    def lost(self, token: Token) -> None:
        """Without its round the loop is over."""
        token.finish()

    def _again(self, token: Token, at: Token, done: int) -> bool:
        d: LoopDetails = self.details
        if d.maximum is not None and done >= d.maximum:
            return False
        if d.condition is None:
            return True
        known: dict[str, Any] = {"loopCounter": from_json(done)}
        return Evaluation(at, known).truth(d.condition, "循环条件")
