"""List functions that give one value: count, sum, mean, all, … (DMN 1.5 §10.3.4.4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from decimal import Decimal, InvalidOperation, Overflow
from typing import Any

from engine.feel.arithmetic import calculate
from engine.feel.builtins.registry import builtin
from engine.feel.environment import Environment
from engine.feel.logic import order
from engine.feel.values import NUMBERS, kind


def listed(name: str, result: str | None = None) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register for one list, and for several values that stand for the list."""

    def register(implementation: Callable[..., Any]) -> Callable[..., Any]:
        builtin(name, "list: list", result)(implementation)

        @builtin(name, "c...: any", result)
        def several(env: Environment, *values: Any) -> Any:
            if len(values) < 2:
                env.null(f"函数“{name}”需要一个列表或若干个值")
                return None
            return implementation(env, list(values))

        return implementation

    return register


@builtin("count", "list: list", "number")
def count(env: Environment, items: list[Any]) -> Decimal:
    """How many items."""
    return Decimal(len(items))


def _extreme(items: list[Any], side: int, env: Environment) -> Any:
    if not items:
        env.null("空列表没有最大值和最小值")
        return None
    best = items[0]
    if order(best, best, env) is None:
        return None
    for item in items[1:]:
        found = order(item, best, env)
        if found is None:
            return None
        best = item if found == side else best
    return best


@listed("min")
def minimum(env: Environment, items: list[Any]) -> Any:
    """The smallest of comparable values; null for none."""
    return _extreme(items, -1, env)


@listed("max")
def maximum(env: Environment, items: list[Any]) -> Any:
    """The largest of comparable values; null for none."""
    return _extreme(items, 1, env)


def _numbers(items: list[Any], name: str, env: Environment) -> list[Decimal] | None:
    if not items or any(kind(item) != "number" for item in items):
        env.null(f"函数“{name}”需要至少一个数字，且只能是数字")
        return None
    return [Decimal(item) for item in items]


def _guarded(calculation: Callable[[], Decimal], env: Environment) -> Decimal | None:
    try:
        return calculation()
    except (InvalidOperation, Overflow):
        env.null("计算结果太大或没有意义")
        return None


@listed("sum")
def total(env: Environment, items: list[Any]) -> Any:
    """Of numbers, or of durations of one kind."""
    if not items or kind(items[0]) not in ("number", "days and time duration", "years and months duration"):
        env.null("函数“sum”需要至少一个数字或时长")
        return None
    result = items[0]
    for item in items[1:]:
        if kind(item) != kind(result):
            env.null("函数“sum”的各项应是同一类型")
            return None
        result = calculate("+", result, item, env)
    return result


@listed("product", "number")
def product(env: Environment, items: list[Any]) -> Decimal | None:
    """Of numbers; null for none."""
    numbers = _numbers(items, "product", env)
    if numbers is None:
        return None

    def multiply() -> Decimal:
        result = Decimal(1)
        for number in numbers:
            result = NUMBERS.multiply(result, number)
        return result

    return _guarded(multiply, env)


@listed("mean")
def mean(env: Environment, items: list[Any]) -> Any:
    """The arithmetic mean of numbers or of durations of one kind."""
    added = total(env, items)
    return None if added is None else calculate("/", added, Decimal(len(items)), env)


@listed("median", "number")
def median(env: Environment, items: list[Any]) -> Decimal | None:
    """The middle number, or the mean of the two in the middle."""
    numbers = _numbers(items, "median", env)
    if numbers is None:
        return None
    ordered, middle = sorted(numbers), len(numbers) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return calculate("/", calculate("+", ordered[middle - 1], ordered[middle], env), Decimal(2), env)


@listed("stddev", "number")
def stddev(env: Environment, items: list[Any]) -> Decimal | None:
    """The sample's standard deviation; null for fewer than two numbers."""
    numbers = _numbers(items, "stddev", env)
    if numbers is None or len(numbers) < 2:
        env.null("函数“stddev”需要至少两个数字")
        return None

    def deviation() -> Decimal:
        size = Decimal(len(numbers))
        centre = NUMBERS.divide(_sum(numbers), size)
        squares = [NUMBERS.power(NUMBERS.subtract(number, centre), 2) for number in numbers]
        return NUMBERS.sqrt(NUMBERS.divide(_sum(squares), size - 1))

    return _guarded(deviation, env)


def _sum(numbers: list[Decimal]) -> Decimal:
    result = Decimal(0)
    for number in numbers:
        result = NUMBERS.add(result, number)
    return result


@listed("mode", "list")
def mode(env: Environment, items: list[Any]) -> list[Decimal] | None:
    """The most frequent numbers in ascending order."""
    if not items:
        return []
    numbers = _numbers(items, "mode", env)
    if numbers is None:
        return None
    frequency = Counter(numbers)
    most = max(frequency.values())
    return sorted(number for number, times in frequency.items() if times == most)


def _decide(items: list[Any], decisive: bool) -> bool | None:
    if any(item is decisive for item in items):
        return decisive
    return (not decisive) if all(isinstance(item, bool) for item in items) else None


@listed("all", "boolean")
def all_(env: Environment, items: list[Any]) -> bool | None:
    """False if one is false, true if all are true, else null."""
    return _decide(items, False)


@listed("any", "boolean")
def any_(env: Environment, items: list[Any]) -> bool | None:
    """True if one is true, false if all are false, else null."""
    return _decide(items, True)


@listed("and", "boolean")
def and_(env: Environment, items: list[Any]) -> bool | None:
    """As `all` (Camunda)."""
    return _decide(items, False)


@listed("or", "boolean")
def or_(env: Environment, items: list[Any]) -> bool | None:
    """As `any` (Camunda)."""
    return _decide(items, True)


@builtin("not", "negand: any", "boolean")
def not_(env: Environment, value: Any) -> bool | None:
    """Three-valued; null for what is no boolean (DMN 1.5 §10.3.4.2)."""
    return (not value) if isinstance(value, bool) else None
