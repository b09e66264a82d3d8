"""Compensation events that throw (BPMN 2.0.2, 10.7.2 and 13.5.5)."""

from __future__ import annotations

from engine.bpmn.elements.base import Node
from engine.bpmn.elements.end import EndEvent
from engine.bpmn.elements.records import Record, keep, records_of, take
from engine.bpmn.elements.sub_process import EventSubProcess
from engine.bpmn.elements.undoing import Undo, undo
from engine.bpmn.events import Compensate
from engine.bpmn.token import Token


class CompensationThrow(Node):
    """Undoes what has completed in its scope; the token waits until that is done unless told otherwise.

    Beside the token stand `plans`, what is still to be undone by scope, and `undo`, the token at work.
    """

    def act(self, token: Token) -> bool | None:
        event: Compensate = self.details.event
        return self.begin(token, event.activity, event.wait)

    def begin(self, token: Token, activity: str | None, wait: bool) -> bool | None:
        plans = [(root, plan) for root in scopes(token) if (plan := take(root, activity))]
        undoes = [record["of"] for _, plan in plans for record in reversed(plan)]
        token.tell("compensation-thrown", activity=activity, undoes=undoes)
        if not plans:
            return True
        if not wait:
            for root, plan in plans:
                undo(root, plan)
            return True
        token.internal_data["plans"] = [[root.id, plan] for root, plan in plans]
        self.undone(token)
        return None

    def undone(self, token: Token) -> None:
        """Nothing is being undone now: go on with the next scope, or leave."""
        data = token.internal_data
        data.pop("undo", None)
        if not data["plans"]:
            del data["plans"]
            token.finish()
            return
        number, plan = data["plans"].pop(0)
        data["undo"] = undo(token.top.tokens[number], plan, token).id

    def cancelled(self, token: Token) -> None:
        """What it had begun ends before it; what was not begun can be undone by another throw."""
        top, data = token.top, token.internal_data
        if data.get("undo") in top.tokens:
            top.tokens[data["undo"]].kill()
        super().cancelled(token)
        for number, plan in data.get("plans", ()):
            if number in top.tokens:
                keep(top.tokens[number], plan + records_of(top.tokens[number]))


class CompensationEnd(CompensationThrow, EndEvent):
    """An end that undoes first."""


def scopes(token: Token) -> list[Token]:
    """The roots of the scopes that a throw at this place is about, innermost first.

    An event sub-process speaks for the scope around it as well.
    """
    found = [token.scope_root]
    host = token.host
    while host is not None and isinstance(host.task_spec, EventSubProcess):
        found.append(host.scope_root)
        host = host.host
    return found


def harvest(token: Token) -> list[Record]:
    """Records of all that has completed inside a running activity, which is about to be cancelled."""
    if isinstance(token.task_spec, Undo):  # it gives back by itself what it has not begun
        return []
    found = list(records_of(token))
    for owned in token.owned:
        found += harvest(owned)
    scope = token.top.subprocesses.get(token.id)
    if scope is not None:
        inside = harvest(scope.task_tree)
        if inside:
            found.append(token.task_spec.reopening(token, inside) | {"part": True})
    return found
