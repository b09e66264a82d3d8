"""Types that are known before evaluation: of calls, loops, filters, paths, and from the types of variables."""

from __future__ import annotations

import pytest

from engine.feel import compile
from engine.feel.types import Type

NUMBER, STRING = Type("number"), Type("string")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("[1, 2]", Type("list", NUMBER)),
        ("[1, null]", Type("list", NUMBER)),
        ('[1, "a"]', Type("list")),
        ("[1, 2][1]", NUMBER),
        ("[1, 2][item > 1]", Type("list", NUMBER)),
        ("x[item > 1]", Type("list")),
        ("x[y]", None),
        ("{a: 1, b: {c: a}}.b.c", NUMBER),
        ("for i in 1..3 return string(i)", Type("list", STRING)),
        ('[{a: 1}, {a: 2, b: "x"}].b', Type("list", STRING)),
        ("if x then {a: 1} else null", Type("context", fields=(("a", NUMBER),))),
        ("max([1, 2])", NUMBER),
        ("max(today(), x)", None),
        ('min(date("2026-01-01"), today())', Type("date")),
        ('sum([duration("P1D")])', Type("days and time duration")),
        ("get or else(x, 1)", None),
        ("get or else(null, 1)", NUMBER),
        ('split("a,b", ",")[1]', STRING),
        ("sort([2, 1])", Type("list", NUMBER)),
        ('abs(duration("-P1M"))', Type("years and months duration")),
        ("[1..5].start", NUMBER),
        ("[1..5].start included", Type("boolean")),
        ("today().timezone", None),
        ("null", Type("Null")),
    ],
)
def test_types_with_their_parts(source: str, expected: Type | None) -> None:
    assert compile(source).full_type() == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("n + 1", "number"),
        ("n", "number"),
        ("other", None),
        ("rows[1].score", "number"),
        ("rows.score", "list"),
        ("count(rows)", "number"),
        ("for r in rows return r.score", "list"),
        ("function(n) n", "function"),
        ('{n: "a", m: n}.m', "string"),
    ],
)
def test_types_of_variables_are_used(source: str, expected: str | None) -> None:
    rows = Type("list", Type("context", fields=(("score", NUMBER),)))
    assert compile(source).type_with(types={"n": NUMBER, "rows": rows}) == expected
