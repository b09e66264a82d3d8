"""What multi-instance activities and standard loops share: a body that owns one token for each repetition."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from engine.bpmn.elements.activity import Activity
from engine.bpmn.elements.base import Details
from engine.bpmn.token import Token
from engine.feel import from_json


class Repeated(Activity, ABC):
    """The body around the repetitions of `inner`. It is no step of the story; its repetitions are."""

    keeps_outputs = False  # do output mappings of one repetition stay in that repetition?

    def __init__(self, wf_spec: Any, name: str, details: Details, inner: Activity) -> None:
        super().__init__(wf_spec, name, details)
        self.inner = inner

    def enter(self, token: Token) -> None:
        for boundary in self.boundaries:
            boundary.arm(token)

    @abstractmethod
    def collect(self, token: Token, part: Token) -> None:
        """A repetition is about to leave. Raises ExpressionFailed, and then has changed nothing."""

    def leave(self, token: Token) -> None:
        """Take away repetitions that are left, and go on."""
        ways = self.choose(token)
        token.empty()
        self.over(token)
        self.take(token, ways)
        self.remember(token)

    def over(self, token: Token) -> None:
        """All repetitions are done; a family that tells more than them says so here."""

    def lost(self, token: Token) -> None:
        """An administrator has taken a repetition away."""

    def cancelled(self, token: Token) -> None:
        """Its repetitions tell their own end."""

    def begin(self, token: Token, counter: int, local: dict[str, Any] | None = None) -> None:
        """The next repetition, with its own scope in which `loopCounter` counts from 1."""
        part = token.place(self.inner)
        token.top.variables.open(part, {**(local or {}), "loopCounter": from_json(counter)})
        self.inner._update(part)
