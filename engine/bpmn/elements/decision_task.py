"""Business rule tasks that ask a decision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.bpmn.elements.activity import Activity
from engine.bpmn.elements.base import Details
from engine.bpmn.token import Token
from engine.bpmn.values import Evaluation, Value
from engine.dmn import DmnError
from engine.errors import LaurelError
from engine.feel import FeelError


@dataclass(frozen=True, slots=True)
class DecisionDetails(Details):
    """Which decision is asked, and the variable that takes its answer."""

    decision: Value | None = None
    result: str = ""


class DecisionTask(Activity):
    """Asks the decision and goes on with its answer."""

    def act(self, token: Token) -> bool:
        d: DecisionDetails = self.details
        assert d.decision is not None
        decision = str(Evaluation(token).needed(d.decision))
        if token.top.services.decide is None:
            raise token.failed(f"没有可用的决策“{decision}”")
        result = self._ask(token, decision)
        token.tell("decision-evaluated", **result.record)
        self.accept(token, {d.result: result.value})
        return True

    def _ask(self, token: Token, decision: str) -> Any:
        assert token.top.services.decide is not None
        context = dict(token.top.variables.context(token))
        try:
            return token.top.services.decide(decision, context)
        except (DmnError, FeelError, LaurelError) as error:
            raise token.failed(f"决策“{decision}”：{error}") from error
