"""Undoing what has completed: handlers run one after the other, the last completed first (BPMN 2.0.2, 10.7.2).

The standard lets handlers of activities that did not depend on each other run together; in reverse order of
completion all dependencies are kept.
"""

from __future__ import annotations

from typing import Any

from engine.bpmn.elements.base import Details, Node
from engine.bpmn.elements.records import Record, keep, records_of
from engine.bpmn.elements.sub_process import SubProcess
from engine.bpmn.token import Token

UNDO = "undo"  # the name of the spec in each scope that has something to undo


class Undo(Node):
    """Goes through a plan of records. Its token stands in their scope, owns their handlers and shows nowhere."""

    def __init__(self, wf_spec: Any) -> None:
        super().__init__(wf_spec, UNDO, Details(id="", name=""))

    def enter(self, token: Token) -> None:
        """No step of the story."""

    def act(self, token: Token) -> None:
        self._next(token)

    def _next(self, token: Token) -> None:
        record: Record = token.internal_data["plan"].pop()
        part = token.place(self._wf_spec.task_specs[record["by"]])
        token.top.variables.restore(part, record.get("local", {}))
        if "inside" in record:
            part.internal_data["record"] = record
        part.task_spec._update(part)

    def part_done(self, token: Token) -> None:
        keep(token, [])  # a handler is not undone itself
        if token.internal_data["plan"]:
            self._next(token)
        else:
            token.finish()

    def leave(self, token: Token) -> None:
        """Tell the thrower, if it waits."""
        thrower = token.top.tokens.get(token.internal_data.get("for", 0))
        if thrower is not None:
            thrower.task_spec.undone(thrower)

    def cancelled(self, token: Token) -> None:
        """What was not begun can still be undone by another throw."""
        left = token.internal_data["plan"] + records_of(token.parent)
        keep(token.parent, left)
        host = token.host
        if host is not None and host.id == token.internal_data.get("for"):
            host.internal_data["left"] = left


def undo(root: Token, plan: list[Record], thrower: Token | None = None) -> Token:
    """Begin to undo records of the scope with this root; `thrower.task_spec.undone` is told when it is done."""
    spec = root.workflow.spec.task_specs[UNDO]
    token = root.place(spec)
    token.internal_data["plan"] = plan
    if thrower is not None:
        token.internal_data["for"] = thrower.id
    spec._update(token)
    return token


class Reopened(SubProcess):
    """A completed sub-process that is undone from the inside, with the variables that it ended with.

    Its compensation event sub-process says what is to be done; without one everything in it is undone. In one
    that was still running when its transaction was cancelled (`part`), everything is undone. Its record stays with
    it: if it is taken away half way, what is left of it can still be undone.
    """

    listens = False

    def enter(self, token: Token) -> None:
        """No step of the story; what listened at the boundary and inside has long gone."""

    def act(self, token: Token) -> None:
        record = token.internal_data["record"]
        inside = record.pop("inside")
        scope = token.top.create_subprocess(token, self.spec)
        root, own = scope.task_tree, scope.spec.start.compensator
        if own is None or record.get("part"):
            undo(root, inside, token)
        else:
            keep(root, inside)
            own._update(root.place(own))

    def undone(self, token: Token) -> None:
        """Everything in it is undone: its scope ends by itself."""

    def leave(self, token: Token) -> None:
        """Nothing goes on from here: the token that undoes owns this one."""

    def cancelled(self, token: Token) -> None:
        """What is inside has told its own end; what it had not begun goes back to the plan that it came from."""
        left = token.internal_data.get("left")
        if left:
            local = token.top.variables.saved(token)
            record = {**token.internal_data["record"], "local": local, "inside": left}
            token.parent.internal_data["plan"].append(record)
