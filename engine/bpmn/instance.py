"""The token game of one instance on SpiffWorkflow's workflow and task tree."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow

from engine.bpmn.contract import Outcome, Services
from engine.bpmn.ledger import Ledger
from engine.bpmn.model import Definition
from engine.bpmn.token import CANCELLED, COMPLETED, FUTURE, READY, WAITING, Token
from engine.bpmn.variables import ROOT, Variables
from engine.errors import ExpressionFailed, LaurelError, Runaway

if TYPE_CHECKING:
    from engine.bpmn.elements.base import Node

MAX_STEPS = 10_000


class NoScripts:
    """Stands where SpiffWorkflow would keep a Python engine: no Python is ever run from a diagram."""

    def evaluate(self, *_: Any, **__: Any) -> Any:
        raise LaurelError(reason="流程图中不能运行 Python")

    execute = evaluate


class Scope(BpmnSubWorkflow):
    """The inside of one running sub-process. Its root token owns every token in it."""

    def __init__(self, spec: Any, parent_task_id: int, top_workflow: Instance) -> None:
        super().__init__(spec, parent_task_id, top_workflow, deserializing=True)
        self.task_tree = Token(self, spec.start, None, COMPLETED, -parent_task_id)

    def _task_completed_notify(self, task: Token) -> None:
        self.top_workflow.left(task)

    def _task_removed_notify(self, task: Token) -> None:
        self.top_workflow.forget(task)


class Instance(BpmnWorkflow):
    """One instance: its tokens, variables and what changed. Only live tokens are kept.

    Between acts no token is READY: each one waits, is armed, or is held. `services` are those of the
    present act.
    """

    def __init__(self, definition: Definition, variables: Variables, last_number: int = ROOT) -> None:
        self.tokens: dict[int, Token] = {}
        self.queue: deque[Token] = deque()
        self.variables = variables
        self.ledger = Ledger()
        self.outcome = Outcome()
        self.services: Services
        self.last_number = last_number
        super().__init__(definition._spec, definition._parts, script_engine=NoScripts(), deserializing=True)
        self.task_tree = Token(self, self.spec.start, None, COMPLETED, ROOT)

    # --- what SpiffWorkflow asks of its workflow

    def create_subprocess(self, my_task: Token, spec_name: str) -> Scope:
        """Open the scope of a sub-process token."""
        scope = Scope(self.subprocess_specs[spec_name], my_task.id, self)
        self.subprocesses[my_task.id] = scope
        return scope

    def get_task_from_id(self, task_id: int) -> Token:
        return self.tokens[task_id]

    def _task_completed_notify(self, task: Token) -> None:
        self.left(task)

    def _task_removed_notify(self, task: Token) -> None:
        self.forget(task)

    # --- tokens come and go

    def number(self) -> int:
        self.last_number += 1
        return self.last_number

    def place(self, owner: Token, spec: Node, state: int = FUTURE, flow: str | None = None) -> Token:
        """Put a token on an element without letting it arrive yet."""
        return Token(owner.workflow, spec, owner, state, self.number(), flow)

    def send(self, owner: Token, spec: Node, flow: str | None = None) -> Token:
        """A token arrives at an element."""
        token = self.place(owner, spec, flow=flow)
        spec._update(token)
        return token

    def left(self, token: Token) -> None:
        """A token has completed its element: whoever owns it may be done as well."""
        owner = token.parent
        self.remove(token)
        if owner.parent is None:
            self.close_if_empty(owner)
        else:
            owner.task_spec.part_done(owner)

    def remove(self, token: Token) -> None:
        """Take a token out of the tree, with its scope of variables."""
        token.workflow._remove_task(token.id)

    def forget(self, token: Token) -> None:
        """SpiffWorkflow removed the task."""
        self.tokens.pop(token.id, None)
        self.variables.close(token)

    def finish(self, token: Token) -> None:
        """What the token contained is done: it completes when its turn comes."""
        token.internal_data["done"] = True
        token._ready()

    def close_if_empty(self, root: Token) -> None:
        """A scope in which no token moves or waits any more is done; what is only armed goes with it."""
        if any(not t.task_spec.armed(t) for t in _owned(root)):
            return
        self.clear(root)
        host = self.host(root)
        if host is not None:
            self.close_scope(host)
            self.finish(host)
        elif self.outcome.state == "active":
            self.completed = True
            self.outcome = Outcome("completed", self.outcome.ends)

    def host(self, root: Token) -> Token | None:
        """The sub-process token whose inside the scope with this root is; None for the instance itself."""
        number = root.workflow.parent_task_id
        return None if number is None else self.tokens[number]

    def close_scope(self, host: Token) -> None:
        scope = self.subprocesses.pop(host.id, None)
        if scope is not None:
            scope.completed = True
            self.tokens.pop(scope.task_tree.id)

    def clear(self, root: Token, keep: Token | None = None) -> None:
        """Cancel everything in a scope, except one token."""
        for token in root.owned:
            if token is not keep and token.id in self.tokens:
                self.kill(token)

    def kill(self, token: Token) -> None:
        """Cancel a token with all that it owns and contains, inside first."""
        self._empty(token)
        self.close_wait(token)
        token.task_spec.cancelled(token)
        token._set_state(CANCELLED)
        self.remove(token)

    def _empty(self, token: Token) -> None:
        for owned in token.owned:
            self.kill(owned)
        scope = self.subprocesses.get(token.id)
        if scope is not None:
            self.clear(scope.task_tree)
            self.close_scope(token)

    # --- waiting

    def open_wait(self, token: Token, facts: dict[str, Any] | None = None) -> None:
        """The token waits from now on; `facts` are the part of the wait that only this moment knows."""
        token.internal_data["wait"] = facts or {}
        self.ledger.open(token.task_spec.wait(token))

    def close_wait(self, token: Token) -> None:
        if token.internal_data.pop("wait", None) is not None:
            self.ledger.close(token)

    def waiting(self) -> Iterator[Token]:
        return (t for t in self.tokens.values() if "wait" in t.internal_data)

    def hold(self, token: Token, code: str, message: str, **facts: Any) -> None:
        """Keep a token that cannot go on, for an administrator. What it owned is taken away."""
        self._empty(token)
        token._set_state(WAITING)
        token.internal_data["incident"] = {"code": code, "message": message, **facts}
        self.open_wait(token)
        self.ledger.tell("incident", token, code=code, message=message)

    # --- moving

    def move(self) -> None:
        """Let every token go on until all of them wait. Raises Runaway, ExpressionFailed."""
        steps = 0
        while self.queue or self._release_joins():
            token = self.queue.popleft()
            if token.state != READY:
                continue
            steps += 1
            if steps > MAX_STEPS:
                raise Runaway(limit=MAX_STEPS, element=token.element)
            if self.services.hold:
                self._step_or_hold(token)
            else:
                _step(token)

    def _release_joins(self) -> bool:
        """When nothing moves, inclusive joins are asked whether a token can still come."""
        for token in (self.spec.has_inclusive and sorted(self.tokens.values(), key=_number)) or ():
            if token.state == WAITING and token.task_spec.released(token):
                return True
        return False

    def _step_or_hold(self, token: Token) -> None:
        """One step that leaves nothing behind if it fails, except the token with its incident."""
        mark = self.ledger.mark()
        variables = self.variables.copy()
        try:
            _step(token)
        except ExpressionFailed as error:
            self._empty(token)
            self.variables = variables
            self.ledger.take_back(mark)
            self.hold(token, error.code, error.sentence())


def _step(token: Token) -> None:
    if "done" in token.internal_data:
        token.complete()
    else:
        token.run()


def _owned(root: Token) -> Iterator[Token]:
    tasks = root.workflow.tasks
    return (tasks[number] for number in root._children)


def _number(token: Token) -> int:
    return int(token.id)
