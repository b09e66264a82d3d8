"""The grammar: operators and their ranks, literals, names, boxed forms."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.feel import Environment, FeelSyntaxError, compile

from .helpers import value


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("10 - 3 - 2", 5),
        ("12 / 3 / 2", 2),
        ("2 ** 3 ** 2", 64),
        ("-2 ** 2", 4),
        ("--3", 3),
        (".5 + 0.25", Decimal("0.75")),
        ("0.1 + 0.2", Decimal("0.3")),
        ("1.5e3", 1500),
        ("1 + 2 // a comment\n + 3", 6),
        ("1 /* a\ncomment */ + 1", 2),
    ],
)
def test_arithmetic_follows_the_ranks(source: str, expected: Decimal) -> None:
    assert value(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("1 < 2 and 2 < 3 or false", True),
        ("true or false and false", True),
        ("(true or false) and false", False),
        ("3 between 1 and 3 and true", True),
        ("if false then 1 else 2 + 3 = 5", True),
        ("1 + 2 = 3", True),
        ("not(1 = 2)", True),
        ("4 in (1, 2, 4)", True),
        ("4 in (< 3, > 5)", False),
        ("4 in [1..4]", True),
        ("4 in [1..4)", False),
        ("4 in [1..4[", False),
        ("1 in ]1..4]", False),
        ("4 in > 3", True),
        ("1 instance of number and true", True),
    ],
)
def test_conditions_follow_the_ranks(source: str, expected: bool) -> None:
    assert value(source) is expected


def test_strings_know_escapes_and_code_points() -> None:
    assert value(r'"a\"b\n\\"') == 'a"b\n\\'
    assert value(r'"\u5927\U01F40E"') == "大🐎"
    assert value(r'"\uD83D\uDC0E"') == "🐎"
    assert value(r'matches("7", "\d")') is True


def test_names_may_be_chinese_and_have_spaces() -> None:
    assert value("总分 >= 600", 总分=600) is True
    assert value("申报单位.名称", 申报单位={"名称": "示例公司"}) == "示例公司"
    assert compile("monthly salary * 12").evaluate({"monthly salary": Decimal(5)}, Environment()) == 60


def test_names_with_signs_and_keywords_are_known_beforehand() -> None:
    names = ["net-profit", "profit and loss", "Order 2"]
    context = {"net-profit": Decimal(7), "profit and loss": Decimal(8), "Order 2": Decimal(9)}
    assert compile("net-profit + profit and loss + Order 2", names).evaluate(context, Environment()) == 24
    minus = compile("net - profit", names).evaluate({"net": Decimal(5), "profit": Decimal(3)}, Environment())
    assert minus == 2


def test_keys_of_contexts_may_be_anything() -> None:
    assert value('{"a b+c": 1, d-e: 2, f: d-e + 1}') == {"a b+c": 1, "d-e": 2, "f": 3}
    assert value("{a: 1, b: {c: a + 1}}.b.c") == 2


def test_loops() -> None:
    assert value("for i in 1..3 return i * i") == [1, 4, 9]
    assert value("for i in 3..1 return i") == [3, 2, 1]
    assert value("for i in [1..3) return i") == [1, 2]
    assert value("for a in [1, 2], b in [10, 20] return a + b") == [11, 21, 12, 22]
    assert value("for a in [1, 2], b in 1..a return b") == [1, 1, 2]
    assert value("for i in 1..5 return if i < 3 then 1 else partial[-1] + partial[-2]") == [1, 1, 2, 3, 5]
    assert value('for d in @"2026-02-27"..@"2026-03-01" return d.day') == [27, 28, 1]
    assert value("some x in [1, 2], y in [2, 3] satisfies x = y") is True
    assert value("every x in [1, 2] satisfies x > 1") is False
    assert value("every x in [] satisfies x > 1") is True


def test_filters_and_paths() -> None:
    people = [{"name": "甲", "score": 620}, {"name": "乙", "score": 580}]
    assert value("people[score >= 600].name", people=people) == ["甲"]
    assert value("people[item.score < 600][1].name", people=people) == "乙"
    assert value("people[-1].name", people=people) == "乙"
    assert value("people.score", people=people) == [620, 580]
    assert value("xs[item > limit]", xs=[1, 5, 9], limit=4) == [5, 9]
    assert value("xs[i]", xs=[1, 5, 9], i=2) == 5
    assert value("xs[4]", xs=[1, 5, 9]) is None
    assert value("5[item = 5]") == [5]


def test_functions() -> None:
    assert value("(function(a, b) a - b)(5, 3)") == 2
    assert value("(function(a, b) a - b)(b: 5, a: 3)") == -2
    assert value("{double: function(x: number) x * 2, r: double(4)}.r") == 8
    assert value("{add: function(a) function(b) a + b}.add(1)(2)") == 3
    assert value('(function(x: number) x)("a")') is None
    assert value("(function(a) a)(1, 2)") is None
    assert value('substring(start position: 2, string: "abc")') == "bc"


def test_types() -> None:
    assert value("[1, 2] instance of list<number>") is True
    assert value('[1, "a"] instance of list<number>') is False
    assert value('{a: 1, b: "x"} instance of context<a: number>') is True
    assert value('@"2026-01-01T00:00:00" instance of date and time') is True
    assert value('duration("P1Y") instance of years and months duration') is True
    assert value("null instance of Any") is False
    assert value("[1..2] instance of range<number>") is True
    assert value('(function(a: string) "x") instance of function<string> -> string') is True


@pytest.mark.parametrize(
    ("source", "position", "part"),
    [
        ("1 +", 3, "没有写完"),
        ("if a then 1", 11, "else"),
        ("a == 1", 3, "不应出现"),
        ("“a”", 0, "字符"),
        ('"abc', 0, "引号"),
        ("{a: 1, a: 2}", 7, "写了两次"),
        ("x instance of nothing", 14, "没有名为“nothing”的类型"),
        ("f(a: 1, 2)", 1, "参数"),
        ("(1", 2, "“)”"),
        ("function(x) external {}", 12, "外部"),
    ],
)
def test_mistakes_have_a_place_and_a_sentence(source: str, position: int, part: str) -> None:
    with pytest.raises(FeelSyntaxError) as caught:
        compile(source)
    assert (caught.value.position, part in str(caught.value)) == (position, True)


def test_a_mistake_tells_its_line() -> None:
    with pytest.raises(FeelSyntaxError) as caught:
        compile("1 +\n2 +\n* 3")
    assert caught.value.line == 3
