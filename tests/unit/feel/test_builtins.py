"""Each group of built-in functions but for dates and ranges."""

from __future__ import annotations

from decimal import Decimal

import pytest

from .helpers import value

STRINGS = [
    ('substring("foobar", 3)', "obar"),
    ('substring("foobar", 3, 3)', "oba"),
    ('substring("foobar", -2, 1)', "a"),
    ('substring("质量奖", 2)', "量奖"),
    ('substring("abc", 0)', None),
    ('string length("质量🐎")', 3),
    ('upper case("aBc4")', "ABC4"),
    ('lower case("aBc4")', "abc4"),
    ('substring before("foobar", "bar")', "foo"),
    ('substring before("foobar", "xyz")', ""),
    ('substring after("foobar", "ob")', "ar"),
    ('substring after("foobar", "")', "foobar"),
    ('contains("foobar", "of")', False),
    ('starts with("foobar", "fo")', True),
    ('ends with("foobar", "r")', True),
    ('matches("foobar", "^fo*b")', True),
    ('matches("FOO", "foo", "i")', True),
    ('matches("a", "(a)\\\\1")', None),
    ('matches("b", "^[a-z-[aeiou]]$")', True),
    ('matches("e", "^[a-z-[aeiou]]$")', False),
    ('matches("E", "^[a-z-[aeiou]]$", "i")', False),
    ('matches("e", "^[a-z-[a-y-[e]]]$")', True),
    ('matches("f", "^[a-z-[a-y-[e]]]$")', False),
    ('matches("x", "^[^a-c-[x]]$")', False),
    ('matches("y", "^[^a-c-[x]]$")', True),
    ('matches("b", "^[^a-c-[x]]$")', False),
    ('matches("a", "[a-[a]]")', False),
    ('matches("]b", "^[a\\\\]-[a]][b-[a]]$")', True),
    ('matches("b", "[\\\\w-[a]]")', None),
    ('matches("b", "[a-z-[a]")', None),
    ('matches("b", "[z-a-[b]]")', None),
    ('matches("b", "[a-z-[a]b]")', None),
    ('matches("-", "[a\\\\-[]")', True),
    ('matches("[", "^[a-c\\\\[-]$")', True),
    ('matches("x-[y", "x-\\\\[y")', True),
    ('replace("abcd", "(ab)|(a)", "[1=$1][2=$2]")', "[1=ab][2=]cd"),
    ('replace("0123456789", "(\\d{3})(\\d{3})(\\d{4})", "($1) $2-$3")', "(012) 345-6789"),
    ('split("甲；乙；丙", "；")', ["甲", "乙", "丙"]),
    ('string join(["a", null, "b"], "-")', "a-b"),
    ('string join(["a", "b"], ", ", "[", "]")', "[a, b]"),
    ("string join([1])", None),
    ("string(1.10)", "1.1"),
    ("string(1e3)", "1000"),
    ("string(true)", "true"),
    ("string(null)", None),
    ('string([1, "a", {b: null}])', '[1, "a", {b: null}]'),
    ('string(@"P1DT2H")', "P1DT2H"),
    ("string([1..5))", "[1..5)"),
    ('string format("{}：{} 分", ["甲", 620])', "甲：620 分"),
    ('trim("  a ")', "a"),
    ('is blank(" ")', True),
    ('extract("a1b22", "[0-9]+")', ["1", "22"]),
]
NUMBERS = [
    ('number("1 500,5", " ", ",")', Decimal("1500.5")),
    ('number("1.5")', Decimal("1.5")),
    ('number("一")', None),
    ("decimal(1/3, 2)", Decimal("0.33")),
    ("decimal(2.5, 0)", 2),
    ("floor(-1.5)", -2),
    ("floor(-1.56, 1)", Decimal("-1.6")),
    ("ceiling(1.01)", 2),
    ("round up(5.5, 0)", 6),
    ("round down(-5.5, 0)", -5),
    ("round half up(-2.5, 0)", -3),
    ("round half down(2.5, 0)", 2),
    ("round half up(1250, -2)", 1300),
    ("abs(-10)", 10),
    ("modulo(-12, 5)", 3),
    ("modulo(10.1, 4.5)", Decimal("1.1")),
    ("modulo(1, 0)", None),
    ("modulo(10**40, 7)", 4),
    ("modulo(-(10**40), 7)", 3),
    ("modulo(10**6144, 10**-6000 * 3)", Decimal("1E-6000")),
    ("sqrt(16)", 4),
    ("sqrt(-1)", None),
    ("log(1)", 0),
    ("exp(0)", 1),
    ("odd(5)", True),
    ("even(2)", True),
    ("even(2.5)", False),
]
LISTS = [
    ("list contains([1, null], null)", True),
    ("count([1, 2])", 2),
    ("count([])", 0),
    ("min(3, 1, 2)", 1),
    ('max(["b", "a"])', "b"),
    ("max([])", None),
    ("sum([1, 2.5])", Decimal("3.5")),
    ('sum(["a"])', None),
    ("mean([1, 2, 3])", 2),
    ("product(2, 3, 4)", 24),
    ("median(8, 2, 5, 3, 4)", 4),
    ("median([6, 1, 2, 3])", Decimal("2.5")),
    ("stddev(2, 4, 7, 5)", Decimal("2.081665999466132735282297706979931")),
    ("mode(6, 3, 9, 6, 6, 3, 3)", [3, 6]),
    ("all([true, null])", None),
    ("all([true, null, false])", False),
    ("all([])", True),
    ("any([false, null])", None),
    ("any([])", False),
    ("sublist([4, 5, 6], 1, 2)", [4, 5]),
    ("sublist([4, 5, 6], -2)", [5, 6]),
    ("append([1], 2, 3)", [1, 2, 3]),
    ("concatenate([1, 2], [3])", [1, 2, 3]),
    ("insert before([1, 3], 1, 2)", [2, 1, 3]),
    ("remove([1, 2, 3], 2)", [1, 3]),
    ("reverse([1, 2, 3])", [3, 2, 1]),
    ("index of([1, 2, 3, 2], 2)", [2, 4]),
    ("union([1, 2], [2, 3])", [1, 2, 3]),
    ("distinct values([1, 2, 1])", [1, 2]),
    ("duplicate values([1, 2, 1])", [1]),
    ("flatten([[1, 2], [[3]], 4])", [1, 2, 3, 4]),
    ("list replace([2, 4], 2, 6)", [2, 6]),
    ("list replace([2, 4, 7], function(item, newItem) item < newItem, 5)", [5, 5, 7]),
    ("sort([3, 1, 2], function(x, y) x > y)", [3, 2, 1]),
    ('sort(["b", "a"])', ["a", "b"]),
    ("partition([1, 2, 3], 2)", [[1, 2], [3]]),
    ("is empty([])", True),
]
CONTEXTS = [
    ('get value({a: 1}, "a")', 1),
    ('get value({a: 1}, "b")', None),
    ('get value({a: {b: 2}}, ["a", "b"])', 2),
    ("get entries({a: 1})", [{"key": "a", "value": 1}]),
    ('context([{key: "a", value: 1}])', {"a": 1}),
    ('context([{key: "a", value: 1}, {key: "a", value: 2}])', None),
    ('context put({a: 1}, "b", 2)', {"a": 1, "b": 2}),
    ('context put({a: {x: 1}}, ["a", "y"], 2)', {"a": {"x": 1, "y": 2}}),
    ("context merge([{a: 1}, {a: 2, b: 3}])", {"a": 2, "b": 3}),
    ("get or else(nothing.here, 5)", 5),
    ("get or else(1, 5)", 1),
    ("is defined(nothing)", False),
    ("is defined({a: null}.a)", True),
    ("is defined({a: null}.b)", False),
    ('assert(1, 1 > 2, "太小")', None),
    ("is(1, 1.0)", True),
    ('is(@"10:00:00Z", @"10:00:00+00:00")', True),
    ('is(@"10:00:00Z", @"10:00:00")', False),
]


@pytest.mark.parametrize(("source", "expected"), STRINGS + NUMBERS + LISTS + CONTEXTS)
def test_value(source: str, expected: object) -> None:
    assert value(source) == expected


def test_singleton_lists_and_single_values_stand_for_each_other() -> None:
    assert value('upper case(["a"])') == "A"
    assert value("count(5)") == 1


def test_booleans_are_no_numbers() -> None:
    assert value("abs(true)") is None
    assert value("true + 1") is None
