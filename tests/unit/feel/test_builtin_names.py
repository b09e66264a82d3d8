"""Every built-in function of DMN 1.5 §10.3.4 is there, under its name and with its parameters' names."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from engine.feel import Environment
from engine.feel.builtins import BUILTINS
from engine.feel.builtins.registry import Overload, call_builtin, call_builtin_named
from engine.feel.values import Function, Range, YearsMonthsDuration

from .helpers import NOW

STANDARD = {
    "§10.3.4.1": """
        date(from); date(year, month, day); date and time(from); date and time(date, time)
        time(from); time(hour, minute, second, offset?); number(from, grouping separator?, decimal separator?)
        string(from); duration(from); years and months duration(from, to); range(from)
    """,
    "§10.3.4.2": "not(negand)",
    "§10.3.4.3": """
        substring(string, start position, length?); string length(string); upper case(string)
        lower case(string); substring before(string, match); substring after(string, match)
        replace(input, pattern, replacement, flags?); contains(string, match); starts with(string, match)
        ends with(string, match); matches(input, pattern, flags?); split(string, delimiter)
        string join(list, delimiter?)
    """,
    "§10.3.4.4": """
        list contains(list, element); count(list); min(list); max(list); sum(list); mean(list); all(list)
        any(list); sublist(list, start position, length?); append(list, item...); concatenate(list...)
        insert before(list, position, newItem); remove(list, position); list replace(list, position, newItem)
        list replace(list, match, newItem); reverse(list); index of(list, match); union(list...)
        distinct values(list); flatten(list); product(list); median(list); stddev(list); mode(list)
    """,
    "§10.3.4.5": """
        decimal(n, scale); floor(n, scale?); ceiling(n, scale?); round up(n, scale); round down(n, scale)
        round half up(n, scale); round half down(n, scale); abs(n); modulo(dividend, divisor); sqrt(number)
        log(number); exp(number); odd(number); even(number)
    """,
    "§10.3.4.6": "is(value1, value2)",
    "§10.3.4.7": """
        before(point1, point2); before(point, range); before(range, point); before(range1, range2)
        after(point1, point2); after(point, range); after(range, point); after(range1, range2)
        meets(range1, range2); met by(range1, range2); overlaps(range1, range2)
        overlaps before(range1, range2); overlaps after(range1, range2)
        finishes(point, range); finishes(range1, range2); finished by(range, point); finished by(range1, range2)
        includes(range, point); includes(range1, range2); during(point, range); during(range1, range2)
        starts(point, range); starts(range1, range2); started by(range, point); started by(range1, range2)
        coincides(point1, point2); coincides(range1, range2)
    """,
    "§10.3.4.8": "day of year(date); day of week(date); month of year(date); week of year(date)",
    "§10.3.4.9": "sort(list, precedes)",
    "§10.3.4.10": """
        get value(m, key); get entries(m); context(entries); context put(context, key, value)
        context put(context, keys, value); context merge(contexts)
    """,
    "§10.3.4.11": "now(); today()",
}
CAMUNDA = """
    is defined(value); get or else(value, default); assert(value, condition); assert(value, condition, cause)
    get value(context, keys); extract(string, pattern); trim(string); is blank(string); is empty(list)
    to base64(value); duplicate values(list); partition(list, size); last day of month(date)
    string join(list, delimiter, prefix, suffix); date and time(date, timezone); and(list); or(list)
"""
OWN = "string format(template, values)"
LEFT_OUT = ("uuid", "random number", "from json", "to json", "fromAi", "put", "put all")


def _forms(text: str) -> list[str]:
    return [form.strip() for line in text.split("\n") for form in line.split(";") if form.strip()]


def _written(form: str) -> tuple[str, list[str]]:
    name, _, inside = form.rstrip(")").partition("(")
    return name, [part.strip() for part in inside.split(",") if part.strip()]


def _fits(overload: Overload, wanted: list[str]) -> bool:
    """The names agree in order, what the standard leaves out may be left out, more may follow if optional."""
    have = overload.signature.parameters
    for place, text in enumerate(wanted):
        if place >= len(have) or have[place].name != text.rstrip("?."):
            return False
        if text.endswith("...") and not have[place].repeated:
            return False
        if text.endswith("?") and not have[place].optional:
            return False
    return all(parameter.optional for parameter in have[len(wanted) :])


ALL = [form for text in STANDARD.values() for form in _forms(text)] + _forms(CAMUNDA) + _forms(OWN)


@pytest.mark.parametrize("form", ALL)
def test_the_function_is_there_with_its_parameters(form: str) -> None:
    name, wanted = _written(form)
    assert any(_fits(overload, wanted) for overload in BUILTINS[name].overloads)


def test_there_is_nothing_that_no_list_names() -> None:
    assert {_written(form)[0] for form in ALL} == set(BUILTINS)


@pytest.mark.parametrize("name", LEFT_OUT)
def test_what_is_left_out_on_purpose_stays_out(name: str) -> None:
    assert name not in BUILTINS


SAMPLES: dict[str, Any] = {
    "any": Decimal(1),
    "boolean": True,
    "number": Decimal(1),
    "string": "a",
    "list": [Decimal(1)],
    "context": {"a": Decimal(1)},
    "function": Function("", ("a", "b"), lambda _env, _a, _b: True),
    "range": Range(Decimal(1), Decimal(2)),
    "date": date(2026, 3, 2),
    "time": time(9, 30),
    "date and time": datetime(2026, 3, 2, 9, 30),
    "days and time duration": timedelta(hours=8),
    "years and months duration": YearsMonthsDuration(14),
}
FORMS = [
    pytest.param(name, overload, id=f"{name}-{number}")
    for name, entry in sorted(BUILTINS.items())
    for number, overload in enumerate(entry.overloads)
    if not any(parameter.repeated for parameter in overload.signature.parameters)
]


@pytest.mark.parametrize(("name", "overload"), FORMS)
def test_named_and_positional_arguments_give_the_same(name: str, overload: Overload) -> None:
    parameters = overload.signature.parameters
    values = [SAMPLES[parameter.types[0]] for parameter in parameters]
    by_place, by_name = Environment(NOW), Environment(NOW)
    placed = call_builtin(BUILTINS[name], by_place, values)
    named = {parameter.name: value for parameter, value in zip(parameters, values, strict=True)}
    assert call_builtin_named(BUILTINS[name], by_name, named) == placed
    backwards = dict(reversed(list(named.items())))
    assert call_builtin_named(BUILTINS[name], Environment(NOW), backwards) == placed
    assert not any("参数" in problem for problem in [*by_place.problems, *by_name.problems])
