"""What an evaluation may use: the instant, lent functions and a budget; and what it leaves behind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.feel import limits
from engine.feel.errors import FeelBudgetError, FeelSizeError


@dataclass(frozen=True, slots=True)
class LentFunction:
    """A function that the host lends to expressions.

    `call(env, *args)` gets FEEL values and returns one; `result` names the FEEL type it returns.
    """

    name: str
    parameters: tuple[str, ...]
    call: Callable[..., Any]
    result: str | None = None


NO_FUNCTIONS: Mapping[str, LentFunction] = {}


class Environment:
    """One evaluation's surroundings. `now` is an aware instant; without it `now()` and `today()` are null."""

    __slots__ = ("_depth", "_stack", "budget", "derivations", "functions", "left", "now", "problems")

    def __init__(
        self,
        now: datetime | None = None,
        functions: Mapping[str, LentFunction] | None = None,
        budget: int = limits.STEPS,
    ) -> None:
        self.now = now
        self.functions = NO_FUNCTIONS if functions is None else functions
        self.budget = budget
        self.left = budget
        self.problems: list[str] = []
        self.derivations: list[Any] = []
        self._depth = 0
        self._stack = 0

    def spend(self, n: int = 1) -> None:
        """Take n steps from the budget; raises FeelBudgetError when it is used up."""
        self.left -= n
        if self.left < 0:
            raise FeelBudgetError(f"表达式的计算超过了 {self.budget} 步的上限，已停止；请缩小循环的范围。")

    def null(self, reason: str) -> None:
        """Record why the value is null."""
        if len(self.problems) < limits.PROBLEMS:
            self.problems.append(reason)

    def text(self, length: int) -> None:
        """Pay for a string of so many characters before it is built."""
        if length > limits.STRING_CHARACTERS:
            raise FeelSizeError(f"文字超过了 {limits.STRING_CHARACTERS} 个字符的上限，已停止计算。")
        self.spend(length // limits.CHARACTERS_PER_STEP)

    def items(self, count: int) -> None:
        """Pay for a list or a context of so many entries before it is built."""
        if count > limits.LIST_ITEMS:
            raise FeelSizeError(f"列表超过了 {limits.LIST_ITEMS} 项的上限，已停止计算。")
        self.spend(count)

    def enter(self, depth: int) -> None:
        """Go into a user-defined function whose body is `depth` levels deep."""
        self._depth += 1
        self._stack += depth
        if self._depth > limits.CALL_DEPTH or self._stack > limits.STACK:
            raise FeelBudgetError(
                f"函数互相调用超过了 {limits.CALL_DEPTH} 层，已停止计算；请检查是否无穷递归。"
            )

    def leave(self, depth: int) -> None:
        """Come back from a user-defined function."""
        self._depth -= 1
        self._stack -= depth
