"""FEEL and DMN beside a Python lambda, simpleeval, cel-python and feelin under Node: CPU time, in turns, ratios."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from time import process_time
from typing import Any

from benchmarks import rivals, screening
from benchmarks.timing import cpu_of, in_turns
from engine.dmn import DmnModel
from engine.feel import Environment, Expression, compile, to_feel
from engine.feel.types import ANY

FEEL = 'amount > 100 and grade = "A" and year >= 2026'
PYTHON = 'amount > 100 and grade == "A" and year >= 2026'
PLAIN = 'c["amount"] > 100 and c["grade"] == "A" and c["year"] >= 2026'
CEL = 'amount > 100 && grade == "A" && year >= 2026'
CONTEXT: dict[str, Any] = {"amount": 150, "grade": "A", "year": 2026}
COUNT = 5_000
SLOWER = 250
"""How often the languages that take a hundred times as long are run in one round."""

OURS = "engine.feel"
LAMBDA = "the same lambda"
SIMPLE = "simpleeval, parsed before"
CEL_FAST = "cel-python, transpiled"
CEL_PLAIN = "cel-python, interpreted"
FEELIN = "feelin under Node"
Timings = Mapping[str, Callable[[], float]]
NOT_KEPT = {"Any": ANY}
"""What is read with types of its own is not looked up among the sources read before."""


def main() -> None:
    with rivals.feelin() as feelin:
        _report("a gateway condition of three comparisons", in_turns(_condition(feelin)), CONDITION_AIMS)
        _report("reading the same condition", in_turns(_reading(feelin)), {})
        _report("source and context in, value out, read anew each time", in_turns(_anew(feelin)), {})
        _report("a table of 50 rules and 6 inputs", in_turns(_table(feelin)), TABLE_AIMS)


CONDITION_AIMS = {LAMBDA: "<= 30", FEELIN: "<= 0.2"}
TABLE_AIMS = {CEL_FAST: "<= 0.333", CEL_PLAIN: "<= 0.333"}


def _report(title: str, seconds: Mapping[str, float], aims: Mapping[str, str]) -> None:
    """Every contestant, and how long ours takes in its terms."""
    ours = seconds[OURS]
    print(f"\n{title}, CPU us (median of rounds in turns)")
    print(f"{'':32s} {'us':>10s}  {'ours to it':>10s}  aim")
    for name, spent in seconds.items():
        ratio = "" if name == OURS else f"{ours / spent:10.3f}"
        print(f"{name:32s} {spent * 1e6:10.2f}  {ratio:>10s}  {aims.get(name, '')}".rstrip())


def _condition(feelin: rivals.Feelin) -> Timings:
    """Read before where that is possible; every evaluation of ours has an environment of its own."""
    condition, context = compile(FEEL), to_feel(CONTEXT)

    plain: Callable[[dict[str, Any]], bool] = eval(f"lambda c: {PLAIN}")
    works = {
        OURS: lambda: condition.evaluate(context, Environment()),
        LAMBDA: lambda: plain(CONTEXT),
        SIMPLE: rivals.simple([PYTHON], CONTEXT),
        CEL_FAST: rivals.cel([CEL], CONTEXT, compiled=True),
        CEL_PLAIN: rivals.cel([CEL], CONTEXT, compiled=False),
    }
    _must_agree([work() for work in works.values()] + feelin.value([FEEL], CONTEXT))
    # The lambda is timed without the call around it, which would be half of it.
    quick = {OURS: _loop_ours(condition, context), LAMBDA: _loop_plain(plain, CONTEXT)}
    slow = {name: partial(cpu_of, works[name], SLOWER) for name in (SIMPLE, CEL_FAST, CEL_PLAIN)}
    return {**quick, **slow, FEELIN: partial(feelin.seconds, "evaluate", [FEEL], CONTEXT, SLOWER)}


def _must_agree(found: list[Any]) -> None:
    """Before anything is timed, all must say that the condition holds."""
    if any(value not in (True, [True]) for value in found):
        raise SystemExit(f"the languages disagree: {found}")


def _read() -> Expression:
    return compile(FEEL, types=NOT_KEPT)


def _loop_ours(condition: Expression, context: Any) -> Callable[[], float]:
    def run() -> float:
        before = process_time()
        for _ in range(COUNT):
            condition.evaluate(context, Environment())
        return (process_time() - before) / COUNT

    return run


def _loop_plain(condition: Callable[[dict[str, Any]], bool], context: dict[str, Any]) -> Callable[[], float]:
    count = COUNT * 10

    def run() -> float:
        before = process_time()
        for _ in range(count):
            condition(context)
        return (process_time() - before) / count

    return run


def _reading(feelin: rivals.Feelin) -> Timings:
    """Source to what can be evaluated, without any cache."""
    return {
        OURS: partial(cpu_of, _read, SLOWER),
        SIMPLE: partial(cpu_of, rivals.simple_parse(PYTHON), SLOWER),
        CEL_FAST: lambda: cpu_of(partial(rivals.cel_reader(compiled=True), CEL), SLOWER),
        CEL_PLAIN: lambda: cpu_of(partial(rivals.cel_reader(compiled=False), CEL), SLOWER),
        FEELIN: partial(feelin.seconds, "parse", [FEEL], CONTEXT, SLOWER),
    }


def _anew(feelin: rivals.Feelin) -> Timings:
    """As feelin is always called; ours would find the source among those it has read."""
    context = to_feel(CONTEXT)
    return {
        OURS: partial(cpu_of, lambda: _read().evaluate(context, Environment()), SLOWER),
        "engine.feel, source known": partial(
            cpu_of, lambda: compile(FEEL).evaluate(context, Environment()), COUNT
        ),
        FEELIN: partial(feelin.seconds, "evaluate", [FEEL], CONTEXT, SLOWER),
    }


def _table(feelin: rivals.Feelin) -> Timings:
    """Every rule is looked at; the languages without tables have one expression for each rule."""
    model, context = screening.model(), to_feel(screening.CONTEXT)
    works = {
        SIMPLE: rivals.simple(screening.python(), screening.CONTEXT),
        CEL_FAST: rivals.cel(screening.cel(), screening.CONTEXT, compiled=True),
        CEL_PLAIN: rivals.cel(screening.cel(), screening.CONTEXT, compiled=False),
    }
    hits = [work() for work in works.values()]
    _must_hit([*hits, feelin.value(screening.feel(), screening.CONTEXT)], model, context)
    return {
        OURS: partial(cpu_of, lambda: model.evaluate("d", context, Environment()), SLOWER),
        SIMPLE: partial(cpu_of, works[SIMPLE], 100),
        CEL_FAST: partial(cpu_of, works[CEL_FAST], 10),
        CEL_PLAIN: partial(cpu_of, works[CEL_PLAIN], 4),
        FEELIN: partial(feelin.seconds, "evaluate", screening.feel(), screening.CONTEXT, 10),
    }


def _must_hit(found: list[list[bool]], model: DmnModel, context: Any) -> None:
    """All must find the same one rule."""
    wanted = [f"{sector}-{band}" == screening.WANTED for sector, band in screening.RULES]
    value = model.evaluate("d", context, Environment()).value
    if value != screening.WANTED or any(hits != wanted for hits in found):
        raise SystemExit(f"the languages disagree on the table: {value}, {[sum(hits) for hits in found]}")
