"""A token: a SpiffWorkflow task that exists only while something really is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

if TYPE_CHECKING:
    from engine.bpmn.instance import Instance

# How SpiffWorkflow's states are used here. READY: in the queue. WAITING: armed (boundary event, event
# sub-process start), arrived at a join, or held by an incident. STARTED: waits for the outside world or
# for what it contains. Finished tokens leave the tree at once.
READY, WAITING, STARTED = TaskState.READY, TaskState.WAITING, TaskState.STARTED
FUTURE, COMPLETED, CANCELLED = TaskState.FUTURE, TaskState.COMPLETED, TaskState.CANCELLED


class Token(Task):
    """One token of the game. Its parent is its owner: what it is attached to or contained in.

    The root token of a scope owns the scope's tokens; a multi-instance body owns its instances; an
    activity owns the events at its boundary. An owner that goes takes what it owns with it.
    """

    def __init__(
        self, workflow: Any, spec: Any, owner: Token | None, state: int, number: int, flow: str | None = None
    ) -> None:
        super().__init__(workflow, spec, owner, state, number)
        self.flow = flow
        self.top: Instance = workflow.top_workflow
        self.top.tokens[number] = self

    @property
    def name(self) -> str:
        """The token's id outside the kernel; unique within its instance."""
        return str(self.id)

    @property
    def element(self) -> str:
        """The id of the element in the diagram."""
        return str(self.task_spec.bpmn_id)

    @property
    def owner(self) -> Token | None:
        """The token around this one: its owner, or for a scope's root the token that hosts the scope."""
        above: Token | None = self.parent
        if above is None and self.workflow.parent_task_id is not None:
            above = self.top.tokens[self.workflow.parent_task_id]
        return above

    @property
    def scope_root(self) -> Token:
        """The root token of the scope in which this token stands."""
        root: Token = self.workflow.task_tree
        return root

    @property
    def owned(self) -> list[Token]:
        found: list[Token] = self.children
        return found

    def _set_state(self, value: int) -> None:
        """Without SpiffWorkflow's log record and time stamp at every change: nothing here reads them."""
        self._state = value
