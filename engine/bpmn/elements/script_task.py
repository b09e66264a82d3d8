"""Script tasks: a FEEL expression whose value becomes a variable."""

from __future__ import annotations

from dataclasses import dataclass

from engine.bpmn.elements.activity import Activity
from engine.bpmn.elements.base import Details
from engine.bpmn.token import Token
from engine.bpmn.values import Value


@dataclass(frozen=True, slots=True)
class ScriptDetails(Details):
    """The expression and the variable that takes its value."""

    script: Value | None = None
    result: str = ""


class ScriptTask(Activity):
    """Evaluates and goes on."""

    def act(self, token: Token) -> bool:
        d: ScriptDetails = self.details
        assert d.script is not None
        self.accept(token, {d.result: d.script.at(token)})
        return True
