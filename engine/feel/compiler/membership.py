"""`in`, and unary tests of `?` (DMN 1.5 §10.3.1.2 rules 12 to 18, table 55)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from engine.feel.compiler.core import Run, build, compiles
from engine.feel.compiler.frames import Frame, Scope
from engine.feel.compiler.logic import ORDERS
from engine.feel.logic import PLAIN, contains, equal, order
from engine.feel.syntax.tree import In, Literal, Name, Node, Tests, UnaryComparison, walk
from engine.feel.values import Range

Test = Callable[[Any, Frame], bool | None]


@compiles(In)
def in_(node: In, scope: Scope) -> Run:
    value = build(node.value, scope)
    inner = scope.inner(frozenset({"?"}))
    tests = [_test(test, inner) for test in node.tests]

    def run(frame: Frame) -> Any:
        wanted = value(frame)
        return any_passed(tests, wanted, frame.inner({"?": wanted}))

    return run


@compiles(Tests)
def unary_tests(node: Tests, scope: Scope) -> Run:
    tests = [_test(test, scope) for test in node.tests]
    if not tests:
        return lambda frame: True

    def run(frame: Frame) -> Any:
        passed = any_passed(tests, frame.find("?"), frame)
        return passed if not node.negated else None if passed is None else not passed

    return run


def any_passed(tests: list[Test], value: Any, frame: Frame) -> bool | None:
    """True if one test passes; null if none does and one cannot be decided."""
    result: bool | None = False
    for test in tests:
        passed = test(value, frame)
        if passed is True:
            return True
        if passed is None:
            result = None
    return result


def _test(node: Node, scope: Scope) -> Test:
    if isinstance(node, UnaryComparison):
        return _compares(node, scope)
    if isinstance(node, Literal) and type(node.value) in PLAIN:
        return _equals(node.value)
    run = build(node, scope)
    if any(isinstance(part, Name) and part.name == "?" for part in walk(node)):
        return lambda value, frame: _by_result(value, run(frame), frame)
    return lambda value, frame: matches(value, run(frame), frame)


def _equals(wanted: Any) -> Test:
    """The commonest cell: one text, number or truth value."""
    exact = type(wanted)

    def test(value: Any, frame: Frame) -> bool | None:
        return bool(value == wanted) if type(value) is exact else matches(value, wanted, frame)

    return test


def _compares(node: UnaryComparison, scope: Scope) -> Test:
    operand = build(node.operand, scope)
    if node.operator == "=":
        return lambda value, frame: equal(value, operand(frame), frame.env)
    if node.operator == "!=":
        return lambda value, frame: _not(equal(value, operand(frame), frame.env))
    fast, accepted = ORDERS[node.operator]

    def test(value: Any, frame: Frame) -> bool | None:
        limit = operand(frame)
        if type(value) is Decimal and type(limit) is Decimal:
            return fast(value, limit)
        found = order(value, limit, frame.env)
        return None if found is None else found in accepted

    return test


def _not(value: bool | None) -> bool | None:
    return None if value is None else not value


def _by_result(value: Any, result: Any, frame: Frame) -> bool | None:
    """A test that mentions `?` is true, false or undecided itself; another result is compared."""
    return result if result is None or isinstance(result, bool) else matches(value, result, frame)


def matches(value: Any, wanted: Any, frame: Frame) -> bool | None:
    """Whether a value equals, lies in, or is among what a test gives."""
    if isinstance(wanted, Range) and not isinstance(value, Range):
        return contains(wanted, value, frame.env)
    if type(wanted) is list:
        frame.env.spend(len(wanted))
        if type(value) is list and equal(value, wanted, frame.env) is True:
            return True
        return _among(value, wanted, frame)
    if type(value) is list and wanted is not None:
        return _among(wanted, value, frame)
    return equal(value, wanted, frame.env)


def _among(value: Any, items: list[Any], frame: Frame) -> bool | None:
    for item in items:
        if isinstance(item, Range) and not isinstance(value, Range):
            if contains(item, value, frame.env) is True:
                return True
        elif equal(value, item, frame.env) is True:
            return True
    return False
