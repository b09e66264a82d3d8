"""`laurel feel` and `decide`: evaluate, decide."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import orjson

from engine.clock import SystemClock
from engine.dmn import DmnError, evaluate_recorded
from engine.dmn import load as load_dmn
from engine.feel import Environment, FeelError, compile, from_json, to_json
from engine.feel.types import type_name
from engine.functions import calendar_functions
from engine.xml import parse_xml
from web.cli.calendars import current_calendar
from web.cli.printing import answer, json_option


@click.command()
@click.argument("expression")
@click.option("--context", default="{}", help="变量，JSON。")
@json_option
def feel(expression: str, context: str, as_json: bool) -> None:
    """计算一个 FEEL 表达式。"""
    try:
        compiled = compile(expression.removeprefix("="))
        value = compiled.evaluate(_json(context), _environment())
    except FeelError as error:
        answer({"error": str(error)}, as_json, f"错误：{error}")
        raise SystemExit(1) from None
    document = {"value": to_json(value), "type": compiled.type or type_name(value)}
    answer(document, as_json, orjson.dumps(document["value"]).decode())


@click.command()
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.argument("decision")
@click.option("--input", "given", default="{}", help="输入，JSON。")
@json_option
def decide(file: Path, decision: str, given: str, as_json: bool) -> None:
    """用一个决策表作一次决定，并说明各张表的哪几条规则成立。"""
    try:
        _decide(file, decision, given, as_json)
    except (DmnError, FeelError) as error:
        answer({"error": str(error)}, as_json, f"错误：{error}")
        raise SystemExit(1) from None


def _decide(file: Path, decision: str, given: str, as_json: bool) -> None:
    model = load_dmn(parse_xml(file.read_bytes(), file.name))
    found = evaluate_recorded(model, decision, _json(given), _environment())
    record = found.record
    matched = [
        {"decision": table["decision"], "rule": rule["index"], "id": rule["id"]}
        for table in record["tables"]
        for rule in table["rules"]
    ]
    parts = {name: record[name] for name in ("tables", "problems", "cut")}
    document = {"value": to_json(found.value), "matched": matched, **parts}
    answer(document, as_json, "\n".join(_told(document)))


def _told(document: dict[str, Any]) -> Iterator[str]:
    """The decision in lines: each table with the rules that counted, the result, why something is null."""
    for table in document["tables"]:
        yield f"决策表“{table['name']}”（{table['decision']}）：{'' if table['rules'] else '没有规则成立'}"
        for rule in table["rules"]:
            note = f"  {rule['note']}" if rule["note"] else ""
            yield f"  第 {rule['index']} 条成立（{rule['id'] or '无编号'}）{note}"
    yield f"结果：{orjson.dumps(document['value'], option=orjson.OPT_INDENT_2).decode()}"
    yield from (f"空值的原因：{problem}" for problem in document["problems"])
    yield from document["cut"]


def _environment() -> Environment:
    return Environment(now=SystemClock().now(), functions=calendar_functions(current_calendar()))


def _json(text: str) -> dict[str, Any]:
    """A context given as an argument, as FEEL values."""
    try:
        given = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise click.BadParameter(f"“{text}”不是 JSON：{error}") from None
    if not isinstance(given, dict):
        raise click.BadParameter(f'“{text}”应是一个 JSON 对象，如 {{"amount": 3}}。')
    return dict(from_json(given))
