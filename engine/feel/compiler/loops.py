"""for, some, every."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from engine.feel import limits
from engine.feel.compiler.core import Run, build, compiles, size
from engine.feel.compiler.frames import Frame, Scope
from engine.feel.environment import Environment
from engine.feel.syntax.tree import For, Iteration, Name, Quantified, walk
from engine.feel.values import Range, adopt, kind_name

Turns = Callable[[Frame], Iterator[Any] | None]


@compiles(For)
def for_(node: For, scope: Scope) -> Run:
    """All combinations of the iterations, the last one fastest; `partial` is the list so far."""
    steps, body_scope = _iterations(node.iterations, scope)
    looks_back = any(isinstance(part, Name) and part.name == "partial" for part in walk(node.body))
    inner = body_scope.inner(frozenset({"partial"})) if looks_back else body_scope
    body, cost = build(node.body, inner), size(node.body) + 1

    def run(frame: Frame) -> Any:
        results: list[Any] = []
        for turn in _combinations(steps, frame):
            if turn is None:
                return None
            turn.env.spend(cost)
            results.append(body(_with_partial(turn, results) if looks_back else turn))
            if len(results) > limits.LIST_ITEMS:
                turn.env.items(len(results))
        return results

    return run


def _with_partial(turn: Frame, results: list[Any]) -> Frame:
    """A copy, so that a result may keep it; copying is quick, so 16 items cost a step."""
    turn.env.spend(len(results) // 16)
    return turn.inner({"partial": list(results)})


@compiles(Quantified)
def quantified(node: Quantified, scope: Scope) -> Run:
    """Three-valued: decided by the first true of `some` or false of `every`."""
    steps, body_scope = _iterations(node.iterations, scope)
    condition, cost, decisive = build(node.condition, body_scope), size(node.condition) + 1, not node.every

    def run(frame: Frame) -> Any:
        result: bool | None = not decisive
        for turn in _combinations(steps, frame):
            if turn is None:
                return None
            turn.env.spend(cost)
            value = condition(turn)
            if value is decisive:
                return decisive
            if value is not True and value is not False:
                result = None
        return result

    return run


def _iterations(iterations: tuple[Iteration, ...], scope: Scope) -> tuple[list[tuple[str, Turns]], Scope]:
    steps: list[tuple[str, Turns]] = []
    for iteration in iterations:
        steps.append((iteration.name, _turns(iteration, scope)))
        scope = scope.inner(frozenset({iteration.name}))
    return steps, scope


def _turns(iteration: Iteration, scope: Scope) -> Turns:
    """An inner iteration is looked up again in every turn of the outer one, and pays each time."""
    source, cost = build(iteration.source, scope), size(iteration)
    end = None if iteration.end is None else build(iteration.end, scope)

    def run(frame: Frame) -> Iterator[Any] | None:
        frame.env.spend(cost)
        if end is None:
            return values_of(source(frame), frame.env)
        return steps_between(source(frame), end(frame), frame.env)

    return run


def _combinations(steps: list[tuple[str, Turns]], frame: Frame) -> Iterator[Frame | None]:
    """A frame for each combination; None when something cannot be iterated over."""
    name, turns = steps[0]
    values = turns(frame)
    if values is None:
        yield None
        return
    for value in values:
        frame.env.spend()
        turn = frame.inner({name: value})
        if len(steps) == 1:
            yield turn
        else:
            yield from _combinations(steps[1:], turn)


def values_of(value: Any, env: Environment) -> Iterator[Any] | None:
    if isinstance(value, Range):
        return steps_between(value.start, value.end, env, value.start_included, value.end_included)
    if value is None:
        env.null("空值不能逐项循环")
        return None
    return (adopt(item) for item in value) if type(value) is list else iter([value])


def steps_between(
    start: Any, end: Any, env: Environment, start_included: bool = True, end_included: bool = True
) -> Iterator[Any] | None:
    """The whole numbers, or the days, from one end to the other, downwards if the end is lower."""
    if type(start) is Decimal and type(end) is Decimal:
        if _is_whole(start) and _is_whole(end):
            return _trimmed(_count(int(start), int(end)), start, end, start_included, end_included)
    elif _is_day(start) and _is_day(end):
        return _trimmed(_count_days(start, end), start, end, start_included, end_included)
    env.null(f"不能从{kind_name(start)}循环到{kind_name(end)}：两端应同为整数或日期")
    return None


def _is_whole(number: Decimal) -> bool:
    return number.adjusted() < limits.DIGITS and number == number.to_integral_value()


def _is_day(value: Any) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _trimmed(values: Iterator[Any], start: Any, end: Any, first: bool, last: bool) -> Iterator[Any]:
    return (value for value in values if (first or value != start) and (last or value != end))


def _count(start: int, end: int) -> Iterator[Decimal]:
    step = 1 if start <= end else -1
    return (Decimal(number) for number in range(start, end + step, step))


def _count_days(start: date, end: date) -> Iterator[date]:
    step = 1 if start <= end else -1
    return (start + timedelta(days=offset) for offset in range(0, (end - start).days + step, step))
