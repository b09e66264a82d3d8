"""Literals, arithmetic, negation."""

from __future__ import annotations

from typing import Any

from engine.feel.arithmetic import calculate, negative
from engine.feel.compiler.core import Run, build, compiles
from engine.feel.compiler.frames import Frame, Scope
from engine.feel.syntax.tree import Arithmetic, Literal, Negation


@compiles(Literal)
def literal(node: Literal, scope: Scope) -> Run:
    value = node.value
    return lambda frame: value


@compiles(Arithmetic)
def arithmetic(node: Arithmetic, scope: Scope) -> Run:
    first = build(node.first, scope)
    steps = [
        (operator, build(operand, scope))
        for operator, operand in zip(node.operators, node.operands, strict=True)
    ]

    def run(frame: Frame) -> Any:
        value = first(frame)
        for operator, operand in steps:
            value = calculate(operator, value, operand(frame), frame.env)
        return value

    return run


@compiles(Negation)
def negation(node: Negation, scope: Scope) -> Run:
    operand = build(node.operand, scope)
    return lambda frame: negative(operand(frame), frame.env)
