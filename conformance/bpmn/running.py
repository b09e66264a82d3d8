"""One instance in the drive: a live workflow, who called it, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from engine.bpmn import Definition, Services, Wait, Workflow


@dataclass(eq=False)
class Running:
    """An instance. `failed` is the element and the sentence of an act that the workflow did not survive."""

    definition: Definition
    workflow: Workflow
    caller: Running | None = None
    token: str = ""  # the caller's token that waits for this instance
    failed: tuple[str, str] | None = None
    kinds: dict[str, str] = field(default_factory=dict)

    @property
    def active(self) -> bool:
        return self.failed is None and self.workflow.outcome.state == "active"

    def waiting(self) -> list[Wait]:
        """What its tokens wait for, oldest first; nothing once it has ended."""
        return self.workflow.waiting() if self.active else []

    def named(self, element: str) -> str:
        """An element in the story; those of called instances with their process before them."""
        return element if self.caller is None else f"{self.definition.process_id}/{element}"

    def depth(self) -> int:
        """How many calls are above it."""
        above, count = self.caller, 0
        while above is not None:
            above, count = above.caller, count + 1
        return count


class Drive(Protocol):
    """What calls and post need of the drive in which they take part."""

    definitions: list[Definition]
    running: list[Running]

    def begin(
        self,
        definition: Definition,
        variables: Mapping[str, Any] | None = None,
        caller: Running | None = None,
        token: str = "",
        **start: Any,
    ) -> None: ...
    def act(self, running: Running, act: Callable[[Workflow, Services], Any]) -> Any: ...
    def open(self, *kinds: str) -> Iterator[tuple[Running, Wait]]: ...
