"""From elements to boxed expressions. What is not known is refused with its element."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.dmn import boxed, control
from engine.dmn.building import Building
from engine.dmn.logic import Logic
from engine.dmn.source import child, children, name_of, text_of
from engine.dmn.table_reader import read_table

EXPRESSIONS = (
    "literalExpression",
    "decisionTable",
    "context",
    "invocation",
    "functionDefinition",
    "list",
    "relation",
    "conditional",
    "for",
    "some",
    "every",
    "filter",
)
NESTING = 32
Reader = Callable[[Any, Building, str], Logic]


def read_inside(element: Any, building: Building, owner: str) -> Logic:
    """The boxed expression that stands directly in an element; null, and a finding, when there is none."""
    found = child(element, *EXPRESSIONS)
    if found is None:
        building.refuse(element, f"元素 {name_of(element)} 中没有表达式")
        return boxed.Literal(building.expression(element, "null"))
    return read_logic(found, building, owner)


def read_logic(element: Any, building: Building, owner: str) -> Logic:
    """The boxed expression of an element."""
    if building.depth >= NESTING:
        building.refuse(element, f"表达式嵌套超过了 {NESTING} 层的上限，请拆成几个决策")
        return boxed.Literal(building.expression(element, "null"))
    building.depth += 1
    logic = READERS[name_of(element)](element, building, owner)
    building.depth -= 1
    if name_of(element) == "functionDefinition" or not element.get("typeRef"):
        return logic
    return boxed.Typed(logic, building.type(element), owner)


def _literal(element: Any, building: Building, owner: str) -> Logic:
    language = (element.get("expressionLanguage") or "feel").lower()
    if "feel" not in language:
        return boxed.Literal(building.unsupported(element, f"不支持表达式语言“{language}”，请改用 FEEL"))
    if child(element, "importedValues") is not None:
        building.refuse(element, "不支持导入的值（importedValues）")
    return boxed.Literal(building.expression(element, text_of(element)))


def _context(element: Any, building: Building, owner: str) -> Logic:
    entries = []
    for entry in children(element, "contextEntry"):
        variable = child(entry, "variable")
        name = None if variable is None else variable.get("name")
        kind = building.type(entry if variable is None else variable)
        entries.append(boxed.Entry(name, kind, read_inside(entry, building, owner)))
    return boxed.Context(tuple(entries))


def _list(element: Any, building: Building, owner: str) -> Logic:
    return boxed.ListOf(tuple(read_logic(item, building, owner) for item in children(element, *EXPRESSIONS)))


def _relation(element: Any, building: Building, owner: str) -> Logic:
    columns = tuple(column.get("name") for column in children(element, "column"))
    rows = []
    for row in children(element, "row"):
        cells = tuple(read_logic(cell, building, owner) for cell in children(row, *EXPRESSIONS))
        if len(cells) != len(columns):
            building.refuse(row, f"关系表有 {len(columns)} 列，这一行却有 {len(cells)} 格")
        else:
            rows.append(cells)
    return boxed.Relation(columns, tuple(rows))


def _invocation(element: Any, building: Building, owner: str) -> Logic:
    arguments = []
    for binding in children(element, "binding"):
        parameter = child(binding, "parameter")
        name = "" if parameter is None else parameter.get("name")
        if child(binding, *EXPRESSIONS) is not None:
            arguments.append((name, read_inside(binding, building, owner)))
    return boxed.Invocation(read_inside(element, building, owner), tuple(arguments))


def read_function(element: Any, building: Building, owner: str, name: str = "") -> boxed.FunctionOf:
    """A functionDefinition or an encapsulatedLogic. Java and PMML functions are refused."""
    parameters = children(element, "formalParameter")
    names = tuple(parameter.get("name") for parameter in parameters)
    if (element.get("kind") or "FEEL") == "FEEL":
        body = read_inside(element, building, owner)
    else:
        body = boxed.Literal(
            building.unsupported(element, f"不支持 {element.get('kind')} 函数，请改写为 FEEL")
        )
    return boxed.FunctionOf(names, building.types_of(parameters), body, name)


def _part(element: Any, name: str, building: Building, owner: str) -> Logic:
    found = child(element, name)
    if found is None:
        building.refuse(element, f"元素 {name_of(element)} 缺少 {name}")
        return boxed.Literal(building.expression(element, "null"))
    return read_inside(found, building, owner)


def _conditional(element: Any, building: Building, owner: str) -> Logic:
    return control.Conditional(*(_part(element, name, building, owner) for name in ("if", "then", "else")))


def _for(element: Any, building: Building, owner: str) -> Logic:
    source, body = (_part(element, name, building, owner) for name in ("in", "return"))
    return control.For(_variable(element, building), source, body)


def _quantified(element: Any, building: Building, owner: str) -> Logic:
    source, condition = (_part(element, name, building, owner) for name in ("in", "satisfies"))
    return control.Quantified(name_of(element) == "every", _variable(element, building), source, condition)


def _variable(element: Any, building: Building) -> str:
    name: str | None = element.get("iteratorVariable")
    if not name:
        building.refuse(element, "循环缺少变量名（iteratorVariable）")
    return name or "item"


def _filter(element: Any, building: Building, owner: str) -> Logic:
    return control.Filter(*(_part(element, name, building, owner) for name in ("in", "match")))


READERS: dict[str, Reader] = {
    "literalExpression": _literal,
    "decisionTable": read_table,
    "context": _context,
    "invocation": _invocation,
    "functionDefinition": read_function,
    "list": _list,
    "relation": _relation,
    "conditional": _conditional,
    "for": _for,
    "some": _quantified,
    "every": _quantified,
    "filter": _filter,
}
