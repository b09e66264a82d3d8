"""What all activities share: events at their boundary, and being one instance of several."""

from __future__ import annotations

from typing import Any

from engine.bpmn.elements.base import Node
from engine.bpmn.elements.catching import Armed
from engine.bpmn.token import Token
from engine.bpmn.values import Value


class Activity(Node):
    """A task, sub-process or call."""

    boundaries: tuple[Armed, ...] = ()
    part_of_many = False  # True for the inner spec of a multi-instance activity

    def enter(self, token: Token) -> None:
        super().enter(token)
        for boundary in self.boundaries:
            boundary.arm(token)

    def leave(self, token: Token) -> None:
        if self.part_of_many:
            self._map_outputs(token)
            token.parent.task_spec.collect(token.parent, token)
            token.close_wait()
            token.tell("element-completed")
        else:
            super().leave(token)

    def listening(self, token: Token) -> tuple[Armed, ...]:
        """The events at its boundary."""
        return self.boundaries

    def outside(self, token: Token) -> Token | None:
        """One instance of several keeps its outputs to itself; the outer activity collects them."""
        return token if self.part_of_many else token.owner


class Task(Activity):
    """A task with nothing to do: done at once."""


def text_of(value: Value | None, token: Token) -> Any:
    """The value at a token, or None if the diagram says nothing."""
    return None if value is None else value.at(token)
