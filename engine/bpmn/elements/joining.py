"""What joins share: tokens that have arrived wait at the gateway, each with the flow it came by."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from engine.bpmn.elements.base import Node
from engine.bpmn.token import READY, WAITING, Token


class Join(Node, ABC):
    """A gateway with several incoming flows. `incoming` are their ids in the file's order."""

    kind = "join"
    alike = True  # do all tokens that wait here get the same answer when they ask to be released?
    incoming: tuple[str, ...] = ()

    def arrive(self, token: Token) -> bool:
        if len(self.incoming) < 2:
            return True
        token._set_state(WAITING)
        if self.synchronised(token):
            return True
        token.open_wait()
        return False

    @abstractmethod
    def synchronised(self, token: Token) -> bool:
        """Did the arrival of this token complete the set? Then the others have been consumed."""

    def arrived(self, token: Token) -> dict[str, Token]:
        """The first token that waits here on each flow, in the scope of `token`."""
        first: dict[str, Token] = {}
        for other in token.scope_root.owned:
            waits = other.state == WAITING and "incident" not in other.internal_data
            if other.task_spec is self and waits and other.flow is not None:
                first.setdefault(other.flow, other)
        return first

    def consume(self, tokens: dict[str, Token], survivor: Token) -> None:
        """Of one token per flow only the survivor goes on."""
        for token in tokens.values():
            token.close_wait()
            if token is not survivor:
                token.remove()

    def facts(self, token: Token) -> dict[str, Any]:
        return {"missing": self.missing(token)}

    def missing(self, token: Token) -> list[str]:
        arrived = self.arrived(token)
        return [flow for flow in self.incoming if flow not in arrived]

    def release(self, token: Token) -> None:
        """Let a token that waited here go in."""
        token._set_state(READY)
        self._on_ready_hook(token)
