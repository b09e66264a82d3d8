"""What the parts of a model require of each other, and of the world outside."""

from __future__ import annotations

from collections.abc import Mapping

from engine.dmn.logic import Paths
from engine.dmn.model import Decision, InputData, Knowledge, Part, Service

Parts = Mapping[str, Part]


def required(part: Part) -> tuple[str, ...]:
    """The keys of what a part requires directly."""
    if isinstance(part, InputData):
        return ()
    return (*part.outputs, *part.parameters) if isinstance(part, Service) else part.requires


def returns(key: str, parts: Parts) -> bool:
    """Whether the requirements of a part lead back to it."""
    seen: set[str] = set()
    waiting = list(required(parts[key]))
    while waiting:
        current = waiting.pop()
        if current == key:
            return True
        if current not in seen and current in parts:
            seen.add(current)
            waiting.extend(required(parts[current]))
    return False


def outside(key: str, parts: Parts, prefixes: Mapping[str, str]) -> Paths:
    """Paths of the input data and free variables that a decision reads, through everything that it requires."""
    found: set[tuple[str, ...]] = set()
    waiting, seen = [key], set[str]()
    while waiting:
        current = waiting.pop()
        part = parts[current]
        if current not in seen and not isinstance(part, Service):
            seen.add(current)
            waiting.extend(required(part))
            found |= _read_by(part, parts, prefixes)
    return frozenset(found)


def _read_by(part: Part, parts: Parts, prefixes: Mapping[str, str]) -> Paths:
    """What the logic of one part reads, its required decisions and functions apart; unread input data as a whole."""
    inside, asked = set[str](), set[str]()
    for key in required(part):
        target = parts[key]
        if isinstance(target, InputData) and key not in prefixes:
            asked.add(target.name)
        else:
            inside.add(prefixes.get(key, target.name))
    paths = frozenset(path for path in _variables(part) if path[0] not in inside)
    unread = asked - {path[0] for path in paths}
    return paths | frozenset((name,) for name in unread)


def _variables(part: Part) -> Paths:
    if isinstance(part, Knowledge):
        return part.function.variables
    if isinstance(part, Decision) and part.logic is not None:
        return part.logic.variables
    return frozenset()
