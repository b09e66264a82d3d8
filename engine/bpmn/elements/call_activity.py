"""Call activities: another process as an instance of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.bpmn.elements.activity import Activity
from engine.bpmn.elements.base import Details
from engine.bpmn.token import Token
from engine.bpmn.values import Evaluation, Value
from engine.feel import to_json


@dataclass(frozen=True, slots=True)
class CallDetails(Details):
    """Which process is called and which variables cross over."""

    process: Value | None = None
    all_to_child: bool = True
    all_from_child: bool = True


class CallActivity(Activity):
    """Waits until the called instance has ended; the runtime starts it and brings its variables back."""

    kind = "call"

    def act(self, token: Token) -> None:
        assert self.details.process is not None
        process = str(Evaluation(token).needed(self.details.process))
        token.open_wait({"process_id": process})

    def facts(self, token: Token) -> dict[str, Any]:
        d: CallDetails = self.details
        return {
            **super().facts(token),
            "variables": to_json(self.handed(token)),
            "propagate_all": d.all_from_child,
        }

    def handed(self, token: Token) -> dict[str, Any]:
        """The variables that the called instance starts with, as FEEL values."""
        variables = token.top.variables
        if self.details.all_to_child:
            return dict(variables.context(token))
        return dict(variables.local(token))

    def accept(self, token: Token, values: dict[str, Any]) -> None:
        if self.details.outputs or self.details.all_from_child:
            super().accept(token, values)
