"""Three truth values, equality, order, and null with a reason."""

from __future__ import annotations

import pytest

from .helpers import passes, problems, value

T, F, N = "true", "false", "null"


@pytest.mark.parametrize(
    ("a", "b", "both", "either"),
    [
        (T, T, True, True),
        (T, F, False, True),
        (T, N, None, True),
        (F, T, False, True),
        (F, F, False, False),
        (F, N, False, None),
        (N, T, None, True),
        (N, F, False, None),
        (N, N, None, None),
        ("1", T, None, True),
        ("1", F, False, None),
    ],
)
def test_and_or(a: str, b: str, both: bool | None, either: bool | None) -> None:
    assert value(f"{a} and {b}") is both
    assert value(f"{a} or {b}") is either


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("not(true)", False),
        ("not(null)", None),
        ("not(1)", None),
        ("null = null", True),
        ("1 = null", False),
        ("null != 1", True),
        ('1 = "1"', None),
        ("1 < null", None),
        ('"a" < "b"', True),
        ("true < false", None),
        ("[1, 2] = [1, 2]", True),
        ("[1, 2] = [2, 1]", False),
        ("{a: 1, b: 2} = {b: 2, a: 1}", True),
        ("1.0 = 1", True),
        ("null between 1 and 2", None),
        ("0 between 1 and null", False),
        ("if null then 1 else 2", 2),
        ('if "true" then 1 else 2', 2),
        ("some x in [null, false] satisfies x", None),
        ("some x in [null, true] satisfies x", True),
        ("every x in [null, true] satisfies x", None),
        ("every x in [null, false] satisfies x", False),
        ("5 in [1..null]", None),
        ("[1..3] = [1..3]", True),
        ("(> 10) = (10..20]", False),
    ],
)
def test_three_values(source: str, expected: object) -> None:
    assert value(source) == expected
    assert type(value(source)) is type(expected) or not isinstance(expected, bool)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("x + 1", "没有名为“x”的变量"),
        ("1 / 0", "除数不能为零"),
        ('1 + "a"', "数字与文字不能相加"),
        ("{a: 1}.b", "对象中没有“b”"),
        ("[1][3]", "列表只有 1 项，没有第 3 项"),
        ('date("2026-02-30")', "“2026-02-30”不是日期"),
        ('strng length("a")', "没有名为“strng length”的函数；是否想写“string length”？"),
        ("upper case(1)", "函数“upper case”不接受这样的参数：数字"),
        ('upper case("a", "b")', "函数“upper case”不接受 2 个参数"),
        ('1 < "a"', "数字与文字不能比较大小"),
    ],
)
def test_null_has_a_reason(source: str, reason: str) -> None:
    assert value(source) is None
    assert problems(source)[0] == reason


def test_a_good_evaluation_has_no_problems() -> None:
    assert problems("a + 1 > 2 and b = null", a=1, b=None) == []


@pytest.mark.parametrize(
    ("tests", "tested", "expected"),
    [
        ("-", None, True),
        ("5", 5, True),
        ("< 5", 5, False),
        ("<= 5", 5, True),
        ("1, 3, 5", 3, True),
        ("not(1, 3)", 3, False),
        ("not(1, 3)", 2, True),
        ("[1..5]", 5, True),
        ("]1..5[", 1, False),
        ('"甲", "乙"', "乙", True),
        ("null", None, True),
        ("!= 3", 4, True),
        ("? > 3 and ? < 6", 5, True),
        ("? > 3", None, False),
        ("not(? > 3)", "甲", False),
        ('contains(?, "质量")', "区长质量奖", True),
        ("< limit", 5, True),
        ("[1, 2, 3]", 2, True),
        ("> 5", "a", False),
        ("> 5", None, False),
        ("true", True, True),
        ('@"2026-01-01"', None, False),
    ],
)
def test_unary_tests(tests: str, tested: object, expected: bool) -> None:
    assert passes(tests, tested, limit=6) is expected
