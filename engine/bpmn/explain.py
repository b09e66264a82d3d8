"""Why a token waits, as data: where it stands, and for a join which branch is missing and where its tokens are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from engine.bpmn.elements.joining import Join
from engine.bpmn.instance import Instance
from engine.bpmn.token import Token


@dataclass(frozen=True, slots=True)
class Place:
    """Where a token is. `kind` is what it waits for, or "inside" if what it owns or contains waits."""

    token: str
    element: str
    kind: str
    around: str | None = None


@dataclass(frozen=True, slots=True)
class Branch:
    """A flow that a join still waits for, and the tokens that can come by it; none: it waits in vain."""

    flow: str
    coming: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A token's place, the elements around it from the outside inwards, its wait's facts, missing branches."""

    place: Place
    around: tuple[str, ...]
    facts: dict[str, Any]
    branches: tuple[Branch, ...] = ()


def places(instance: Instance) -> list[Place]:
    """All tokens but the roots of scopes, owners before what they own."""
    tokens = (t for t in instance.tokens.values() if t.parent is not None and t.element)
    return [_place(t) for t in sorted(tokens, key=lambda t: t.id)]


def explain(token: Token) -> Explanation:
    """Everything that says why the token waits."""
    spec = token.task_spec
    facts = spec.wait(token).facts if "wait" in token.internal_data else {}
    joins = isinstance(spec, Join) and "missing" in facts
    branches = tuple(_branch(token, flow) for flow in facts["missing"]) if joins else ()
    around = [t.element for t in _owners(token) if t.parent is not None and t.element]
    return Explanation(_place(token), tuple(reversed(around)), facts, branches)


def _branch(join: Token, flow: str) -> Branch:
    """Follows the flow backwards to every token that can still reach it without passing the join itself."""
    reach = _behind(join, flow)
    others = [t for t in join.scope_root.owned if t.task_spec.name in reach and _moves(t)]
    return Branch(flow, tuple(_place(t) for other in others for t in _innermost(other)))


def _behind(join: Token, flow: str) -> set[str]:
    before: dict[str, list[str]] = {}
    todo, seen = [], {str(join.task_spec.name)}
    for name, spec in join.workflow.spec.task_specs.items():
        for way in getattr(spec, "ways", ()):
            before.setdefault(way.target, []).append(name)
            todo += [name] if way.flow == flow else []
        for boundary in getattr(spec, "boundaries", ()):
            before.setdefault(boundary.name, []).append(name)
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            todo += before.get(name, ())
    return seen - {str(join.task_spec.name)}


def _innermost(token: Token) -> Iterator[Token]:
    """The tokens in it that wait for something; itself if it does."""
    inside = [t for t in _content(token) if _moves(t)]
    if not inside or "wait" in token.internal_data:
        yield token
    else:
        for other in inside:
            yield from _innermost(other)


def _content(token: Token) -> list[Token]:
    scope = token.top.subprocesses.get(token.id)
    return token.owned + (scope.task_tree.owned if scope is not None else [])


def _moves(token: Token) -> bool:
    return not token.task_spec.armed(token) and "consumed" not in token.internal_data


def _owners(token: Token) -> Iterator[Token]:
    above = token.owner
    while above is not None:
        yield above
        above = above.owner


def _place(token: Token) -> Place:
    around = next((t.name for t in _owners(token) if t.parent is not None), None)
    kind = token.task_spec.wait(token).kind if "wait" in token.internal_data else "inside"
    return Place(token.name, token.element, kind, around)
