"""Values in a diagram: a fixed text, or FEEL that is evaluated where a token stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.bpmn.token import Token
from engine.feel import Environment, Expression, FeelError


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
    """Evaluates expressions where a token stands and keeps the derivations of dates."""

    def __init__(self, token: Token, extra: dict[str, Any] | None = None) -> None:
        top = token.top
        services = top.services
        self._token = token
        self._context = top.variables.context(token, extra)
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


def _null(where: str, expression: Expression, reason: str) -> str:
    tail = f"：{reason}" if reason else ""
    return f"{where}（{expression.source}）没有得到值{tail}"
