"""What all activities share: events at their boundary, and being one instance of several."""

from __future__ import annotations

from typing import Any

from engine.bpmn.elements.base import Node, Way
from engine.bpmn.elements.catching import Armed
from engine.bpmn.elements.records import Record, add, records_of
from engine.bpmn.token import Token
from engine.bpmn.values import Value


class Activity(Node):
    """A task, sub-process or call."""

    boundaries: tuple[Armed, ...] = ()
    handler: Node | None = None  # what undoes this activity once it has completed
    repeated = False  # True for the inner spec of a multi-instance activity or loop

    def enter(self, token: Token) -> None:
        super().enter(token)
        for boundary in self.boundaries:
            boundary.arm(token)

    def leave(self, token: Token) -> None:
        if self.repeated:
            self._map_outputs(token)
            token.parent.task_spec.collect(token.parent, token)
            token.close_wait()
            token.tell("element-completed")
        else:
            super().leave(token)
        self.remember(token)

    def remember(self, token: Token) -> None:
        """The owner keeps what is needed to undo this, if the diagram says how."""
        add(token.parent, self.records(token))

    def records(self, token: Token) -> list[Record]:
        """This activity, now completed, as something that can be undone; a body hands on its repetitions."""
        if self.handler is None:
            return records_of(token)
        record: Record = {"of": self.bpmn_id, "by": self.handler.name}
        if self.repeated:
            record["local"] = token.top.variables.saved(token)
        return [record]

    def choose(self, token: Token) -> list[Way]:
        """No way if the ad-hoc sub-process around it has enough."""
        host = token.host
        return [] if host is not None and host.task_spec.enough(host, token) else super().choose(token)

    def listening(self, token: Token) -> tuple[Armed, ...]:
        """The events at its boundary."""
        return self.boundaries

    def outside(self, token: Token) -> Token | None:
        """One of several instances keeps its outputs to itself; the outer activity collects them."""
        return token if self.repeated and token.parent.task_spec.keeps_outputs else token.owner


class Task(Activity):
    """A task with nothing to do: done at once."""


def text_of(value: Value | None, token: Token) -> Any:
    """The value at a token, or None if the diagram says nothing."""
    return None if value is None else value.at(token)
