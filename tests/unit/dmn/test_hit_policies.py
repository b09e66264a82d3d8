"""Each hit policy, with the rules it reports."""

from __future__ import annotations

from typing import Any

import pytest

from engine.dmn import DmnError, MatchedRule
from engine.feel import Environment

from .helpers import decide, decision, model, table

RULES = [["< 10", '"low"', "1"], ["[5..20]", '"middle"', "2"], ["> 15", '"high"', "3"]]
LEVELS = 'level:string:"high","middle","low"'


def run(policy: str, amount: Any, outputs: list[str], rules: list[list[str]], extra: str = "") -> Any:
    return decide(model(decision("d", table(policy, ["amount"], outputs, rules, extra))), "d", amount=amount)


def first_outputs(rules: list[list[str]]) -> list[list[str]]:
    return [[rule[0], rule[1]] for rule in rules]


def numbers(rules: list[list[str]]) -> list[list[str]]:
    return [[rule[0], rule[2]] for rule in rules]


def test_unique_gives_the_rule_and_reports_it() -> None:
    result = run("UNIQUE", 3, ["level", "rank"], RULES)
    assert result.value == {"level": "low", "rank": 1}
    assert result.matched == [
        MatchedRule("d", 1, "r1", {"amount": 3}, {"level": "low", "rank": 1}),
    ]


def test_unique_with_two_rules_names_them() -> None:
    with pytest.raises(DmnError, match="第 1 条（r1）、第 2 条（r2）") as caught:
        run("UNIQUE", 7, ["level"], first_outputs(RULES))
    assert caught.value.findings[0].element == "d"


def test_unique_without_a_rule_is_null() -> None:
    result = run("UNIQUE", None, ["level"], first_outputs(RULES))
    assert (result.value, result.matched) == (None, [])


def test_the_policy_is_unique_when_none_is_written() -> None:
    source = decision("d", table("UNIQUE", ["amount"], ["level"], first_outputs(RULES)))
    found = model(source.replace('hitPolicy="UNIQUE"', ""))
    assert decide(found, "d", amount=30).value == "high"


def test_first() -> None:
    result = run("FIRST", 7, ["level"], first_outputs(RULES))
    assert (result.value, [rule.index for rule in result.matched]) == ("low", [1])


def test_any_wants_equal_outputs() -> None:
    same = [["< 10", '"x"'], ["< 20", '"x"']]
    result = run("ANY", 7, ["level"], same)
    assert (result.value, [rule.index for rule in result.matched]) == ("x", [1, 2])
    with pytest.raises(DmnError, match="结果却不同"):
        run("ANY", 7, ["level"], first_outputs(RULES))


def test_priority_and_output_order_follow_the_output_values() -> None:
    best = run("PRIORITY", 17, [LEVELS], first_outputs(RULES))
    assert (best.value, [rule.index for rule in best.matched]) == ("high", [3])
    assert run("OUTPUT ORDER", 7, [LEVELS], first_outputs(RULES)).value == ["middle", "low"]


def test_rule_order_and_collect_list_the_outputs() -> None:
    assert run("RULE ORDER", 7, ["level"], first_outputs(RULES)).value == ["low", "middle"]
    assert run("COLLECT", 7, ["level"], first_outputs(RULES)).value == ["low", "middle"]
    assert run("COLLECT", None, ["level"], first_outputs(RULES)).value == []
    assert run("COLLECT", 7, ["level", "rank"], RULES).value == [
        {"level": "low", "rank": 1},
        {"level": "middle", "rank": 2},
    ]


@pytest.mark.parametrize(
    ("aggregation", "expected", "nothing"),
    [("SUM", 3, None), ("MIN", 1, None), ("MAX", 2, None), ("COUNT", 2, 0)],
)
def test_collect_aggregates(aggregation: str, expected: int, nothing: int | None) -> None:
    extra = f'aggregation="{aggregation}"'
    assert run("COLLECT", 7, ["rank"], numbers(RULES), extra).value == expected
    assert run("COLLECT", None, ["rank"], numbers(RULES), extra).value == nothing


def test_default_outputs_hold_when_nothing_matches() -> None:
    source = decision("d", table("UNIQUE", ["amount"], ["level"], [["1", '"one"']]))
    default = '<output name="level" typeRef=""><defaultOutputEntry><text>"none"</text></defaultOutputEntry>'
    found = model(source.replace('<output name="level" typeRef="">', default))
    assert [decide(found, "d", amount=n).value for n in (1, 2)] == ["one", "none"]


def test_empty_cells_and_dashes_pass_everything() -> None:
    rules = [["", "-", '"a"']]
    found = model(decision("d", table("UNIQUE", ["x", "y"], ["level"], rules)))
    assert decide(found, "d", x=None, y=5).value == "a"


def test_inputs_and_outputs_are_coerced() -> None:
    rules = [["> 1", '["a"]']]
    found = model(decision("d", table("UNIQUE", ["x:number"], ["level:string"], rules)))
    assert decide(found, "d", x=[2]).value == "a"
    assert decide(found, "d", x="2").value is None


def test_an_output_outside_its_values_is_null_with_a_reason() -> None:
    found = model(decision("d", table("UNIQUE", ["x"], [LEVELS], [["-", '"huge"']])))
    env = Environment()
    assert found.evaluate("d", {"x": 1}, env).value is None
    assert env.problems == ["决策表的输出“level”的值不在允许的范围内"]
