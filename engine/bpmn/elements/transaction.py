"""Transactions: all that has completed inside is undone when one is cancelled (BPMN 2.0.2, 10.3.5 and 13.5.6)."""

from __future__ import annotations

from engine.bpmn.elements.boundary import Boundary
from engine.bpmn.elements.compensation import CompensationThrow, harvest
from engine.bpmn.elements.end import EndEvent
from engine.bpmn.elements.records import add
from engine.bpmn.elements.sub_process import SubProcess
from engine.bpmn.events import Cancel
from engine.bpmn.token import Token


class Transaction(SubProcess):
    """A sub-process that ends well, is cancelled, or fails with an error; only cancelling undoes anything."""


class CancelEnd(CompensationThrow, EndEvent):
    """Cancels what still runs in the transaction, undoes what has completed, and leaves by the cancel event."""

    def act(self, token: Token) -> bool | None:
        host, root = token.host, token.scope_root
        assert host is not None
        running = [record for other in root.owned if other is not token for record in harvest(other)]
        root.clear(keep=token)
        for ear in host.owned:
            ear.kill()
        add(root, running)
        return self.begin(token, None, wait=True)

    def leave(self, token: Token) -> None:
        super().leave(token)
        at, boundary = _way_out(token)
        boundary.interrupt(at, {})


def _way_out(token: Token) -> tuple[Token, Boundary]:
    """The cancel event of the transaction, which stands at its body if there are several instances."""
    at = token.host
    while at is not None:
        for boundary in at.task_spec.listening(at):
            if isinstance(boundary.details.event, Cancel):
                return at, boundary
        at = at.owner
    raise token.failed("事务没有取消边界事件")
