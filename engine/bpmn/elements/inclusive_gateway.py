"""Inclusive gateways: every way that holds, and a join that waits only for tokens that can still come."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_

from engine.bpmn.elements.joining import Join
from engine.bpmn.token import WAITING, Token


@dataclass(frozen=True, slots=True)
class Reach:
    """From which elements a token can come to one incoming flow without passing the gateway itself.

    A bit mask over the scope's elements (`Node.place`). `by_flows` follows sequence flows only; `anyhow` also
    steps from an activity to the boundary events that interrupt it.
    """

    by_flows: int
    anyhow: int


class InclusiveGateway(Join):
    """Synchronises by the formula of BPMN 2.0.2, 13.4.3.

    A flow without token is waited for while some token can reach it, unless that token can also reach a
    flow that has one. The standard follows sequence flows only. Here, as in Camunda 8, a token inside an activity
    may also come by an event that interrupts the activity, so that nothing passes twice: the same is asked once
    more along these ways, and never to go on without what comes by flows. An event beside the activity is not
    waited for, as in the standard: it would bring a new token, perhaps again and again, perhaps never.
    """

    reach: Callable[[], Mapping[str, Reach]]  # by incoming flow

    def synchronised(self, token: Token) -> bool:
        """Asked when nothing else moves (`released`), never on arrival."""
        return False

    def released(self, token: Token) -> bool:
        arrived = self.arrived(token)
        if self._awaited(token, arrived):
            return False
        survivor = max(arrived.values(), key=lambda t: t.id)
        self.consume(arrived, survivor)
        self.release(survivor)
        return True

    def outlook(self, token: Token) -> Token:
        """A gateway's input mappings are for its conditions."""
        return token

    def missing(self, token: Token) -> list[str]:
        return self._awaited(token, self.arrived(token))

    def _awaited(self, token: Token, arrived: dict[str, Token]) -> list[str]:
        """The flows without token to which a token can still come."""
        empty = [flow for flow in self.incoming if flow not in arrived]
        places = reduce(or_, (t.task_spec.place for t in token.scope_root.owned if self._counts(t)), 0)
        reach = self.reach()
        by_flows = places & ~reduce(or_, (reach[flow].by_flows for flow in arrived), 0)
        anyhow = places & ~reduce(or_, (reach[flow].anyhow for flow in arrived), 0)
        return [flow for flow in empty if by_flows & reach[flow].by_flows or anyhow & reach[flow].anyhow]

    def _counts(self, token: Token) -> bool:
        if "consumed" in token.internal_data or (token.task_spec is self and token.state == WAITING):
            return False  # what a complex gateway remembers is no token; what waits here has come
        return not token.task_spec.armed(token)
