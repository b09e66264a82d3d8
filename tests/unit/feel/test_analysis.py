"""What is known before evaluation: variables, functions, types, misspelt names."""

from __future__ import annotations

import pytest

from engine.feel import LentFunction, builtin_names, compile, compile_unary_tests


@pytest.mark.parametrize(
    ("source", "variables"),
    [
        ("a + b.c.d", {("a",), ("b", "c", "d")}),
        ("for i in xs return i.y + z", {("xs",), ("z",)}),
        ("some x in xs, y in x.list satisfies y = k", {("xs",), ("k",)}),
        ("{a: 1, b: a + c}", {("c",)}),
        ("function(x) x + y", {("y",)}),
        ("cases[score > 5].name", {("cases",)}),
        ("for i in 1..3 return partial", set()),
        ("x in (< ?, y)", {("x",), ("y",)}),
        ("working days after(posted on, n)", {("posted on",), ("n",)}),
        ("f.g(1)", {("f", "g")}),
    ],
)
def test_variables(source: str, variables: set[tuple[str, ...]]) -> None:
    assert compile(source).variables == variables


def test_names_in_filters_are_told_apart() -> None:
    assert compile("cases[score > limit and item.x = 1]").item_names == {"score", "limit"}


def test_variables_of_unary_tests() -> None:
    assert compile_unary_tests("< limit.low, ? > other").variables == {("limit", "low"), ("other",)}


def test_functions() -> None:
    source = "sum(xs) + working days after(d, 1) + {f: function(x) x, y: f(1)}.y"
    assert compile(source).functions == {"sum", "working days after"}
    assert "date and time" in builtin_names


def test_misspelt_functions_have_a_place_and_a_suggestion() -> None:
    found = compile('1 + strin length("a") + lent(1) + nothing like it()').misspelt(["lent"])
    assert [(error.position, error.suggestion) for error in found] == [(4, "string length"), (34, None)]
    assert "是否想写“string length”？" in str(found[0])


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("1 + x", None),
        ("1 + 2", "number"),
        ("a > b", "boolean"),
        ("a and b", "boolean"),
        ("not(a)", "boolean"),
        ('"a" + x', "string"),
        ("today()", "date"),
        ('now() + duration("P1D")', "date and time"),
        ('date(x) + duration("P1D")', "date"),
        ('duration("P1D")', "days and time duration"),
        ('duration("P1Y")', "years and months duration"),
        ("duration(x)", None),
        ("today() - today()", "days and time duration"),
        ("for i in x return i", "list"),
        ("{a: 1}", "context"),
        ("[1..2]", "range"),
        ("if a then 1 else 2", "number"),
        ("if a then 1 else null", "number"),
        ('if a then 1 else "b"', None),
        ("function(x) x", "function"),
        ("today().year", "number"),
        ("x", None),
        ("null", None),
        ("-1", "number"),
    ],
)
def test_types(source: str, expected: str | None) -> None:
    assert compile(source).type == expected


def test_results_of_lent_functions_are_known_when_they_are_given() -> None:
    lent = {"years after": LentFunction("years after", ("date", "n"), lambda env, *_: None, "date")}
    source = compile('years after(d, 1) + duration("P1D")')
    assert (source.type, source.type_with(lent)) == (None, "date")


def test_compiled_expressions_are_kept() -> None:
    assert compile("a + 1") is compile("a + 1")
