"""The token game of one instance on SpiffWorkflow's workflow and task tree."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Any

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow

from engine.bpmn.contract import Outcome, Services
from engine.bpmn.ledger import Ledger
from engine.bpmn.model import Definition
from engine.bpmn.token import COMPLETED, READY, WAITING, Game, Token
from engine.bpmn.variables import ROOT, Variables
from engine.errors import ExpressionFailed, LaurelError, Runaway

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


class Instance(BpmnWorkflow, Game):
    """One instance: its tokens, variables and what changed. Only live tokens are kept.

    Between acts no token is READY: each one waits, is armed, or is held.
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

    def left(self, token: Token) -> None:
        """A token has completed its element: whoever owns it may be done as well."""
        owner = token.parent
        token.remove()
        if owner.parent is None:
            self._close_if_empty(owner)
        else:
            owner.task_spec.part_done(owner)

    def forget(self, token: Token) -> None:
        """SpiffWorkflow removed the task."""
        self.tokens.pop(token.id, None)
        self.variables.close(token)

    def _close_if_empty(self, root: Token) -> None:
        """A scope in which no token moves or waits any more is done; what is only armed goes with it."""
        if any(not t.task_spec.armed(t) for t in _owned(root)):
            return
        root.clear()
        host = root.host
        if host is not None:
            host.close_scope()
            host.finish()
        elif self.outcome.state == "active":
            self.completed = True
            self.outcome = Outcome("completed", self.outcome.ends)

    def waiting(self) -> Iterator[Token]:
        return (t for t in self.tokens.values() if "wait" in t.internal_data)

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
            token.empty()
            self.variables = variables
            self.ledger.take_back(mark)
            token.hold(error.code, error.sentence())


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
