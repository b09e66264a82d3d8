"""Whatever hypothesis makes up gives a FEEL value or a FeelError within the budgets; it shrinks what fails."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.feel import FeelError, builtin_names, compile, compile_unary_tests
from tests.support.deep import count

from .bounds import outcome

BUDGET = 20_000
CONTEXT: dict[str, Any] = {
    "a": None,
    "b": True,
    "总分": 620,
    "name": "示例",
    "xs": [1, "a", None],
    "c": {"d": 1},
}
ATOMS = st.sampled_from(
    [
        *CONTEXT,
        *(["null", "true", "false", "0", "1", "-1", "1.5", "1e30", "?", "item", "partial", "unknown", "[]", "{}", "[1..3]", "(1..5]", "(<", "5)"][:12]),
        '"a"', '""', '"质量"', '"[a-z]+"', '@"2026-01-31"', '@"10:00:00Z"', '@"P1D"', '@"P1M"', "[1..3]", "(< 5)",
        '@"2026-01-31T10:00:00@Asia/Shanghai"', '@"9999-12-31"', "9e6000", "c.d", "xs[1]",
    ]
)  # fmt: skip
OPERATORS = st.sampled_from(["+", "-", "*", "/", "**", "=", "!=", "<", "<=", ">", ">=", "and", "or", "in"])
NAMES = st.sampled_from(sorted(builtin_names))


def grow(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("({} {} {})".format, inner, OPERATORS, inner),
        st.builds("{}({})".format, NAMES, st.lists(inner, max_size=4).map(", ".join)),
        st.builds("[{}]".format, st.lists(inner, max_size=3).map(", ".join)),
        st.builds("{{a: {}, b c: {}}}".format, inner, inner),
        st.builds("(if {} then {} else {})".format, inner, inner, inner),
        st.builds("(for i in {} return {})".format, inner, inner),
        st.builds("(for i in {}..{} return i)".format, inner, inner),
        st.builds("(some i in {} satisfies {})".format, inner, inner),
        st.builds("{}[{}]".format, inner, inner),
        st.builds("({}).{}".format, inner, st.sampled_from(["a", "year", "start", "days", "hour", "b c"])),
        st.builds("({} between {} and {})".format, inner, inner, inner),
        st.builds("({} instance of {})".format, inner, st.sampled_from(["number", "list<string>", "Any"])),
        st.builds("(function(x, y) {})({}, x)".format, inner, inner),
        st.builds("sort({}, function(x, y) {})".format, inner, inner),
        st.builds("[{}..{})".format, inner, inner),
        st.builds("-({})".format, inner),
    )


EXPRESSIONS = st.recursive(ATOMS, grow, max_leaves=12)


def check(compiler: Any, source: str) -> None:
    try:
        compiled = compiler(source)
    except FeelError as error:
        assert str(error)  # noqa: PT017
        return
    if compiler is compile:
        outcome(lambda env: compiled.evaluate(CONTEXT, env), BUDGET)
    else:
        outcome(lambda env: compiled.test(None, CONTEXT, env), BUDGET)


@settings(
    max_examples=count("FEEL expressions grown by hypothesis", 600, 30_000),
)
@given(EXPRESSIONS)
def test_grown_expressions(source: str) -> None:
    check(compile, source)


@settings(max_examples=count("FEEL unary tests grown by hypothesis", 200, 10_000))
@given(EXPRESSIONS)
def test_grown_tests(source: str) -> None:
    check(compile_unary_tests, source)


@settings(max_examples=count("FEEL expressions mutated by hypothesis", 400, 25_000))
@given(EXPRESSIONS, st.data())
def test_mutated_expressions(source: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(source)))
    removed = data.draw(st.integers(0, 4))
    added = data.draw(
        st.sampled_from(["", "(", "]", "..", '"', " in ", "[", "{", "}", ",", "\\", "。", "@", "for "])
    )
    check(compile, source[:place] + added + source[place + removed :])


@settings(max_examples=count("any text as FEEL, by hypothesis", 300, 15_000))
@given(st.text(max_size=60))
def test_any_text(source: str) -> None:
    check(compile, source)
