"""Whatever is evaluated gives a FEEL value or a FeelError, never another exception."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.feel import Environment, FeelError, builtin_names, compile, compile_unary_tests, to_json
from engine.feel.values import KINDS
from tests.support.deep import count

from .helpers import NOW

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
        env = Environment(NOW, budget=20_000)
        if compiler is compile:
            found = compiled.evaluate(CONTEXT, env)
        else:
            found = compiled.test(None, CONTEXT, env)
    except FeelError as error:
        assert str(error)  # noqa: PT017
        return
    assert type(found) in KINDS
    try:
        to_json(found)
    except FeelError as error:
        assert "范围和函数" in str(error)  # noqa: PT017


@settings(
    max_examples=count("FEEL expressions grown from the grammar", 600, 100_000),
    derandomize=True,
    deadline=None,
)
@given(EXPRESSIONS)
def test_grown_expressions(source: str) -> None:
    check(compile, source)


@settings(
    max_examples=count("unary tests grown from the grammar", 200, 20_000), derandomize=True, deadline=None
)
@given(EXPRESSIONS)
def test_grown_tests(source: str) -> None:
    check(compile_unary_tests, source)


@settings(max_examples=count("FEEL expressions mutated", 400, 50_000), derandomize=True, deadline=None)
@given(EXPRESSIONS, st.data())
def test_mutated_expressions(source: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(source)))
    removed = data.draw(st.integers(0, 4))
    added = data.draw(
        st.sampled_from(["", "(", "]", "..", '"', " in ", "[", "{", "}", ",", "\\", "。", "@", "for "])
    )
    check(compile, source[:place] + added + source[place + removed :])


@settings(max_examples=count("any text as FEEL", 300, 20_000), derandomize=True, deadline=None)
@given(st.text(max_size=60))
def test_any_text(source: str) -> None:
    check(compile, source)
