"""Makes a net smaller without changing what can go wrong in it: sound blocks become single edges.

Branches that part and meet as they should become one, one after the other becomes one, a loop back becomes
part of the way it repeats, and a branch that only ends by itself is dropped. What is left is what has to be
explored; of a well-structured diagram that is one edge.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from engine.bpmn.soundness.net import ONE_OF, SPLITS, WAITING, Edge, Kind, Net, Vertex, cut

_MEET = {
    Kind.CHOICE: {Kind.MERGE, Kind.GATHER, Kind.END},
    Kind.RACE: {Kind.MERGE, Kind.GATHER, Kind.END},
    Kind.HOST: {Kind.MERGE, Kind.GATHER, Kind.END},
    Kind.FORK: {Kind.JOIN, Kind.GATHER, Kind.END},
    Kind.SOME: {Kind.GATHER},
}


def reduce(net: Net) -> None:
    """Apply the rules until none fits: where one did, at the neighbours again."""
    todo = deque(net.vertices)
    waiting = set(map(id, todo))
    while todo:
        vertex = todo.popleft()
        waiting.discard(id(vertex))
        around = [vertex, *(e.source for e in vertex.ins), *(e.target for e in vertex.outs)]
        if _reduce_at(vertex):
            fresh = [v for v in around if id(v) not in waiting]
            waiting.update(map(id, fresh))
            todo += dict.fromkeys(fresh)


def _reduce_at(vertex: Vertex) -> bool:
    if not vertex.ins:
        return False
    if vertex.kind in SPLITS:
        return _unite(vertex) | _drop(vertex) | _repeat(vertex) | _shorten(vertex)
    if vertex.kind is Kind.MERGE:
        return _forward(vertex) or _shorten(vertex)
    if vertex.kind in (Kind.JOIN, Kind.GATHER):
        return _shorten(vertex)
    return False


def _unite(split: Vertex) -> bool:
    """Ways of a split that lead to the same meeting point, which takes them as they come, are one way."""
    first: dict[tuple[int, bool, bool], Edge] = {}
    changed = False
    for edge in list(split.outs):
        if edge.target.kind not in _MEET[split.kind] or edge.keeps:
            continue
        other = first.setdefault(_likeness(split, edge), edge)
        if other is not edge:
            _merge(split.kind, other, edge)
            cut(edge)
            changed = True
    return _unite_default(split) or changed


def _likeness(split: Vertex, edge: Edge) -> tuple[int, bool, bool]:
    some = split.kind is Kind.SOME
    return id(edge.target), some and edge.default, some and edge.always


def _unite_default(split: Vertex) -> bool:
    """A free way and the default, or a sure and a free way: together one that is always taken."""
    if split.kind is not Kind.SOME or len(split.outs) != 2:
        return False
    one, other = sorted(split.outs, key=lambda e: (not e.always, e.default))
    if one.target is not other.target or one.target.kind not in _MEET[Kind.SOME]:
        return False
    _merge(Kind.CHOICE, one, other, shorter=False)
    cut(other)
    return True


def _merge(kind: Kind, one: Edge, other: Edge, *, shorter: bool = True) -> None:
    """`one` stands for both from now on; its steps are those of one way through."""
    if kind is Kind.FORK:
        one.acts = one.enter + one.acts + other.enter + other.acts
        one.enter = ()
        one.acts, one.enter = (one.acts, ()) if one.rests or other.rests else ((), one.acts)
    elif shorter and len(other.enter + other.acts) < len(one.enter + one.acts):
        one.enter, one.acts = other.enter, other.acts
    one.rests |= other.rests
    one.waits |= other.waits
    one.boundary &= other.boundary
    one.effect = one.effect or other.effect
    one.flows += other.flows
    one.covers |= other.covers


def _drop(split: Vertex) -> bool:
    """A branch beside others that only ends by itself is no concern of theirs."""
    changed = False
    for edge in list(split.outs):
        beside = split.kind is Kind.FORK or edge.keeps
        if beside and edge.target.kind is Kind.END and len(split.outs) > 1:
            cut(edge)
            split.ins[0].covers |= edge.covers
            changed = True
    return changed


def _repeat(split: Vertex) -> bool:
    """A way back to the merge just before is a loop around the work between."""
    before = split.ins[0]
    if split.kind not in ONE_OF or before.source.kind is not Kind.MERGE:
        return False
    changed = False
    for edge in list(split.outs):
        if edge.target is before.source and len(split.outs) > 1 and not edge.keeps:
            cut(edge)
            before.covers |= edge.covers
            before.rests |= edge.rests
            before.waits |= edge.waits
            before.effect = before.effect or edge.effect
            changed = True
    return changed


def _shorten(vertex: Vertex) -> bool:
    """A vertex with one way in and one way out is only a step on one way."""
    if len(vertex.ins) != 1 or len(vertex.outs) != 1 or vertex.ins[0] is vertex.outs[0]:
        return False
    before, after = vertex.ins[0], vertex.outs[0]
    if vertex.kind in WAITING:
        if after.keeps:
            return False
        _rest(before, vertex, after)
    if before.rests:
        before.acts += after.enter + after.acts
    else:
        before.enter, before.acts = before.enter + after.enter, after.acts
    before.rests |= after.rests
    before.waits |= after.waits
    before.effect = before.effect or after.effect
    before.flows = after.flows
    before.covers |= after.covers | {vertex.element}
    after.source.outs.remove(after)
    before.target.ins.remove(before)
    before.target = after.target
    after.target.ins[after.target.ins.index(after)] = before
    return True


def _rest(before: Edge, host: Vertex, after: Edge) -> None:
    """What was waited for at the vertex is now waited for on the way."""
    if not before.rests:
        before.rests = True
        before.acts = ()
    before.waits = True
    if host.kind is Kind.HOST:
        before.effect = before.effect or host.element
    after.boundary = False


def _forward(merge: Vertex) -> bool:
    """A merge that leads at once to another merge or to the end sends all there itself."""
    if not merge.outs:
        return False
    way = merge.outs[0]
    plain = not (way.rests or way.enter)
    if not plain or way.target is merge or way.target.kind not in (Kind.MERGE, Kind.END):
        return False
    for edge in list(merge.ins):
        _redirect(edge, way)
    cut(way)
    return True


def _redirect(edge: Edge, way: Edge) -> None:
    edge.target.ins.remove(edge)
    edge.target = way.target
    edge.flows = way.flows or edge.flows
    edge.covers |= way.covers | {way.source.element}
    way.target.ins.append(edge)


def covered(edges: Iterable[Edge]) -> set[str]:
    """All elements on these ways."""
    return {element for edge in edges for element in edge.covers}
