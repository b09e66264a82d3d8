"""Small diagrams for tests of soundness, and what a check finds in them."""

from __future__ import annotations

from engine.bpmn import check
from engine.errors import Finding
from tests.unit.bpmn.diagrams import (
    diagram,
    end,
    flow,
    gateway,
    path,
    start,
    user,
)


def findings(source: bytes, house_rules: bool = True) -> list[Finding]:
    return check(source, "p.bpmn", house_rules=house_rules)


def found(source: bytes, house_rules: bool = True) -> list[tuple[str, str, str | None]]:
    return [(f.severity, f.rule, f.element) for f in findings(source, house_rules)]


def split(kind: str, name: str, *ways: tuple[str, str | None]) -> str:
    """A gateway with a way to each target; one way without condition is the default."""
    free = kind != "parallel" and len(ways) > 1
    default = next((f"f-{name}-{t}" for t, condition in ways if free and condition is None), None)
    flows = [flow(name, target, condition) for target, condition in ways]
    return gateway(kind, name, default) + "".join(flows)


def block(fork: str, join: str, *between: str) -> bytes:
    """start → g → a or b or both → j → z → end"""
    ways = [("a", None if fork == "parallel" else "n > 1"), ("b", None)]
    parts = [start(), split(fork, "g", *ways), user("a"), user("b"), gateway(join, "j"), user("z"), end()]
    return diagram(*parts, path("s", "g"), path("a", "j"), path("b", "j", "z", "e"), *between)


def forked(*between: str, join: str = "parallel") -> list[str]:
    """start → g → c and whatever else is drawn → j → end"""
    parts = [start(), gateway("parallel", "g"), user("c"), gateway(join, "j"), end()]
    return [*parts, path("s", "g", "c", "j", "e"), *between]


ENDLESS = [start(), gateway("exclusive", "m"), user("a"), path("m", "a", "m")]
