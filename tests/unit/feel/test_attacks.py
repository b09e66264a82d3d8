"""Sixteen attacks and further bombs: each ends in a value, a null or a FeelError, soon and small."""

from __future__ import annotations

import tracemalloc
from typing import Any

import pytest

from engine.feel import Environment, FeelError, compile

SIXTEEN = {
    "import os": '__import__("os").system("id")',
    "subclasses walk": '"".__class__.__mro__[1].__subclasses__()',
    "function globals": "(function(x) x).__globals__",
    "format attribute": '"{0.__class__}".format(secret)',
    "format map": '"{x.__init__}".format_map(secret)',
    "f-string attribute": 'f"{secret.__class__}"',
    "generator frame": "(for i in [1] return i).gi_frame",
    "getattr with a joined name": 'get value(secret, "__cl" + "ass__")',
    "type().mro()": "type(1).mro()",
    "traceback frame": "(1 / 0).__traceback__.tb_frame",
    "power tower": "9**9**9**9**9",
    "string times number": '"a" * 10**10',
    "nested loops": "for a in 1..100, b in 1..100, c in 1..100, d in 1..100 return a",
    "five thousand brackets": "(" * 5000 + "1" + ")" * 5000,
    "list bomb": "for a in 1..30000, b in 1..30000 return [a, b]",
    "slow regular expression": 'matches(text, "(a+)+$")',
}
MORE = {
    "quantified forever": "some i in 1..1000000000 satisfies i < 0",
    "numbers too large to count": "for i in 1e300..1e301 return i",
    "string doubling": "(function(s) s + s + s + s + s + s + s + s)((function(s) s + s)(text + text))",
    "replace blows up": 'replace(text, "a", text)',
    "replace of nothing": 'replace(text, "", text)',
    "join blows up": "string join(for i in 1..5000 return text)",
    "large pattern": 'matches(text, "((a{100}){100}){100}")',
    "patterns without end": 'for i in 1..9999 return matches(text, "(a|b){500}" + string(i))',
    "endless recursion": "(function(f, n) f(f, n + 1))(function(f, n) f(f, n + 1), 0)",
    "twofold recursion": "(function(f) f(f) + f(f))(function(f) f(f) + f(f))",
    "shared lists shown": "{a: [1, 1, 1, 1], "
    + ", ".join(
        f"{b}: [{a}, {a}, {a}, {a}]"
        for a, b in zip("abcdefghijklmnopqrs", "bcdefghijklmnopqrst", strict=True)
    )
    + ", z: string(t)}.z",
    "shared lists returned": "{a: [1, 1, 1, 1], "
    + ", ".join(
        f"{b}: [{a}, {a}, {a}, {a}]"
        for a, b in zip("abcdefghijklmnopqrs", "bcdefghijklmnopqrst", strict=True)
    )
    + "}",
    "shared lists compared": "{a: [1, 1, 1, 1], b: [1, 1, 1, 1], "
    + ", ".join(
        f"{n}{p}: [{n}{(p and p - 1) or ''}, {n}{(p and p - 1) or ''}]" for p in range(1, 30) for n in "ab"
    )
    + ", z: a29 = b29}.z",
    "shared lists typed": "{a: [1, 1, 1, 1], "
    + ", ".join(
        f"{b}: [{a}, {a}, {a}, {a}]"
        for a, b in zip("abcdefghijklmnopqrs", "bcdefghijklmnopqrst", strict=True)
    )
    + ", z: t instance of "
    + "list<" * 20
    + "number"
    + ">" * 20
    + "}.z",
    "a tower of lists": "for i in 1..5000 return [partial[-1]]",
    "partial lists kept": "for i in 1..9999 return partial",
    "sorted with a slow function": "sort(for i in 1..9999 return -i, function(x, y) count(1..x) < y)",
    "distinct values of many": "count(distinct values(for i in 1..9999 return i))",
    "deep filters": "[1]" + "[item = [1][1]]" * 70,
    "deep minus": "-" * 3000 + "1",
    "deep types": "x instance of " + "list<" * 500 + "number" + ">" * 500,
    "deep if": "if true then 1 else " * 190 + "1",
    "deep paths": "a" + ".b" * 1900,
    "long chains are fine": " + ".join(["1"] * 900),
    "source too long": "1 + " * 2000 + "1",
    "huge exponent": "1.0000001 ** 1e6000",
    "factorial of decimals": "product(for i in 1..5000 return i)",
    "all zones": '@"2026-01-01T00:00:00@../../etc/passwd"',
    "digits of a huge number": "string length(string(1e6144))",
    "duration overflow": '@"P999999999D" * 1e30',
    "context growing": "context merge(for i in 1..9999 return {a: 1})",
}


def outcome(source: str) -> Any:
    context = {"text": "a" * 30_000 + "!", "secret": {"name": "s"}, "x": None}
    try:
        return compile(source).evaluate(context, Environment())
    except FeelError as error:
        return error


@pytest.mark.parametrize("name", SIXTEEN)
def test_the_sixteen_attacks(name: str) -> None:
    found = outcome(SIXTEEN[name])
    assert isinstance(found, FeelError) or found in (None, False, [None])


@pytest.mark.parametrize("name", SIXTEEN | MORE)
def test_bombs_stay_small(name: str) -> None:
    tracemalloc.start()
    try:
        outcome((SIXTEEN | MORE)[name])
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 64 * 2**20


@pytest.mark.parametrize("name", MORE)
def test_bombs_give_a_value_or_an_error_in_chinese(name: str) -> None:
    found = outcome(MORE[name])
    assert not isinstance(found, FeelError) or any("\u4e00" <= letter <= "\u9fff" for letter in str(found))


def test_the_budget_is_named_when_it_is_used_up() -> None:
    env = Environment(budget=1000)
    with pytest.raises(FeelError, match="1000 步"):
        compile("for i in 1..500 return i * i").evaluate({}, env)


def test_the_count_is_the_same_each_time() -> None:
    def left() -> int:
        env = Environment()
        compile('sort(for i in 1..50 return matches("a", string(i)))').evaluate({}, env)
        return env.left

    assert left() == left()


def test_nesting_of_sixty_is_allowed_and_of_sixty_five_refused() -> None:
    assert outcome("(" * 60 + "1" + ")" * 60) == 1
    assert isinstance(outcome("(" * 65 + "1" + ")" * 65), FeelError)
