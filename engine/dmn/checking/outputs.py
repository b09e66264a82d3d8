"""Outputs that are constants: whether their clauses allow them, and whether two rules give the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from engine.dmn.boxed import Literal
from engine.dmn.checking.cells import CONSTANT_BUDGET, is_constant, value_of
from engine.dmn.checking.finding import TableFinding, about_rules, about_table
from engine.dmn.checking.wording import rule_text, short, value_text
from engine.dmn.clauses import Output
from engine.dmn.items import Allowed
from engine.dmn.logic import Evaluation, Logic
from engine.dmn.table import DecisionTable
from engine.feel import Environment, FeelError
from engine.feel.functions import coerce
from engine.feel.logic import equal
from engine.feel.types import ANY, Type
from engine.feel.values import kind_name

UNKNOWN = object()


def outputs(table: DecisionTable, result: Type = ANY) -> Iterator[TableFinding]:
    """Constant outputs, and defaults, that their clause would turn into null.

    `result` is the type of what the table gives, when that is a single output as it stands.
    """
    for place, clause in enumerate(table.outputs):
        types = [clause.type, result] if len(table.outputs) == 1 else [clause.type]
        ranked = _ranked(clause) if table.policy.name in ("PRIORITY", "OUTPUT ORDER") else None
        for number, rule in enumerate(table.rules):
            reason = _misplaced(constant(rule.results[place]), clause, types, ranked)
            if reason:
                message = f"{rule_text(number)}的输出“{_name(clause)}”{reason}"
                yield about_rules(table, "output", "error", message, (number,))
        default = UNKNOWN if clause.default is None else constant(clause.default)
        reason = _misplaced(default, clause, types, None)
        if reason:
            yield about_table(table, "output", "error", f"输出“{_name(clause)}”的默认值{reason}")


def _name(clause: Output) -> str:
    return clause.label or clause.name or "结果"


def constant(logic: Logic) -> Any:
    """The value of an output entry that is a constant; UNKNOWN for all others."""
    if not isinstance(logic, Literal) or not is_constant(logic.expression.tree):
        return UNKNOWN
    try:
        return value_of(logic.expression.tree)
    except FeelError:
        return UNKNOWN


def _ranked(clause: Output) -> list[Any] | None:
    try:
        found = clause.ranked.run({}, _evaluation()) if clause.ranked else None
    except FeelError:
        return None
    return found if isinstance(found, list) else None


def _evaluation() -> Evaluation:
    return Evaluation(Environment(budget=CONSTANT_BUDGET))


def _misplaced(value: Any, clause: Output, types: list[Type], ranked: list[Any] | None) -> str | None:
    """What is surely wrong with a value, as the end of a sentence; None when nothing is."""
    if value is UNKNOWN or value is None:
        return None
    try:
        return _fault(value, clause, types, ranked)
    except FeelError:
        return None


def _fault(value: Any, clause: Output, types: list[Type], ranked: list[Any] | None) -> str | None:
    env = Environment(budget=CONSTANT_BUDGET)
    shown = f"写的是 {_shown(value)}"
    for wanted in types:
        if not coerce(value, wanted, env)[1]:
            if coerce(value, replace(wanted, allowed=None), env)[1]:
                return f"{shown}，不在允许的值（{_allowed_of(wanted)}）里，会变成空值。{_CURE}"
            return f"{shown}，是{kind_name(value)}，不符合这一列声明的类型，会变成空值。请改正。"
    if (
        clause.allowed is not None
        and not clause.allowed.variables
        and not clause.allowed.test(value, {}, env)
    ):
        return f"{shown}，不在允许的值（{short(clause.allowed.source)}）里，会变成空值。{_CURE}"
    if ranked is not None and not any(equal(value, item, env) is True for item in ranked):
        return f"{shown}，没有排进输出值的次序，分不出先后。请把它写进输出值（outputValues）。"
    return None


_CURE = "请改成允许的值，或把它补进允许的值。"


def _shown(value: Any) -> str:
    return f"一个{kind_name(value)}" if isinstance(value, (list, dict)) else value_text(value)


def _allowed_of(wanted: Type) -> str:
    tests = wanted.allowed.tests if isinstance(wanted.allowed, Allowed) else ()
    return short("；".join(test.source for test in tests))


def differ(table: DecisionTable, first: int, second: int) -> bool:
    """Whether two rules surely give different results: ANY then has none (DMN 1.5 §8.2.8.2)."""
    a, b = table.rules[first].results, table.rules[second].results
    return any(_differ(clause, x, y) for clause, x, y in zip(table.outputs, a, b, strict=True))


def _differ(clause: Output, x: Logic, y: Logic) -> bool:
    first, second = constant(x), constant(y)
    if first is UNKNOWN or second is UNKNOWN:
        return False
    evaluation = _evaluation()
    try:
        values = (clause.checked(first, evaluation), clause.checked(second, evaluation))
        return equal(*values, evaluation.env) is not True
    except FeelError:
        return False
