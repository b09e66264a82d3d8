"""From a decisionTable element to a table."""

from __future__ import annotations

from typing import Any

from engine.dmn.boxed import Literal
from engine.dmn.building import Building
from engine.dmn.clauses import Input, Output, Rule
from engine.dmn.hits import AGGREGATIONS, POLICIES, HitPolicy
from engine.dmn.logic import Logic
from engine.dmn.source import child, children, line_of, text_of
from engine.dmn.table import DecisionTable
from engine.feel import UnaryTests

LONGEST_RULES = 2000


def read_table(element: Any, building: Building, owner: str) -> DecisionTable:
    """The table; every fault of a cell is a finding."""
    policy = _policy(element, building)
    outputs = tuple(_output(clause, building) for clause in children(element, "output"))
    if not outputs:
        building.refuse(element, "决策表没有输出列")
    if policy.name in ("PRIORITY", "OUTPUT ORDER") and not any(clause.ranked for clause in outputs):
        building.refuse(element, f"命中策略 {policy.name} 需要按优先顺序写明输出值（outputValues）")
    if policy.aggregation and policy.aggregation != "COUNT" and len(outputs) > 1:
        building.refuse(element, f"聚合 {policy.aggregation} 只能用于一个输出列")
    inputs = tuple(_input(clause, building) for clause in children(element, "input"))
    found = children(element, "rule")
    if len(found) > LONGEST_RULES:
        building.refuse(element, f"决策表有 {len(found)} 条规则，超过了 {LONGEST_RULES} 条的上限")
        found = []
    rules = tuple(_rule(rule, len(inputs), len(outputs), building) for rule in found)
    return DecisionTable(
        owner, policy, inputs, outputs, tuple(rule for rule in rules if rule is not None), line_of(element)
    )


def _policy(element: Any, building: Building) -> HitPolicy:
    name = (element.get("hitPolicy") or "UNIQUE").upper()
    aggregation = element.get("aggregation")
    if name not in POLICIES:
        building.refuse(element, f"不支持命中策略“{name}”")
    if aggregation and (name != "COLLECT" or aggregation not in AGGREGATIONS):
        building.refuse(element, f"命中策略 {name} 不能用聚合“{aggregation}”")
        aggregation = None
    return HitPolicy(name, aggregation)


def _input(clause: Any, building: Building) -> Input:
    expression = child(clause, "inputExpression")
    if expression is None or not text_of(expression):
        building.refuse(clause, "输入列没有表达式")
        expression = clause
    compiled = building.expression(expression, text_of(expression))
    values = child(clause, "inputValues")
    return Input(
        clause.get("label") or compiled.source,
        Literal(compiled),
        building.type(expression),
        _tests(values, building),
    )


def _tests(element: Any, building: Building) -> UnaryTests | None:
    return building.tests(element, text_of(element)) if text_of(element) else None


def _output(clause: Any, building: Building) -> Output:
    values = child(clause, "outputValues")
    default = child(clause, "defaultOutputEntry")
    return Output(
        clause.get("name") or clause.get("label") or "",
        building.type(clause),
        _ranked(values, building),
        _tests(values, building),
        Literal(building.expression(default, text_of(default))) if text_of(default) else None,
        clause.get("label") or clause.get("name") or "",
    )


def _ranked(element: Any, building: Building) -> Logic | None:
    """The output values as a list, in their order."""
    return Literal(building.expression(element, f"[{text_of(element)}]")) if text_of(element) else None


def _rule(rule: Any, inputs: int, outputs: int, building: Building) -> Rule | None:
    tests, results = children(rule, "inputEntry"), children(rule, "outputEntry")
    if (len(tests), len(results)) != (inputs, outputs):
        building.refuse(
            rule,
            f"规则有 {len(tests)} 个输入格和 {len(results)} 个输出格，决策表却有 {inputs} 列和 {outputs} 列",
        )
        return None
    return Rule(
        rule.get("id"),
        tuple(building.tests(cell, text_of(cell)) for cell in tests),
        tuple(Literal(building.expression(cell, text_of(cell))) for cell in results),
        _note(rule),
        line_of(rule),
    )


def _note(rule: Any) -> str:
    """The rule's description, or its annotations."""
    description = child(rule, "description")
    written = "" if description is None else (description.text or "").strip()
    return written or "；".join(filter(None, map(text_of, children(rule, "annotationEntry"))))
