"""Numeric functions (DMN 1.5 §10.3.4.5)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)
from typing import Any

from engine.feel.arithmetic import negative
from engine.feel.builtins.registry import builtin
from engine.feel.environment import Environment
from engine.feel.limits import CHARACTERS_PER_STEP
from engine.feel.values import NUMBERS, YearsMonthsDuration

SMALLEST_SCALE, LARGEST_SCALE = -6111, 6176
"""How many digits after the point a decimal128 can have (DMN 1.5 table 75)."""

EXACT = NUMBERS.copy()
"""Wide enough for the quotient of any two numbers; a remainder never has more digits than they have."""
EXACT.prec = 2 * LARGEST_SCALE


def _rounded(number: Decimal, scale: Decimal, mode: str, env: Environment) -> Decimal | None:
    places = scale.to_integral_value(ROUND_DOWN)
    if not SMALLEST_SCALE <= places <= LARGEST_SCALE:
        env.null(f"小数位数应在 {SMALLEST_SCALE} 与 {LARGEST_SCALE} 之间")
        return None
    exponent = -int(places)
    if not number or number.as_tuple().exponent >= exponent:  # type: ignore[operator]
        return number
    context = NUMBERS.copy()
    context.prec, context.Emin = 2 * LARGEST_SCALE, -2 * LARGEST_SCALE
    return NUMBERS.plus(number.quantize(Decimal(1).scaleb(exponent, context), rounding=mode, context=context))


def _rounding(name: str, mode: str, required: bool) -> None:
    scale = "scale: number" if required else "scale?: number"

    @builtin(name, f"n: number, {scale}", "number")
    def rounded(env: Environment, number: Decimal, scale: Decimal | None = None) -> Decimal | None:
        return _rounded(number, Decimal(0) if scale is None else scale, mode, env)


for _name, _mode, _required in (
    ("decimal", ROUND_HALF_EVEN, True),
    ("floor", ROUND_FLOOR, False),
    ("ceiling", ROUND_CEILING, False),
    ("round up", ROUND_UP, True),
    ("round down", ROUND_DOWN, True),
    ("round half up", ROUND_HALF_UP, True),
    ("round half down", ROUND_HALF_DOWN, True),
):
    _rounding(_name, _mode, _required)


def _guarded(calculation: Callable[[], Decimal], env: Environment) -> Decimal | None:
    try:
        return calculation()
    except (InvalidOperation, Overflow, DivisionByZero, ZeroDivisionError):
        env.null("计算没有意义，或结果太大")
        return None


@builtin("abs", "n: number", "number")
def absolute(env: Environment, number: Decimal) -> Decimal:
    """A number without its sign."""
    return number.copy_abs()


@builtin("abs", "n: days|months")
def absolute_duration(env: Environment, value: Any) -> Any:
    """A duration without its sign."""
    zero: Any = timedelta(0) if isinstance(value, timedelta) else YearsMonthsDuration(0)
    return negative(value, env) if value < zero else value


@builtin("modulo", "dividend: number, divisor: number", "number")
def modulo(env: Environment, dividend: Decimal, divisor: Decimal) -> Decimal | None:
    """dividend - divisor * floor(dividend / divisor): the sign is the divisor's."""
    if not divisor:
        env.null("除数不能为零")
        return None

    def remainder() -> Decimal:
        env.spend(abs(dividend.adjusted() - divisor.adjusted()) // CHARACTERS_PER_STEP)
        rest = EXACT.remainder(dividend, divisor)
        return NUMBERS.add(rest, divisor) if rest and (rest < 0) != (divisor < 0) else rest

    return _guarded(remainder, env)


@builtin("sqrt", "number: number", "number")
def sqrt(env: Environment, number: Decimal) -> Decimal | None:
    """The square root, to 34 digits; null for negative numbers."""
    return _guarded(lambda: NUMBERS.sqrt(number), env)


@builtin("log", "number: number", "number")
def log(env: Environment, number: Decimal) -> Decimal | None:
    """The natural logarithm of a positive number."""
    if number <= 0:
        env.null("只有正数有对数")
        return None
    return _guarded(lambda: NUMBERS.ln(number), env)


@builtin("exp", "number: number", "number")
def exp(env: Environment, number: Decimal) -> Decimal | None:
    """e to the power of the number, to 34 digits."""
    return _guarded(lambda: NUMBERS.exp(number), env)


@builtin("odd", "number: number", "boolean")
def odd(env: Environment, number: Decimal) -> bool | None:
    """Whether a number is whole and odd."""
    return _remainder_of_two(number) == 1


@builtin("even", "number: number", "boolean")
def even(env: Environment, number: Decimal) -> bool | None:
    """Whether a number is whole and even."""
    return _remainder_of_two(number) == 0


def _remainder_of_two(number: Decimal) -> Decimal:
    return abs(EXACT.remainder(number, Decimal(2)))
