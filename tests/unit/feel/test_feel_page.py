"""The owners' page on FEEL says nothing that is not so: every example is evaluated, every function is named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from engine.calendar import announced
from engine.feel import Environment, compile, limits
from engine.feel.builtins import BUILTINS
from engine.feel.values import kind
from engine.functions import calendar_functions

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "feel.md").read_text(encoding="utf-8")
NOW = datetime.fromisoformat("2026-03-02T09:00:00+08:00")
LENT = calendar_functions(announced())
WORKED = re.compile(r"```feel\n(.*?)```", re.DOTALL)


def evaluated(source: str, context: dict[str, Any] | None = None) -> Any:
    expression = compile(source, context or {})
    return expression.evaluate(context or {}, Environment(NOW, LENT))


def comparable(value: Any) -> Any:
    """Values with their kinds, so that 1 is not true and an instant is not a date."""
    if isinstance(value, list):
        return [comparable(item) for item in value]
    if isinstance(value, dict):
        return {key: comparable(item) for key, item in value.items()}
    if isinstance(value, datetime | time) and not isinstance(value, date):
        return kind(value), value, value.tzinfo
    return kind(value), value


def rows() -> Iterator[list[str]]:
    """The cells of all table rows of the page."""
    for line in PAGE.split("\n"):
        if line.startswith("| ") and not set(line) <= set("|- "):
            yield [cell.strip() for cell in line.strip("|").split(" | ")]


def examples() -> list[tuple[str, str]]:
    """Example and result, from every table whose last columns are 例 and 结果."""
    found, inside = [], False
    for line in PAGE.split("\n"):
        cells = [cell.strip() for cell in line.strip("| ").split(" | ")]
        if not line.startswith("|"):
            inside = False
        elif cells[-2:] == ["例", "结果"]:
            inside = True
        elif inside and not set(line) <= set("|- "):
            assert all(re.fullmatch(r"`[^`]+`", cell) for cell in cells[-2:]), line
            found.append((cells[-2].strip("`"), cells[-1].strip("`")))
    return found


def worked() -> list[tuple[dict[str, str], str, str]]:
    """Variables, expression and result of the worked examples."""
    found = []
    for block in WORKED.findall(PAGE):
        lines = block.strip().split("\n")
        given = dict(line.split(" = ", 1) for line in lines[:-2])
        assert [line[:2] for line in lines[-2:]] == ["= ", "→ "], block
        found.append((given, lines[-2][2:], lines[-1][2:]))
    return found


def named() -> set[tuple[str, tuple[str, ...]]]:
    """Functions and their parameters as the tables name them."""
    return {
        (form[1], tuple(part.strip() for part in form[2].split(",") if part.strip()))
        for cells in rows()
        if (form := re.fullmatch(r"`([a-z][a-z0-9 ]*)\(([^)]*)\)`", cells[0]))
    }


@pytest.mark.parametrize(("source", "result"), examples())
def test_example(source: str, result: str) -> None:
    assert comparable(evaluated(source)) == comparable(evaluated(result))


@pytest.mark.parametrize(("given", "source", "result"), worked())
def test_worked_example(given: dict[str, str], source: str, result: str) -> None:
    context = {name: evaluated(text) for name, text in given.items()}
    assert comparable(evaluated(source, context)) == comparable(evaluated(result))


def test_there_are_ten_worked_examples_that_cite_articles() -> None:
    heads = re.findall(r"^\*\*(\d+)\. .*（(J-[^）]+)）", PAGE, re.MULTILINE)
    assert [int(number) for number, _ in heads] == list(range(1, 11))
    assert len(worked()) >= 10
    assert len(examples()) > 150


def test_every_function_is_on_the_page_with_the_names_of_its_parameters() -> None:
    assert {name for name, _ in named()} == {*BUILTINS, *LENT}
    forms = {
        name: [
            [parameter.name for parameter in overload.signature.parameters] for overload in entry.overloads
        ]
        for name, entry in BUILTINS.items()
    } | {name: [list(function.parameters)] for name, function in LENT.items()}
    wrong = [
        (name, parameters)
        for name, parameters in named()
        if [parameter.rstrip("?.") for parameter in parameters] not in forms[name]
    ]
    assert wrong == []


def test_the_bounds_are_those_of_the_evaluator() -> None:
    told = {cells[0]: int(found[0]) for cells in rows() if (found := re.match(r"\d+", cells[-1]))}
    assert told == {
        "一个表达式的长度": limits.SOURCE_CHARACTERS,
        "嵌套": limits.NESTING,
        "一次计算": limits.STEPS,
        "自己定义的函数互相调用": limits.CALL_DEPTH,
        "一段文字": limits.STRING_CHARACTERS,
        "一个列表": limits.LIST_ITEMS,
        "数字": limits.DIGITS,
    }
