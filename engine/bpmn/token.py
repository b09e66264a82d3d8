"""A token: a SpiffWorkflow task that exists only while something really is there."""

from __future__ import annotations

from collections import deque
from typing import Any, Protocol

from SpiffWorkflow.bpmn.specs.mixins.bpmn_spec_mixin import BpmnSpecMixin
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.bpmn.contract import Happened, Outcome, Services
from engine.bpmn.ledger import Ledger
from engine.bpmn.variables import Variables
from engine.errors import ExpressionFailed

# How SpiffWorkflow's states are used here. READY: in the queue. WAITING: armed (boundary event, event
# sub-process start), arrived at a join, or held by an incident. STARTED: waits for the outside world or
# for what it contains. Finished tokens leave the tree at once.
READY, WAITING, STARTED = TaskState.READY, TaskState.WAITING, TaskState.STARTED
FUTURE, COMPLETED, CANCELLED = TaskState.FUTURE, TaskState.COMPLETED, TaskState.CANCELLED


class Game(Protocol):
    """What the tokens of one instance share. `services` are those of the present act."""

    tokens: dict[int, Token]
    queue: deque[Token]
    subprocesses: dict[int, BpmnSubWorkflow]
    variables: Variables
    ledger: Ledger
    services: Services
    outcome: Outcome

    def number(self) -> int:
        """The number of the next token."""

    def close_if_empty(self, root: Token) -> None:
        """End the scope with this root if no token moves or waits in it any more."""

    def create_subprocess(self, my_task: Token, spec_name: str) -> BpmnSubWorkflow:
        """Open the scope of a sub-process token."""


class Token(Task):
    """One token of the game. Its parent is its owner: what it is attached to or contained in.

    The root token of a scope owns the scope's tokens; a multi-instance body owns its instances; an
    activity owns the events at its boundary. An owner that goes takes what it owns with it.
    """

    def __init__(
        self,
        workflow: Any,
        spec: BpmnSpecMixin,
        owner: Token | None,
        state: int,
        number: int,
        flow: str | None = None,
    ) -> None:
        super().__init__(workflow, spec, owner, state, number)
        self.flow = flow
        self.top: Game = workflow.top_workflow
        self.top.tokens[number] = self

    @property
    def name(self) -> str:
        """The token's id outside the kernel; unique within its instance."""
        return str(self.id)

    @property
    def element(self) -> str:
        """The id of the element in the diagram."""
        return str(self.task_spec.bpmn_id)

    # --- where it stands

    @property
    def owner(self) -> Token | None:
        """The token around this one: its owner, or for a scope's root the token that hosts the scope."""
        above: Token | None = self.parent
        return self.host if above is None else above

    @property
    def host(self) -> Token | None:
        """The sub-process token inside which this one stands; None directly in the instance."""
        number = self.workflow.parent_task_id
        return None if number is None else self.top.tokens[number]

    @property
    def scope_root(self) -> Token:
        """The root token of the scope in which this token stands."""
        root: Token = self.workflow.task_tree
        return root

    @property
    def owned(self) -> list[Token]:
        found: list[Token] = self.children
        return found

    # --- tokens come and go

    def place(self, spec: BpmnSpecMixin, state: int = FUTURE, flow: str | None = None) -> Token:
        """A new token of this owner, put on an element without arriving there yet."""
        return Token(self.workflow, spec, self, state, self.top.number(), flow)

    def send(self, spec: BpmnSpecMixin, flow: str | None = None) -> None:
        """A new token of this owner arrives at an element."""
        spec._update(self.place(spec, flow=flow))

    def finish(self) -> None:
        """What the token contained is done: it completes when its turn comes."""
        self.internal_data["finished"] = True
        self._ready()

    def remove(self) -> None:
        """Leave the tree, with the token's scope of variables."""
        self.workflow._remove_task(self.id)

    def kill(self) -> None:
        """Cancel the token with all that it owns and contains, inside first."""
        self.empty()
        self.close_wait()
        self.task_spec.cancelled(self)
        self._set_state(CANCELLED)
        self.remove()

    def empty(self) -> None:
        """Cancel all that the token owns and contains."""
        for owned in self.owned:
            owned.kill()
        scope = self.top.subprocesses.get(self.id)
        if scope is not None:
            scope.task_tree.clear()
            self.close_scope()

    def clear(self, keep: Token | None = None) -> None:
        """Cancel everything in the scope of which this is the root, except one token."""
        for token in self.owned:
            if token is not keep and token.id in self.top.tokens:
                token.kill()

    def close_scope(self) -> None:
        """The inside of this sub-process token, now empty, is gone."""
        scope = self.top.subprocesses.pop(self.id, None)
        if scope is not None:
            scope.completed = True
            self.top.tokens.pop(scope.task_tree.id)

    # --- waiting

    def open_wait(self, facts: dict[str, Any] | None = None) -> None:
        """Wait from now on; `facts` are the part of the wait that only this moment knows."""
        self.internal_data["wait"] = facts or {}
        self.top.ledger.open(self.task_spec.wait(self))

    def close_wait(self) -> None:
        if self.internal_data.pop("wait", None) is not None:
            self.top.ledger.close(self.name)

    def hold(self, code: str, message: str, **facts: Any) -> None:
        """Keep the token, which cannot go on, for an administrator. What it owned is taken away."""
        self.empty()
        self.close_wait()
        self._set_state(WAITING)
        self.internal_data["incident"] = {"code": code, "message": message, **facts}
        self.open_wait()
        self.tell("incident", code=code, message=message)

    # --- the story

    def tell(self, kind: str, **facts: Any) -> None:
        """Something happened to the token."""
        self.top.ledger.tell(Happened(kind, self.element, self.name, facts))

    def tell_flow(self, flow: str) -> None:
        """The token took a sequence flow."""
        self.top.ledger.tell(Happened("flow-taken", flow, self.name))

    def failed(self, reason: str) -> ExpressionFailed:
        """The error of an element that cannot go on."""
        spec = self.task_spec
        name = spec.bpmn_name or spec.bpmn_id or "开始"
        return ExpressionFailed(element=name, element_id=spec.bpmn_id, reason=reason)

    def _set_state(self, value: int) -> None:
        """Without SpiffWorkflow's log record and time stamp at every change: nothing here reads them."""
        self._state = value
