"""Walks over trees: what is in them, whether a token comes out, what a reader calls the parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from tests.support.tokengame.tree import (
    Activity,
    Back,
    Boundary,
    Catch,
    Choice,
    Handler,
    Node,
    Seq,
    Split,
    Stop,
    Sub,
    Task,
    Throw,
)

BLOCKS = (Task, Sub, Catch, Throw, Stop, Split, Choice, Back, Handler, Boundary)
GATEWAYS = {"xor": "exclusive gateway", "and": "parallel gateway", "or": "inclusive gateway"}
TASKS = {"user-task": "user task", "job": "service task", "call": "call activity", "message": "receive task"}


def leaves(node: Node) -> bool:
    """Whether a token that enters can come out behind the block."""
    match node:
        case Stop():
            return False
        case Seq(items=items):
            return all(leaves(item) for item in items)
        case Split(branches=branches):
            return any(leaves(branch.block) for branch in branches)
        case Choice(options=options):
            return any(leaves(option.block) for option in options)
        case _:
            return True


def parts(node: Node) -> Iterator[Node]:
    """The node and everything below it."""
    yield node
    for place in fields(node):
        held = getattr(node, place.name)
        for part in held if isinstance(held, tuple) else (held,):
            if isinstance(part, Node):
                yield from parts(part)


def size(tree: Node) -> int:
    """How many blocks, event sub-processes and boundary events a tree has."""
    return sum(isinstance(part, BLOCKS) for part in parts(tree))


def families(node: Node) -> Iterator[str]:
    """What the standard calls the element, and each thing about it that changes its behaviour."""
    match node:
        case Split(kind=kind):
            yield GATEWAYS[kind]
            if node.implicit:
                yield f"{GATEWAYS[kind]}, implicit where it can be"
            if kind == "and" and not all(leaves(branch.block) for branch in node.branches):
                yield "parallel branch with an end of its own"
        case Choice():
            yield "event-based gateway"
        case Back():
            yield "loop of gateways"
        case Catch(event=event):
            yield f"{event.kind} catch event"
        case Throw(kind=kind):
            yield f"{kind} throw event"
        case Stop(kind=kind):
            yield f"{kind} end event"
        case Boundary(event=event) | Handler(event=event):
            place = "boundary event" if isinstance(node, Boundary) else "event sub-process"
            yield f"{event.kind} {place}, {'interrupting' if event.interrupting else 'non-interrupting'}"
    if isinstance(node, Activity):
        yield from _of_activity(node)
    if isinstance(node, Activity | Handler):
        yield from ["input mapping"] * bool(node.inputs) + ["output mapping"] * bool(node.outputs)


def _of_activity(node: Activity) -> Iterator[str]:
    if isinstance(node, Task):
        yield TASKS.get(node.kind, "script task")
        if node.undo is not None:
            yield "compensable task"
    elif isinstance(node, Sub):
        yield "transaction" if node.transaction else "sub-process"
    if node.loop is not None:
        yield f"{node.loop.kind} loop" if node.loop.collection is None else f"{node.loop.kind} multi-instance"
        if node.loop.stops:
            yield "completion condition"
