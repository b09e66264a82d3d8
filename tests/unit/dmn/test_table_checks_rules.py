"""Dead rules and conflicts, what is not claimed, and where findings point."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.dmn import load as model_of
from engine.dmn.table_checks import check_tables

from .helpers import decision, input_data, model, root, table, text
from .table_findings import checked, examples, said


@pytest.mark.parametrize("cell", ["[9..1]", "? > 5 and ? < 3", "(5..5)", "not(null, != 3, 3)", "> null"])
def test_cells_that_nothing_satisfies(cell: str) -> None:
    found = checked("COLLECT", ["n:number"], [["-", "1"], [cell, "2"]])
    reason = f"“n”一格（{cell}）没有任何值能满足"
    assert said(found) == [
        ("unreachable", "warning", f"第 2 条永远不会成立：{reason}。请改正这一格，或删去这一条。")
    ]


def test_rules_that_earlier_ones_cover_are_dead_under_first() -> None:
    rules = [
        ["<= 5", "-", "1"],
        ["> 5", "true", "2"],
        ["[1..9]", "true", "3"],
        ["> 5", "-", "4"],
        ["7", "-", "5"],
    ]
    found = checked("FIRST", ["n:number", "b:boolean"], rules)
    assert [(finding.kind, finding.rules) for finding in found] == [
        ("unreachable", (3,)),
        ("unreachable", (5,)),
    ]
    assert found[0].message == (
        "第 3 条永远轮不到：它管的情形都已由前面的第 1、2 条管到，FIRST 表只取第一条成立的规则。请调整次序，或删去这一条。"
    )
    assert checked("RULE ORDER", ["n:number", "b:boolean"], rules) == []


def test_the_last_rule_for_everything_else_is_not_dead() -> None:
    assert checked("FIRST", ["b:boolean"], [["true", "1"], ["false", "2"], ["-", "3"]]) == []


def test_any_wants_one_result() -> None:
    rules = [["<= 3", '"x"'], [">= 3", '"x"'], ["3", '"y"'], ["3", "z"]]
    found = checked("ANY", ["n:number"], rules)
    demand = "ANY 表要求同时成立的规则结果相同。"
    assert said(found) == [
        ("conflict", "error", f"第 1 条与第 3 条同时成立而结果不同，例如：n = 3；{demand}"),
        ("conflict", "error", f"第 2 条与第 3 条同时成立而结果不同，例如：n = 3；{demand}"),
    ]


@pytest.mark.parametrize(
    "cell", ["< limit", "contains(?, x)", "? > other", "[1..limit]", '< "m"', "? + 1 > 3"]
)
def test_of_opaque_cells_nothing_is_claimed(cell: str) -> None:
    rules = [[cell, "true", "1"], ["-", "true", "2"], ["-", "false", "3"]]
    assert checked("UNIQUE", ["x", "b:boolean"], rules) == []
    assert checked("UNIQUE", ["x", "b:boolean"], [rules[0], rules[2]]) == []


def test_what_surely_holds_of_opaque_rules_is_said() -> None:
    rules = [["< limit", "true", "1"], ["-", "[9..1]", "2"]]
    found = checked("FIRST", ["x:number", "b:boolean"], [rules[0]])
    assert examples(found, "gap") == [(Decimal(0), False)]
    dead = checked("COLLECT", ["x:number", "n:number"], [["< limit", "[9..1]", "2"]])
    assert [finding.kind for finding in dead] == ["unreachable"]


def test_columns_that_read_one_variable_are_not_combined() -> None:
    rules = [["< 5", "-", "1"], ["-", "> 9", "2"]]
    assert checked("UNIQUE", ["n", "n * 2"], rules) == []
    assert checked("UNIQUE", ["n.a", "n"], rules) == []
    assert [finding.kind for finding in checked("UNIQUE", ["n.a", "n.b"], rules)] == ["overlap", "gap"]
    assert [finding.kind for finding in checked("UNIQUE", ["n", "n * 2"], [["< 5", "-", "1"]])] == ["gap"]


def test_an_input_that_is_a_constant_has_one_value() -> None:
    assert checked("UNIQUE", ["true:boolean"], [["true", "1"]]) == []
    assert examples(checked("UNIQUE", ["true:boolean"], []), "gap") == [(True,)]


def test_many_faults_are_cut_short() -> None:
    rules = [["-", str(number)] for number in range(9)]
    found = checked("UNIQUE", ["n:number"], rules)
    assert [finding.rules for finding in found] == [(1, 2), (1, 3), (1, 4), (1, 5), (1, 6), ()]
    assert found[-1].message == "还有别的规则同时成立（例如第 1 条与第 7 条），先改正上面这些再检查。"


def test_findings_know_their_place() -> None:
    source = decision("d", table("UNIQUE", ["n:number"], ["o"], [["1", "1"], ["1, 2", "2"]]))
    tree = root(source.replace("<rule", "\n<rule").replace("<decisionTable", "\n<decisionTable"))
    found = check_tables(model_of(tree))
    assert [(finding.owner, finding.element, finding.line) for finding in found] == [
        ("d", "r2", 4),
        ("d", "d", 2),
    ]


def test_tables_inside_other_logic_are_checked() -> None:
    inner = table("UNIQUE", ["n:number"], ["o"], [["1", "1"], ["1", "2"], ["!= 1", "3"]])
    entries = f"<contextEntry>{inner}</contextEntry>"
    assert [f.owner for f in check_tables(model(decision("d", f"<context>{entries}</context>")))] == ["d"]
    knowledge = (
        '<businessKnowledgeModel id="k" name="k"><variable name="k"/><encapsulatedLogic>'
        f'<formalParameter name="n" typeRef="number"/>{inner}</encapsulatedLogic></businessKnowledgeModel>'
    )
    assert [f.owner for f in check_tables(model(knowledge))] == ["k"]
    assert check_tables(model(input_data("n") + decision("d", text("n")))) == []
