"""How a story is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.unit.bpmn.diagrams import end, path, start
from tests.unit.bpmn.driver import Play

Act = Callable[[Play], object] | str


@dataclass(frozen=True)
class Story:
    """`order` is written as in tests/support/stories.py, `ends` are the end events of the instance in their order.

    An act that is a text completes the elements that it names, one after the other. `variables` are those of the
    instance at the end, `begins` the start event if it is not the none start, `told` what the history says besides.
    """

    tells: str
    clause: str
    drawn: bytes
    order: str
    ends: str
    acts: Sequence[Act] = ()
    variables: dict[str, Any] = field(default_factory=dict)
    given: dict[str, Any] = field(default_factory=dict)
    begins: dict[str, Any] = field(default_factory=dict)
    told: str = ""


def done(element: str, index: int = 0, **variables: Any) -> Act:
    return lambda p: p.complete(element, index, **variables)


def delivered(element: str, **payload: Any) -> Act:
    return lambda p: p.deliver(element, **payload)


def signalled(element: str, **payload: Any) -> Act:
    return lambda p: p.signal(element, **payload)


def fired(element: str, at: str = "") -> Act:
    """The timer comes, at an instant in UTC if one is named."""

    def fire(p: Play) -> None:
        assert not at or p.find(element).facts["due_at"] == at
        p.fire(element)

    return fire


def changed(**variables: Any) -> Act:
    """Somebody sets variables of the instance."""
    return lambda p: p.set(**variables)


def begun(host: str, element: str) -> Act:
    """Somebody begins an element of an ad-hoc sub-process."""
    return lambda p: p.begin(host, element)


def failed(element: str, code: str, **payload: Any) -> Act:
    """A job or called process ends with a business error, and something catches it."""

    def fail(p: Play) -> None:
        assert p.fail(element, code, **payload)

    return fail


def escalated(element: str, code: str, **payload: Any) -> Act:
    """A job or called process escalates and goes on, and something catches it."""

    def escalate(p: Play) -> None:
        assert p.escalate(element, code, **payload)

    return escalate


def waits(*elements: str) -> Act:
    """Exactly these wait for something outside."""

    def look(p: Play) -> None:
        assert p.open == sorted(elements)

    return look


def handed(element: str, **variables: Any) -> Act:
    """A call hands exactly these variables over."""

    def look(p: Play) -> None:
        assert p.find(element).facts["variables"] == variables

    return look


def line(*ids: str) -> str:
    """What begins at `s` and ends at `e` with these in between."""
    return start() + end() + path("s", *ids, "e")
