"""Large and tangled diagrams: what soundness has to answer soon, or give up soon."""

from __future__ import annotations

from tests.unit.bpmn.diagrams import (
    activated,
    boundary,
    diagram,
    end,
    gateway,
    message,
    path,
    start,
    sub,
    user,
)
from tests.unit.bpmn.sound import split


def row(length: int) -> bytes:
    """User tasks one after the other."""
    ids = [f"t{n}" for n in range(length)]
    return diagram(start(), *map(user, ids), end(), path("s", *ids, "e"))


def fan(width: int, fork: str, join: str) -> bytes:
    """One fork, so many user tasks, one join."""
    conditions = [None if fork == "parallel" else f"n{n} > 1" for n in range(width)]
    if fork == "inclusive":
        conditions[-1] = None
    ways = [(f"t{n}", condition) for n, condition in enumerate(conditions)]
    parts = [start(), split(fork, "g", *ways), gateway(join, "j"), end(), path("s", "g"), path("j", "e")]
    return diagram(*parts, *(user(t) + path(t, "j") for t, _ in ways))


def twelve(tasks: int) -> bytes:
    """Six forks and six joins whose ways cross, so that no pair of them is a block, with tasks on every way."""
    ways = [("s", "f0"), ("j5", "e"), ("f5", "j5"), ("f5", "j0")]
    ways += [(f"{kind}{k}", f"{kind}{k + 1}") for kind in "fj" for k in range(5)]
    ways += [(f"f{k}", f"j{2 * k % 6}") for k in range(5)] + [(f"f{k}", f"j{5 - k}") for k in range(1, 5)]
    parts = [start(), end(), *(gateway("parallel", f"{kind}{k}") for kind in "fj" for k in range(6))]
    for index, (source, target) in enumerate(ways):
        ids = [f"t{index}x{n}" for n in range(tasks // len(ways))]
        parts += [*map(user, ids), path(source, *ids, target)]
    return diagram(*parts)


def crossing(width: int, fork: str, join: str) -> bytes:
    """Forks side by side, each with a way to every one of the joins side by side."""
    parts = [
        start(),
        end(),
        gateway("parallel", "g"),
        gateway("parallel", "z"),
        path("s", "g"),
        path("z", "e"),
    ]
    for a in range(width):
        conditions = [None if fork == "parallel" or b == width - 1 else f"n > {b}" for b in range(width)]
        parts += [split(fork, f"a{a}", *((f"t{a}x{b}", c) for b, c in enumerate(conditions)))]
        parts += [gateway(join, f"b{a}"), path("g", f"a{a}"), path(f"b{a}", "z")]
        parts += [user(f"t{a}x{b}") + path(f"t{a}x{b}", f"b{b}") for b in range(width)]
    return diagram(*parts)


def ladder(rungs: int) -> bytes:
    """Inclusive forks in a row, inclusive joins in a row, and ways across."""
    parts = [start(), end(), path("s", "o0")]
    for n in range(rungs):
        following = f"o{n + 1}" if n < rungs - 1 else "j0"
        parts += [split("inclusive", f"o{n}", (following, None), (f"t{n}", "n > 1"), (f"u{n}", "m > 1"))]
        parts += [
            user(f"t{n}"),
            path(f"t{n}", f"j{n}"),
            user(f"u{n}"),
            path(f"u{n}", f"j{(3 * n + 1) % rungs}"),
        ]
        parts += [gateway("inclusive", f"j{n}"), path(f"j{n}", f"j{n + 1}" if n < rungs - 1 else "e")]
    return diagram(*parts)


def rings(width: int) -> bytes:
    """Loops beside each other, with ways from each into the next."""
    parts = [
        start(),
        end(),
        gateway("parallel", "g"),
        path("s", "g"),
        gateway("parallel", "z"),
        path("z", "e"),
    ]
    for a in range(width):
        ways = [(f"m{a}", "n > 1"), (f"m{(a + 1) % width}", "n > 2"), ("z", None)]
        parts += [gateway("exclusive", f"m{a}"), user(f"t{a}"), split("exclusive", f"x{a}", *ways)]
        parts += [path("g", f"m{a}", f"t{a}", f"x{a}")]
    return diagram(*parts)


def gathered(width: int, least: int) -> bytes:
    """A complex join that goes on with so many of the tokens."""
    parts = [start(), end(), gateway("parallel", "g"), path("s", "g")]
    parts += [activated("c", f"activationCount >= {least}"), path("c", "e")]
    return diagram(*parts, *(path("g", f"t{n}", "c") + user(f"t{n}") for n in range(width)))


def heard(width: int, events: int) -> bytes:
    """Tasks beside each other, each with so many events that do not interrupt, all on the way to one join."""
    parts = [
        start(),
        end(),
        gateway("parallel", "g"),
        path("s", "g"),
        gateway("parallel", "z"),
        path("z", "e"),
    ]
    for n in range(width):
        parts += [user(f"t{n}"), path("g", f"t{n}", "z")]
        for b in range(events):
            number = f"{n}x{b}"
            parts += [boundary(f"b{number}", f"t{n}", message(), False), user(f"v{number}")]
            parts += [path(f"b{number}", f"v{number}", "z")]
    return diagram(*parts)


def lines(length: int) -> bytes:
    """Two parallel lines of decisions that change over all the time: tokens in all pairs of places."""
    parts = [
        start(),
        end(),
        gateway("parallel", "g"),
        gateway("parallel", "z"),
        path("s", "g"),
        path("z", "e"),
    ]
    for p in "pq":
        parts += [gateway("exclusive", f"{p}m"), path(f"{p}m", "z"), path("g", f"{p}a0")]
        for k in range(length):
            for a, b in ("a", "b"), ("b", "a"):
                if k or a == "a":
                    straight, over = (f"{p}{x}{k + 1}" if k < length - 1 else f"{p}m" for x in (a, b))
                    parts += [split("exclusive", f"{p}{a}{k}", (straight, "n > 1"), (f"{p}u{a}{k}", None))]
                    parts += [user(f"{p}u{a}{k}"), path(f"{p}u{a}{k}", over)]
    return diagram(*parts)


def nested(depth: int, inner: str) -> bytes:
    """Sub-processes in each other, each with a fork beside what is inside; `inner` has the id `core`."""
    for n in range(depth):
        parts = [start(f"s{n}"), gateway("parallel", f"g{n}"), inner, user(f"u{n}"), end(f"e{n}")]
        ways = path(f"s{n}", f"g{n}", f"d{n - 1}" if n else "core", f"e{n}") + path(f"g{n}", f"u{n}", f"e{n}")
        inner = sub(f"d{n}", *parts, ways)
    return diagram(start(), inner, end(), path("s", f"d{depth - 1}", "e"))


def blocks(depth: int) -> bytes:
    """Parallel blocks in each other, in one scope."""
    parts = [start(), end(), path("s", "x0"), path("y0", "e"), path(f"x{depth - 1}", f"y{depth - 1}")]
    for k in range(depth):
        parts += [gateway("parallel", f"x{k}"), gateway("parallel", f"y{k}"), user(f"u{k}")]
        parts += [path(f"x{k}", f"u{k}", f"y{k}")]
        parts += [path(f"x{k}", f"x{k + 1}") + path(f"y{k + 1}", f"y{k}")] if k < depth - 1 else []
    return diagram(*parts)


def side_by_side(scopes: int, width: int) -> bytes:
    """Sub-processes in a row, each of them a tangle."""
    ids = [f"p{k}" for k in range(scopes)]
    return diagram(start(), end(), path("s", *ids, "e"), *(_tangle(i, width) for i in ids))


def _tangle(name: str, width: int) -> str:
    """A sub-process of inclusive forks side by side, each with a way to every one of the joins."""
    inner = crossing(width, "inclusive", "inclusive").decode()
    inner = inner[inner.index('<bpmn:startEvent id="s"') : inner.index("</bpmn:process>")]
    for attribute in ("id", "sourceRef", "targetRef", "default"):
        inner = inner.replace(f'{attribute}="', f'{attribute}="{name}-')
    return sub(name, inner)
