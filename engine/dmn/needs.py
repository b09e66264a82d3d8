"""What the parts of a model require of each other, and of the world outside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.dmn.logic import Paths
from engine.dmn.model import Decision, DmnModel, InputData, Knowledge, Part, Service

Parts = Mapping[str, Part]


def required(part: Part) -> tuple[str, ...]:
    """The keys of what a part requires directly."""
    if isinstance(part, InputData):
        return ()
    return (*part.outputs, *part.parameters) if isinstance(part, Service) else part.requires


def circling(parts: Parts) -> set[str]:
    """Keys of parts whose requirements close a circle, of every circle at least one; found in one walk."""
    done: set[str] = set()
    found: set[str] = set()
    for start in parts:
        path: dict[str, Iterator[str]] = {} if start in done else {start: iter(required(parts[start]))}
        while path:
            key, rest = next(reversed(path.items()))
            wanted = next((k for k in rest if k in parts and k not in done), None)
            if wanted is None:
                done.add(key)
                del path[key]
            elif wanted in path:
                names = list(path)
                found |= set(names[names.index(wanted) :])
            else:
                path[wanted] = iter(required(parts[wanted]))
    return found


def inputs_of(model: DmnModel, decision_id: str) -> Paths:
    """Paths of the input data and free variables that a decision reads, through everything that it requires.

    Computed when it is first asked: for every decision of a long chain together it would be quadratic.
    """
    known = model.inputs.get(decision_id)
    if known is None:
        known = model.inputs[decision_id] = _outside(decision_id, model.parts, model.prefixes)
    return known


def _outside(key: str, parts: Parts, prefixes: Mapping[str, str]) -> Paths:
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
