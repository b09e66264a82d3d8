"""Values in a diagram: a fixed text, or FEEL that is evaluated where a token stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from engine.bpmn.token import Token
from engine.feel import Environment, Expression, FeelError
from engine.feel.limits import DIGITS
from engine.feel.values import adopt, kind_name

_SHOWN = 100  # characters of a text in a message


@dataclass(frozen=True, slots=True)
class Value:
    """A fixed `text` or an `expression`; `where` says in Chinese what it decides, for messages."""

    text: str
    where: str
    expression: Expression | None = None

    def at(self, token: Token) -> Any:
        """The FEEL value where the token stands. Raises ExpressionFailed."""
        if self.expression is None:
            return self.text
        return Evaluation(token).value(self.expression, self.where)


class Evaluation:
    """Evaluates expressions where a token stands and keeps the derivations of dates.

    `extra` are more variables; `seen_from` is the token whose variables are meant, if it is another one.
    """

    def __init__(
        self, token: Token, extra: dict[str, Any] | None = None, seen_from: Token | None = None
    ) -> None:
        top = token.top
        services = top.services
        self._token = token
        self._context = top.variables.context(seen_from or token, extra)
        self._env = Environment(now=services.now, functions=services.functions)

    @property
    def derivations(self) -> list[Any]:
        return list(self._env.derivations)

    @property
    def reason(self) -> str:
        """Why the last value is null, if the evaluator knows."""
        return "；".join(dict.fromkeys(self._env.problems))

    def value(self, expression: Expression, where: str) -> Any:
        """The value; null where FEEL says so. Raises ExpressionFailed when a limit is passed."""
        try:
            return expression.evaluate(self._context, self._env)
        except FeelError as error:
            raise self._token.failed(f"{where}（{expression.source}）：{error}") from error

    def needed(self, value: Value) -> Any:
        """A value that may not be null. Raises ExpressionFailed."""
        if value.expression is None:
            return value.text
        found = self.value(value.expression, value.where)
        if found is None:
            raise self._token.failed(_null(value.where, value.expression, self.reason))
        return found

    def truth(self, expression: Expression, where: str, unknown: bool | None = None) -> bool:
        """A condition; anything but true and false is a failure, except null if it counts as `unknown`.

        Raises ExpressionFailed.
        """
        found = self.value(expression, where)
        if found is None and unknown is not None:
            return unknown
        if found is True or found is False:
            return bool(found)
        if found is None:
            raise self._token.failed(_null(where, expression, self.reason))
        raise self._token.failed(f"{where}（{expression.source}）的结果不是“真”或“假”")


def whole(value: Any, between: tuple[int, int] | None = None) -> int:
    """A whole number, from a text or a FEEL number, within bounds if there are any. Raises ValueError."""
    number = None if isinstance(value, bool) else adopt(value)
    if isinstance(number, str) or (
        isinstance(number, Decimal) and number.adjusted() < DIGITS and number == number.to_integral_value()
    ):
        found = int(number)
    else:
        raise ValueError(value)
    if between is not None and not between[0] <= found <= between[1]:
        raise ValueError(value)
    return found


def said(between: tuple[int, int], where: str) -> str:
    """What a whole number has to be."""
    return f"{where}须是 {between[0]} 到 {between[1]} 的整数"


def shown(value: Any) -> str:
    """A value as a sentence can name it: texts, numbers and dates themselves, of anything else the kind."""
    if isinstance(value, str) and len(value) > _SHOWN:
        return f"“{value[:_SHOWN]}…”"
    if isinstance(value, str | Decimal | int | date) and not isinstance(value, bool):
        return f"“{value}”"
    return kind_name(value)


def _null(where: str, expression: Expression, reason: str) -> str:
    tail = f"：{reason}" if reason else ""
    return f"{where}（{expression.source}）没有得到值{tail}"
