"""Complex gateways: go on when a condition on what has arrived holds, then collect the rest (BPMN 2.0.2, 13.4.5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.bpmn.elements.base import Details, Way
from engine.bpmn.elements.inclusive_gateway import InclusiveGateway
from engine.bpmn.token import WAITING, Token
from engine.bpmn.values import Evaluation
from engine.errors import ExpressionFailed
from engine.feel import Expression, from_json


@dataclass(frozen=True, slots=True)
class ComplexDetails(Details):
    """When the gateway is activated; None for one that only splits."""

    activation: Expression | None = None


class ComplexGateway(InclusiveGateway):
    """Waits for start until its condition holds, then waits for reset until no further token can come.

    Both phases let tokens go out by the conditions of the outgoing flows; `activationCount` and
    `waitingForStart` are known in all of them. A flow without condition is taken at the start only. While
    the gateway waits for reset a token of its own stands there, which remembers what the start consumed.
    """

    alike = False  # one of them may remember the round, and one that cannot be judged leaves the others

    def released(self, token: Token) -> bool:
        if "consumed" in token.internal_data:
            return self._reset(token)
        if self._resetting(token) is not None:
            return False
        return self._start(token)

    def enter(self, token: Token) -> None:
        if "consumed" not in token.internal_data:
            super().enter(token)

    def leave(self, token: Token) -> None:
        """The first phase leaves a token behind that waits for reset."""
        if "consumed" in token.internal_data:
            ways = self.choose(token)
            token.tell("gateway-reset")
            self.take(token, ways)
            return
        super().leave(token)
        if "started" in token.internal_data:
            rest = token.scope_root.place(self, WAITING)
            rest.internal_data["consumed"] = token.internal_data["started"]
            rest.open_wait()

    def choose(self, token: Token) -> list[Way]:
        resets, count = "consumed" in token.internal_data, token.internal_data.get("count", 1)
        evaluation = Evaluation(token, _known(count, not resets))
        chosen = [way for way in self.ways if not way.default and self._open(way, evaluation, resets)]
        if chosen or not resets:
            return chosen or self.otherwise(token)
        return [way for way in self.ways if way.default]

    def again(self, token: Token) -> None:
        """A token whose arrival could not be judged is judged anew."""
        if "judged" not in token.internal_data:
            super().again(token)
            return
        del token.internal_data["incident"], token.internal_data["judged"]
        token.open_wait()

    def missing(self, token: Token) -> list[str]:
        """The flows without token in this round, also those to which none can come any more."""
        rest = self._resetting(token)
        come = set(rest.internal_data["consumed"] if rest else ()) | self.arrived(token).keys()
        return [flow for flow in self.incoming if flow not in come]

    def facts(self, token: Token) -> dict[str, Any]:
        return {**super().facts(token), "resets": "consumed" in token.internal_data}

    def _start(self, token: Token) -> bool:
        """Tokens are judged in the order in which they came, so that none is passed over."""
        arrived = sorted(self.arrived(token).items(), key=lambda pair: pair[1].id)
        for count in range(1, len(arrived) + 1):
            if self._activates(arrived[count - 1][1], count):
                self._go(dict(arrived[:count]))
                return True
        return False

    def _go(self, arrived: dict[str, Token]) -> None:
        survivor = max(arrived.values(), key=lambda t: t.id)
        self.consume(arrived, survivor)
        survivor.internal_data.update(started=sorted(arrived), count=len(arrived))
        self.release(survivor)

    def _reset(self, token: Token) -> bool:
        consumed = token.internal_data["consumed"]
        late = {flow: t for flow, t in self.arrived(token).items() if flow not in consumed}
        if self._awaited(token, {**dict.fromkeys(consumed, token), **late}):
            return False
        self.consume({**late, "": token}, token)
        token.internal_data["count"] = len(late)
        self.release(token)
        return True

    def _activates(self, token: Token, count: int) -> bool:
        condition: Expression = self.details.activation
        try:
            return Evaluation(token, _known(count, True)).truth(condition, "激活条件")
        except ExpressionFailed as error:
            if not token.top.services.hold:
                raise
            token.internal_data["judged"] = True
            token.hold(error.code, error.sentence())
            return False

    def _resetting(self, token: Token) -> Token | None:
        """The token that waits for reset in this scope."""
        here = (t for t in token.scope_root.owned if t.task_spec is self)
        return next((t for t in here if "consumed" in t.internal_data), None)

    def _open(self, way: Way, evaluation: Evaluation, resets: bool) -> bool:
        return not resets if way.condition is None else self.holds(way, evaluation)


def _known(count: int, waits_for_start: bool) -> dict[str, Any]:
    """The gateway's own attributes (BPMN 2.0.2, 10.6.5), as its expressions see them."""
    return {"activationCount": from_json(count), "waitingForStart": waits_for_start}
