"""Conditional events: asked when nothing else moves and a variable that they read was set (BPMN 2.0.2, 10.5.5)."""

from __future__ import annotations

from engine.bpmn.elements.catching import hear
from engine.bpmn.events import Condition
from engine.bpmn.token import STARTED, Token
from engine.bpmn.values import Evaluation
from engine.errors import ExpressionFailed


def waits_for_condition(token: Token) -> bool:
    data = token.internal_data
    return "wait" in data and "incident" not in data and token.task_spec.kind == "condition"


def ask(token: Token, touched: set[str]) -> None:
    """Let the event come if its condition is true and was not when it was last asked.

    `touched` are the names of variables set since then. What is not known yet is not true: null counts as
    false. Raises ExpressionFailed.
    """
    data, event = token.internal_data, token.task_spec.details.event
    before = data.setdefault("true", None)
    if before is not None and event.reads.isdisjoint(touched):
        return
    data["true"] = _holds(token, event)
    if data["true"] and not before:
        hear(token, {})


def _holds(token: Token, event: Condition) -> bool:
    try:
        return Evaluation(token).truth(event.expression, "条件", unknown=False)
    except ExpressionFailed:
        if token.state == STARTED:  # not an ear: it arrives again when it is tried again
            del token.internal_data["true"]
        raise
