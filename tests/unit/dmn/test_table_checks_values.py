"""Values out of place in small decision tables: inputs and outputs that are not allowed, or of another type."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.dmn.table_checks import TableFinding, check_tables

from .helpers import decision, model, table
from .table_findings import GAP, checked, examples, said


def allowed(clause: str, values: str) -> list[TableFinding]:
    """A FIRST table of two rules, 1 and 3, whose input allows some values."""
    source = decision("d", table("FIRST", [clause], ["o"], [["1", "1"], ["3", "2"]]))
    return check_tables(
        model(
            source.replace(
                "</inputExpression>", f"</inputExpression><inputValues><text>{values}</text></inputValues>"
            )
        )
    )


def test_allowed_values_bound_what_a_rule_is_missed_for() -> None:
    assert allowed("n:number", "1, 3") == []
    assert examples(allowed("n:number", "1, 2, 3"), "gap") == [(Decimal(2),)]
    assert said(allowed("n:number", "1, 2"))[0] == (
        "value",
        "error",
        "第 2 条的“n”写着 3，不在这一列允许的值（1, 2）里，永远比不上。请改成允许的值。",
    )


def test_values_of_item_definitions_count_as_well() -> None:
    kind = '<itemDefinition name="级别"><typeRef>string</typeRef><allowedValues><text>"甲", "乙"</text></allowedValues></itemDefinition>'
    found = checked("UNIQUE", ["x:级别"], [['"甲"', "1"], ['"丙"', "2"]], kind)
    assert said(found) == [
        (
            "value",
            "error",
            '第 2 条的“x”写着 "丙"，不在这一列允许的值（"甲", "乙"）里，永远比不上。请改成允许的值。',
        ),
        ("gap", "warning", GAP.format('x = "乙"')),
    ]


def test_bounds_may_lie_outside_but_must_leave_something() -> None:
    kind = '<itemDefinition name="分数"><typeRef>number</typeRef><allowedValues><text>[0..100]</text></allowedValues></itemDefinition>'
    assert checked("UNIQUE", ["x:分数"], [["< 200", "1"]], kind) == []
    found = checked("UNIQUE", ["x:分数"], [["< 200", "1"], ["> 100", "2"]], kind)
    assert said(found) == [
        (
            "unreachable",
            "warning",
            "第 2 条永远不会成立：“x”允许的值没有一个满足这一格（> 100）。请改正这一格，或删去这一条。",
        )
    ]


@pytest.mark.parametrize(
    ("kind", "cell", "what"),
    [
        ("number", '"5"', '是数字，这一格却写着文字 "5"，两者永远比不上。请改写成数字。'),
        ("number", "> true", None),
        ("string", "5", "是文字，这一格却写着数字 5，两者永远比不上。请改写成文字。"),
        (
            "date",
            '> date and time("2026-01-01T00:00:00")',
            "是日期，这一格却写着日期时间 2026-01-01T00:00:00，两者永远比不上。请改写成日期。",
        ),
        ("boolean", '"true"', '是是非值，这一格却写着文字 "true"，两者永远比不上。请改写成是非值。'),
    ],
)
def test_constants_of_another_type(kind: str, cell: str, what: str | None) -> None:
    found = [
        finding for finding in checked("COLLECT", [f"x:{kind}"], [[cell, "1"]]) if finding.kind == "type"
    ]
    assert [finding.message for finding in found] == ([f"第 1 条的“x”{what}"] if what else [])


def test_the_type_of_an_expression_counts_where_none_is_declared() -> None:
    found = checked("COLLECT", ["count(items)"], [['"many"', "1"], ["> 3", "2"]])
    assert [(finding.kind, finding.rules) for finding in found] == [("type", (1,))]


def test_outputs_outside_their_values() -> None:
    def outputs(policy: str, output: str, *cells: str) -> list[str]:
        source = decision("d", table(policy, ["b:boolean"], [output], [["-", cell] for cell in cells]))
        return [finding.message for finding in check_tables(model(source)) if finding.kind == "output"]

    cure = "请改成允许的值，或把它补进允许的值。"
    told = [f'第 2 条的输出“o”写的是 "c"，不在允许的值（"a","b"）里，会变成空值。{cure}']
    for policy in ("COLLECT", "PRIORITY", "OUTPUT ORDER"):
        assert outputs(policy, 'o:string:"a","b"', '"a"', '"c"', "other", "null") == told
    unranked = (
        "第 1 条的输出“o”写的是 5，没有排进输出值的次序，分不出先后。请把它写进输出值（outputValues）。"
    )
    assert outputs("PRIORITY", "o:number:[1..9]", "5") == [unranked]
    assert outputs("FIRST", "o:number:[1..9]", "5") == []
    wrong = '第 1 条的输出“o”写的是 "5"，是文字，不符合这一列声明的类型，会变成空值。请改正。'
    assert outputs("FIRST", "o:number", '"5"') == [wrong]


def test_outputs_outside_the_decisions_type() -> None:
    kind = '<itemDefinition name="级别"><typeRef>string</typeRef><allowedValues><text>"甲", "乙"</text></allowedValues></itemDefinition>'
    source = kind + decision("d", table("UNIQUE", ["b"], ["o"], [["-", '"丙"']]), type="级别")
    (found,) = check_tables(model(source))
    assert found.message == (
        '第 1 条的输出“o”写的是 "丙"，不在允许的值（"甲", "乙"）里，会变成空值。请改成允许的值，或把它补进允许的值。'
    )
    assert check_tables(model(source.replace("UNIQUE", "COLLECT"))) == []


def test_a_default_outside_the_values() -> None:
    source = decision("d", table("COLLECT", ["b"], ['o:string:"a"'], [["-", '"a"']]))
    (found,) = check_tables(
        model(
            source.replace("</output>", '<defaultOutputEntry><text>"b"</text></defaultOutputEntry></output>')
        )
    )
    assert found.message.startswith('输出“o”的默认值写的是 "b"，不在允许的值（"a"）里')
