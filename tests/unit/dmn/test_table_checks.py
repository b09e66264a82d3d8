"""Gaps and overlaps of small decision tables, each worked out by hand."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from engine.dmn.table_checks import check_tables
from engine.feel.values import YearsMonthsDuration

from .helpers import decision, model, table
from .table_findings import GAP, checked, examples, said


def test_a_whole_table_has_no_findings() -> None:
    rules = [["< 5", "true", "1"], ["< 5", "false", "2"], [">= 5", "-", "3"]]
    assert checked("UNIQUE", ["年收入:number", "b:boolean"], rules) == []


def test_two_rules_at_once_break_unique() -> None:
    rules = [['"人"', "-", "1"], ['"人", "组织"', "[500..900]", "2"], ['"组织"', "<= 500", "3"]]
    found = checked("UNIQUE", ["类型:string", "年收入:number"], rules)
    assert said(found)[:2] == [
        (
            "overlap",
            "error",
            '第 1 条与第 2 条同时成立，例如：类型 = "人"、年收入 = 500；UNIQUE 表只许一条成立。',
        ),
        (
            "overlap",
            "error",
            '第 2 条与第 3 条同时成立，例如：类型 = "组织"、年收入 = 500；UNIQUE 表只许一条成立。',
        ),
    ]
    assert [finding.rules for finding in found[:2]] == [(1, 2), (2, 3)]
    assert found[0].example == ("人", Decimal(500))


def test_a_gap_is_shown_with_an_example() -> None:
    rules = [['"人"', "-", "1"], ['"组织"', "< 500", "2"], ['"组织"', "> 500", "3"]]
    found = checked("UNIQUE", ["类型:string", "年收入:number"], rules)
    assert said(found) == [("gap", "warning", GAP.format('类型 = "组织"、年收入 = 500'))]
    assert found[0].example == ("组织", Decimal(500))


def test_columns_that_do_not_matter_are_not_named() -> None:
    rules = [["< 5", "-", "1"], ["> 5", "-", "2"]]
    found = checked("UNIQUE", ["n:number", "t:string"], rules)
    assert said(found) == [("gap", "warning", GAP.format("n = 5（其余各列任意）"))]


@pytest.mark.parametrize("policy", ["UNIQUE", "ANY", "FIRST"])
def test_a_table_without_rules_covers_nothing(policy: str) -> None:
    assert said(checked(policy, ["n:number"], [])) == [("gap", "warning", GAP.format("任何输入"))]


@pytest.mark.parametrize("policy", ["COLLECT", "RULE ORDER"])
def test_lists_may_be_empty_and_long(policy: str) -> None:
    assert checked(policy, ["n:number"], [["< 5", "1"], ["< 3", "2"]]) == []


def test_a_default_output_closes_all_gaps() -> None:
    source = decision("d", table("UNIQUE", ["n:number"], ["o"], [["5", "1"]]))
    default = source.replace(
        '<output name="o" typeRef="">',
        '<output name="o"><defaultOutputEntry><text>0</text></defaultOutputEntry>',
    )
    (found,) = check_tables(model(source))
    assert found.message == GAP.format("n = 4（范围：n < 5 或 > 5）")
    assert check_tables(model(default)) == []


@pytest.mark.parametrize(
    ("kind", "first", "second", "example"),
    [
        ("number", "<= 5", ">= 6", Decimal("5.5")),
        ("number", "<= 5", ">= 7", Decimal(6)),
        ("number", "<= 0.1", ">= 0.2", Decimal("0.15")),
        ("date", '<= date("2026-01-01")', '>= date("2026-01-03")', date(2026, 1, 2)),
        (
            "date and time",
            '<= date and time("2026-01-01T00:00:00")',
            '>= date and time("2026-01-02T00:00:00")',
            datetime(2026, 1, 1, 1),
        ),
        ("time", '<= time("09:00:00")', '>= time("17:30:00")', time(10, 0)),
        ("days and time duration", '<= duration("P1D")', '>= duration("P3D")', timedelta(days=2)),
        (
            "years and months duration",
            '<= duration("P1Y")',
            '>= duration("P14M")',
            YearsMonthsDuration(13),
        ),
        ("boolean", "true", "true, null", False),
    ],
)
def test_gaps_between_neighbours(kind: str, first: str, second: str, example: Any) -> None:
    found = checked("FIRST", [f"x:{kind}"], [[first, "1"], [second, "2"]])
    assert examples(found, "gap") == [(example,)]


@pytest.mark.parametrize(
    ("kind", "first", "second"),
    [
        ("number", "<= 5", "> 5"),
        ("number", "<= 9999999999999999999999999999999998", ">= 9999999999999999999999999999999999"),
        ("number", "? <= 2 + 3", "? > 5"),
        ("number", "not(> 5)", "(5..1000], > 1000"),
        ("number", "? between 1 and 3, ? < 1", "? > 3"),
        ("date", '<= date("2026-01-01")', '>= date("2026-01-02")'),
        ("date", '< @"2026-03-01"', '> @"2026-02-28"'),
        ("years and months duration", '<= duration("P1Y")', '>= duration("P13M")'),
        ("boolean", "true", "false"),
        ("boolean", "not(true)", "true"),
        ("string", '"a"', 'not("a")'),
        ("string", '"a"', '"b", "c"'),
        ("", "null", "not(null)"),
    ],
)
def test_neighbours_without_gap_or_overlap(kind: str, first: str, second: str) -> None:
    assert checked("UNIQUE", [f"x:{kind}"], [[first, "1"], [second, "2"]]) == []


def test_instants_with_and_without_zone_do_not_meet() -> None:
    local = '>= date and time("2026-01-01T00:00:00")'
    zoned = '< date and time("2026-01-01T00:00:00+08:00")'
    (found,) = checked("UNIQUE", ["x:date and time"], [[local, "1"], [zoned, "2"]])
    assert found.example == (datetime(2025, 12, 31),)
    assert "范围：x < 2026-01-01T00:00:00 或 >= 2025-12-31T16:00:00Z" in found.message


def test_null_is_spoken_of_only_where_the_table_does() -> None:
    assert checked("UNIQUE", ["n:number"], [["< 5", "1"], [">= 5", "2"]]) == []
    found = checked("UNIQUE", ["n:number", "b:boolean"], [["-", "true", "1"], ["null", "false", "2"]])
    assert said(found) == [("gap", "warning", GAP.format("n = 0、b = false（范围：n 任意值、b false）"))]
    (both,) = checked("UNIQUE", ["n:number"], [["null", "1"], ["null, 3", "2"], ["not(null, 3)", "2"]])
    assert (both.kind, both.example) == ("overlap", (None,))
    assert "例如：n = null（空值）；" in both.message


def test_unknown_texts_are_a_gap_only_where_a_rule_thinks_of_them() -> None:
    thought_of = [['"a"', "-", "1"], ['not("a")', "< 5", "2"]]
    found = checked("UNIQUE", ["t:string", "n:number"], thought_of)
    message = GAP.format('t = "其他"、n = 5（范围：t 其他文字、n >= 5）')
    assert said(found) == [("gap", "warning", message)]
    not_thought_of = [['"a"', "-", "1"], ["-", "< 5", "2"]]
    assert examples(checked("FIRST", ["t:string", "n:number"], not_thought_of), "gap") == []


def test_texts_that_the_author_named_himself() -> None:
    rules = [['"其他"', "1"], ['not("其他")', "2"], ['not("x")', "3"]]
    found = checked("UNIQUE", ["t:string"], rules)
    assert [finding.rules for finding in found] == [(1, 3), (2, 3)]
    assert found[1].example == ("其他…",)
