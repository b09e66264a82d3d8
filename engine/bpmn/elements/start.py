"""Start: the root of a scope, and start events."""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.bpmn.specs.control import BpmnStartTask

from engine.bpmn.elements.base import Node
from engine.bpmn.elements.catching import EventDetails
from engine.bpmn.elements.sub_process import EventSubProcess, Trigger
from engine.bpmn.token import Token


class ScopeStart(BpmnStartTask):
    """The spec of a scope's root token, which owns all tokens of the scope.

    `entrances` are the none start event, or every element that nothing leads to; `choices` are all start
    events of a process, or what can be begun in an ad-hoc sub-process, by element id; `triggers` belong to the event sub-processes of the scope, of which
    `compensator` undoes the scope once it has completed.
    """

    def __init__(self, wf_spec: Any, name: str = "Start") -> None:
        super().__init__(wf_spec, name)
        self.entrances: tuple[Node, ...] = ()
        self.choices: dict[str, Node] = {}
        self.triggers: tuple[Trigger, ...] = ()
        self.compensator: EventSubProcess | None = None

    def arm(self, root: Token) -> None:
        """Arm the scope's event sub-processes."""
        for trigger in self.triggers:
            trigger.arm(root)

    def begin(self, root: Token, chosen: Node | None = None, payload: dict[str, Any] | None = None) -> None:
        """Put the first tokens."""
        for entrance in (chosen,) if chosen else self.entrances:
            token = root.place(entrance)
            if payload:
                entrance.accept(token, payload)
            entrance._update(token)

    def listening(self, root: Token) -> tuple[Trigger, ...]:
        """The event sub-processes that may still start: none while an interrupting one is running."""
        if root.host is not None and not root.host.task_spec.listens:
            return ()
        inside = (t.task_spec for t in root.owned)
        if any(isinstance(s, EventSubProcess) and s.details.interrupting for s in inside):
            return ()
        return self.triggers


class StartEvent(Node):
    """Which start event came true was decided outside; inside its token only passes."""

    details: EventDetails
