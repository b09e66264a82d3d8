"""The token game of one instance on SpiffWorkflow's workflow and task tree."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from typing import Any

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow

from engine.bpmn.contract import Outcome, Services
from engine.bpmn.elements.conditions import ask, waits_for_condition
from engine.bpmn.elements.records import add, records_of
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
        if token.id not in self.tokens:  # what it threw has cancelled the scope it stood in
            return
        owner = token.parent
        token.remove()
        if owner.parent is None:
            self.close_if_empty(owner)
        else:
            owner.task_spec.part_done(owner)

    def forget(self, token: Token) -> None:
        """SpiffWorkflow removed the task."""
        self.tokens.pop(token.id, None)
        self.variables.close(token)

    def close_if_empty(self, root: Token) -> None:
        """A scope in which no token moves or waits any more is done; what is only armed goes with it."""
        host = root.host
        if host is not None and not host.task_spec.settle(host):
            return
        if any(not t.task_spec.armed(t) for t in _owned(root)):
            return
        root.clear()
        if host is not None:
            add(host, records_of(root))
            host.close_scope()
            host.finish()
        elif self.outcome.state == "active":
            self.end("completed")

    def end(self, state: str) -> None:
        """The instance is over, and nothing in it can be undone any more."""
        self.completed = state == "completed"
        self.outcome = Outcome(state, self.outcome.ends)
        self.task_tree.internal_data.clear()

    def cancel(self) -> None:
        """End everything at once."""
        self.task_tree.clear()
        self.end("cancelled")

    def waiting(self) -> Iterator[Token]:
        return (t for t in self.tokens.values() if "wait" in t.internal_data)

    # --- moving

    def change(self, values: Mapping[str, Any], at: Token | None = None, *, local: bool = False) -> None:
        """Variables change from outside, as seen from a token (else the instance): by name, or in its own scope.

        `move` asks the conditions that read them. Raises ExpressionFailed.
        """
        token = at or self.task_tree
        if local:
            self.variables.open(token, values)
        else:
            self.variables.assign(token, values, token)

    def move(self) -> None:
        """Let every token go on until all of them wait. Raises Runaway, ExpressionFailed."""
        steps = 0
        while self.queue or self._ask_conditions() or self._release_joins():
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

    def _ask_conditions(self) -> bool:
        """When nothing moves, conditions are asked whether the variables set meanwhile make them true."""
        touched = self.variables.take_touched()
        ears = [t for t in self.tokens.values() if waits_for_condition(t)] if self.spec.has_conditions else []
        for token in sorted(ears, key=_number):
            if waits_for_condition(token):
                self._ask_or_hold(token, touched)
        return bool(self.queue)

    def _ask_or_hold(self, token: Token, touched: set[str]) -> None:
        try:
            ask(token, touched)
        except ExpressionFailed as error:
            if not self.services.hold:
                raise
            token.hold(error.code, error.sentence())

    def _release_joins(self) -> bool:
        """When nothing moves, inclusive joins are asked whether a token can still come."""
        here = [t for t in self.tokens.values() if at_join(t)] if self.spec.has_inclusive else []
        asked = set()
        for token in sorted(here, key=_number):
            which = (token.task_spec.name, token.scope_root.id)
            if which not in asked and token.task_spec.released(token):
                return True
            if token.task_spec.alike:
                asked.add(which)
        return False

    def _step_or_hold(self, token: Token) -> None:
        """One step that leaves nothing behind if it fails, except the token with its incident."""
        mark = self.ledger.mark()
        self.variables.mark()
        try:
            _step(token)
        except ExpressionFailed as error:
            self.variables.take_back()
            token.empty()
            self.ledger.take_back(mark)
            token.hold(error.code, error.sentence())


def _step(token: Token) -> None:
    if "finished" in token.internal_data:
        token.complete()
    else:
        token.run()


def _owned(root: Token) -> Iterator[Token]:
    tasks = root.workflow.tasks
    return (tasks[number] for number in root._children)


def at_join(token: Token) -> bool:
    """Does it wait at a join, and not as an incident?"""
    joins = token.state == WAITING and token.task_spec.kind == "join"
    return joins and "incident" not in token.internal_data


def _number(token: Token) -> int:
    return int(token.id)
