"""Embedded sub-processes and event sub-processes: a scope inside a scope."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from SpiffWorkflow.bpmn.specs.mixins.subworkflow_task import SubWorkflowTask

from engine.bpmn.elements.activity import Activity
from engine.bpmn.elements.base import Details, Node
from engine.bpmn.elements.boundary import listen_on
from engine.bpmn.elements.catching import Armed, EventDetails, hold_ear
from engine.bpmn.elements.records import Record, records_of
from engine.bpmn.token import Token
from engine.bpmn.variables import written
from engine.errors import ExpressionFailed
from engine.feel import from_json


class SubProcess(Activity, SubWorkflowTask):
    """Its token waits until the scope inside is empty."""

    listens = True  # do its error and escalation event sub-processes catch what comes from inside?
    reopened: Node | None = None  # what undoes it from the inside, if anything in it can be undone
    undoes_itself = False  # has it a compensation event sub-process?

    def __init__(self, wf_spec: Any, name: str, details: Details, inside: str) -> None:
        super().__init__(wf_spec, name, details, subworkflow_spec=inside)

    def enter(self, token: Token) -> None:
        token.top.variables.open(token)
        super().enter(token)

    def act(self, token: Token) -> None:
        root = self.open(token)
        root.task_spec.begin(root)

    def open(self, token: Token) -> Token:
        """The root token of the scope inside, in which only the event sub-processes are armed yet."""
        root: Token = token.top.create_subprocess(token, self.spec).task_tree
        root.task_spec.arm(root)
        return root

    def records(self, token: Token) -> list[Record]:
        if self.handler is not None:
            return super().records(token)
        inside = records_of(token)
        return [self.reopening(token, inside)] if inside or self.undoes_itself else []

    def reopening(self, token: Token, inside: list[Record]) -> Record:
        """The record by which the sub-process is undone from the inside."""
        assert self.reopened is not None
        local = token.top.variables.saved(token)
        return {"of": self.bpmn_id, "by": self.reopened.name, "local": local, "inside": inside}

    def enough(self, host: Token, token: Token) -> bool:
        """Does the scope end with the activity `token` inside, whatever else could follow?"""
        return False

    def settle(self, host: Token) -> bool:
        """Does the scope end when no token is left in it? Asked whenever one has left; may take the others away."""
        return True


@dataclass(frozen=True, slots=True)
class EventSubProcessDetails(Details):
    """An event sub-process; `interrupting` is what its start event says."""

    interrupting: bool = True


class EventSubProcess(SubProcess):
    """The running body of an event sub-process. Until it has begun, what its event brought stands with its token."""

    def act(self, token: Token) -> None:
        root = self.open(token)
        root.task_spec.begin(root, payload=from_json(token.internal_data.get("brought", {})))
        token.internal_data.pop("brought", None)


class Trigger(Armed):
    """The start event of an event sub-process, listening in the scope around it.

    As in Camunda 8 it listens until the scope has completed. In the standard (13.3.2, state Completing) none
    starts any more once only event sub-processes are running there.
    """

    def __init__(self, wf_spec: Any, name: str, details: EventDetails, body: EventSubProcess) -> None:
        super().__init__(wf_spec, name, details)
        self.body = body

    @property
    def interrupting(self) -> bool:
        return bool(self.body.details.interrupting)

    def listen(self, token: Token) -> None:
        """For one of the instance itself no other token can be held, so with `hold` it is held itself."""
        try:
            super().listen(token)
        except ExpressionFailed as error:
            if token.host is not None or not token.top.services.hold:
                raise
            hold_ear(token, error)

    def fire(self, token: Token, values: dict[str, Any]) -> None:
        root = token.scope_root
        if not self.interrupting:
            listen_on(self, token)
        self.start(root, values)

    def start(self, root: Token, values: dict[str, Any]) -> None:
        """Run the body in the scope with this root; its start event takes `values` as every event does.

        They go upwards by name, as in Camunda 8: nothing makes them local to the body.
        """
        if self.interrupting:
            root.clear()
        token = root.place(self.body)
        if values:
            token.internal_data["brought"] = written(values, token)
        self.body._update(token)

    def attachment(self, token: Token) -> dict[str, Any]:
        host = token.host
        return {"attached_to": host.element if host else None, "interrupting": self.interrupting}
