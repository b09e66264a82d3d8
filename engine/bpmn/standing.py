"""How a running workflow stands: what may be asked of it."""

from __future__ import annotations

from typing import Any

from engine.bpmn.contract import Outcome, Wait
from engine.bpmn.explain import Explanation, Place, explain, places
from engine.bpmn.instance import Instance
from engine.bpmn.token import Token
from engine.errors import NotOpen


class Standing:
    """The questions. None of them changes anything."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance

    @property
    def outcome(self) -> Outcome:
        return self._instance.outcome

    def waiting(self) -> list[Wait]:
        """Everything that tokens wait for now, oldest first."""
        tokens = sorted(self._instance.waiting(), key=lambda t: t.id)
        return [t.task_spec.wait(t) for t in tokens]

    def kinds(self) -> dict[str, str]:
        """Token and kind of everything that waits, without the facts."""
        return {t.name: kind_of(t) for t in self._instance.waiting()}

    def places(self) -> list[Place]:
        """Where all tokens are, those too that only own or contain others."""
        return places(self._instance)

    def explain(self, token: str) -> Explanation:
        """Why the token waits; for a join, which branch is missing and where its tokens are. Raises NotOpen."""
        return explain(self._find(token))

    def variables(self) -> dict[str, Any]:
        """The instance's variables, as FEEL values. Do not change what is inside them."""
        return dict(self._instance.variables.root)

    def context(self, token: str) -> dict[str, Any]:
        """Everything visible where the token stands. Raises NotOpen."""
        return dict(self._instance.variables.context(self._find(token)))

    def _find(self, token: str) -> Token:
        number = int(token) if token.isascii() and token.isdigit() else 0
        found = self._instance.tokens.get(number)
        if found is None:
            raise NotOpen(what="这一步", state="结束了")
        return found


def kind_of(token: Token) -> str:
    """The kind of wait that a waiting token has open."""
    return "incident" if "incident" in token.internal_data else str(token.task_spec.kind)
