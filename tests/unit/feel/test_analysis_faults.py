"""Parts of expressions that can only fail are found without any data: each kind, and what must stay silent."""

from __future__ import annotations

import pytest

from engine.feel import LentFunction, compile, compile_unary_tests
from engine.feel.folding import FOLDING_STEPS, Folding
from engine.feel.types import Type

LENT = {"days after": LentFunction("days after", ("date", "n"), lambda env, *_: None, "date")}
KNOWN = {
    "n": Type("number"),
    "s": Type("string"),
    "d": Type("date"),
    "xs": Type("list", Type("number")),
    "c": Type("context", fields=(("a", Type("number")),)),
}


@pytest.mark.parametrize(
    ("source", "position", "reason"),
    [
        ('date("2026-02-30")', 4, "“2026-02-30”不是日期"),
        ("x + 1/0", 5, "除数不能为零"),
        ('"a" + 1', 4, "文字与数字不能相加"),
        ('x = 1 and "1" = 1', 14, "文字与数字不能相互比较，结果总是空值"),
        ("[1, 2][3]", 6, "列表只有 2 项，没有第 3 项"),
        ("{a: 1}.b", 6, "对象中没有“b”；有：a"),
        ("x + null", 2, "空值不能相加"),
        ("if 1 then 2 else 3", 0, "if 后面应是真或假，这里是数字"),
        ('x and "yes"', 2, "and（并且）的两边应是真或假，这里有文字"),
        ("some x in xs satisfies 1", 0, "satisfies 后面应是真或假，这里是数字"),
        ('-"a"', 0, "文字不能取负"),
        ("now() > today()", 6, "日期时间与日期不能比较大小"),
        ('"a" in (1, 2)', 4, "文字与数字不能相互比较，结果总是空值"),
        ('"a" between 1 and 2', 4, "文字与数字不能比较大小"),
        ('5 in ["a".."b"]', 2, "数字与文字不能比较大小"),
        ("date(x).hour", 7, "日期没有“hour”这一项；有：year、month、day、weekday"),
        ("for i in 1..100000 return i", 0, "列表超过了 10000 项的上限，已停止计算。"),
    ],
)
def test_what_must_fail_has_a_place_and_a_reason(source: str, position: int, reason: str) -> None:
    assert [(f.position, f.reason) for f in compile(source).faults()] == [(position, reason)]


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ('contains("a")', "函数“contains”不接受 1 个参数；要写：string、match"),
        ("contains(x, y, z)", "函数“contains”不接受 3 个参数；要写：string、match"),
        ('contains(strng: "a", match: "b")', "函数“contains”没有名为“strng”的参数；您是不是要写“string”？"),
        ("contains(string: x)", "函数“contains”的参数不齐；要写：string、match"),
        ("contains(x, 1)", "函数“contains”不接受这样的参数：任意值、数字"),
        ("days after(x)", "函数“days after”需要 2 个参数（date、n），却给了 1 个"),
        ("days after(date: x, m: 1)", "函数“days after”没有名为“m”的参数；可用的参数：date、n"),
    ],
)
def test_calls_that_no_form_of_a_function_takes(source: str, reason: str) -> None:
    assert [fault.reason for fault in compile(source).faults(LENT)] == [reason]


@pytest.mark.parametrize(
    "source",
    [
        "x + 1/y",
        'date(x) + duration("P1D")',
        "x = null",
        '"a" != null',
        "get or else(1/0, 3)",
        'is defined(date("x"))',
        "now() = now()",
        "days after(date: x)",
        "days after(x, 1)",
        "unknown thing(1)",
        "[1, null][item = null]",
        "[{a: 1}][a > 0]",
        "for i in [1, 2] return i + 1",
        "upper case([x])",
        'date and time(date("2026-01-01"), time("10:00:00"))',
        "count(1)",
        "max(1, 2)",
        "x in (1, 2)",
        '5 in (1, "a") or true',
        "if x then null else 1",
        "{f: function(x) 1/x}.f(2)",
        "1 in [1..5]",
    ],
)
def test_near_misses_stay_silent(source: str) -> None:
    expected = ["数字与文字不能相互比较，结果总是空值"] if source.startswith("5 in (1") else []
    assert [fault.reason for fault in compile(source).faults(LENT)] == expected


@pytest.mark.parametrize(
    ("source", "reasons"),
    [
        ('n > "5"', ["数字与文字不能比较大小"]),
        ("n = s", ["数字与文字不能相互比较，结果总是空值"]),
        ("d + 1", ["日期与数字不能相加"]),
        ("xs[item = s]", ["数字与文字不能相互比较，结果总是空值"]),
        ("for x in xs return x + s", ["数字与文字不能相加"]),
        ("c.b", ["对象中没有“b”；有：a"]),
        ("c.a = s", ["数字与文字不能相互比较，结果总是空值"]),
        ('xs[item > 1][1] = "a"', ["数字与文字不能相互比较，结果总是空值"]),
        ('n > 5 and s = "a" and d < today()', []),
        ("d = null or unknown > n", []),
        ("d.year + n", []),
        ("c.a + n", []),
        ("sum(xs) > n", []),
        ("for n in unknown return n + s", []),
        ("unknown[n = s]", []),
    ],
)
def test_types_of_variables_decide(source: str, reasons: list[str]) -> None:
    assert [fault.reason for fault in compile(source).faults(types=KNOWN)] == reasons


@pytest.mark.parametrize(
    ("source", "fails"),
    [
        ("> 5", False),
        ('"a"', True),
        ('> "5"', True),
        ("-", False),
        ("null, 3, [1..2]", False),
        ("? > n", False),
    ],
)
def test_cells_are_held_against_their_column(source: str, fails: bool) -> None:
    assert bool(compile_unary_tests(source).faults(types={"?": Type("number")})) is fails


def test_names_that_the_context_defines_hide_functions() -> None:
    assert compile("contains(1)").faults(taken={"contains"}) == []
    assert len(compile("contains(1)").faults()) == 1


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("1 < 2", True),
        ("1 > 2", False),
        ("x and 1 > 2", False),
        ("x or 1 < 2", True),
        ("x and 1 < 2", None),
        ("x", None),
        ("now() = now()", None),
        ("get or else(x, true)", None),
        ("is defined(x)", None),
        ("1/0 = 1", None),
    ],
)
def test_constants(source: str, value: bool | None) -> None:
    assert compile(source).constant() is value


def test_folding_has_a_budget_of_its_own() -> None:
    loop = "count(for i in 1..90, j in 1..90 return i)"
    folding = Folding()
    folding.fold(compile("[" + ", ".join([loop] * 20) + "]").tree)
    assert (folding.faults, folding.left <= 0) == ([], True)
    assert folding.left > -FOLDING_STEPS


def test_what_is_only_asked_for_is_no_read() -> None:
    found = compile("get or else(a.b, c) + 1 = d.e")
    assert found.reads == {("c",): 17, ("d", "e"): 26}
    assert found.variables == {("a", "b"), ("c",), ("d", "e")}
