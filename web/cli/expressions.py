"""`laurel calendar`, `feel` and `decide`: count, evaluate, decide."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click
import orjson
import yaml

from engine.actor import Actor
from engine.calendar import Calendar, Day, announced
from engine.clock import SystemClock
from engine.commands import calendar as calendar_commands
from engine.dmn import DmnError, evaluate_recorded
from engine.dmn import load as load_dmn
from engine.feel import Environment, FeelError, compile, from_json, to_json
from engine.feel.types import type_name
from engine.functions import calendar_functions
from engine.xml import parse_xml
from web import installation
from web.cli.printing import answer, json_option
from web.serve import prepare

SQLITE = "sqlite:///"


@click.group()
def calendar() -> None:
    """工作日：数期限，看和录入放假安排。"""


@calendar.command()
@click.argument("start")
@click.argument("n", type=int)
@click.option("--unit", type=click.Choice(["working", "calendar"]), default="working")
@click.option("--count-first-day", is_flag=True, help="起始日也算一天。")
@json_option
def after(start: str, n: int, unit: str, count_first_day: bool, as_json: bool) -> None:
    """从某日起数 N 个工作日：laurel calendar after 2025-09-30 5。"""
    days, day = _calendar(), _day(start)
    if unit == "working":
        period = days.after(day, n, count_first_day=count_first_day)
    else:
        period = days.calendar_days_after(day, n)
    status = "确定" if period.status == "confirmed" else "推定（所在年份的放假安排尚未录入）"
    document = {
        "last_day": period.last_day.isoformat(),
        "next_working_day": period.next_working_day.isoformat(),
        "status": period.status,
        "days": [d.isoformat() for d in period.days],
        "edition": period.edition,
    }
    text = f"最后一天 {period.last_day}，其后第一个工作日 {period.next_working_day}，{status}。"
    answer(document, as_json, text)


@calendar.command()
@click.argument("year", type=int)
@json_option
def show(year: int, as_json: bool) -> None:
    """一年的放假和调休上班。"""
    days = _calendar().days(date(year, 1, 1), date(year, 12, 31))
    special = [d for d in days if d.kind in ("holiday", "makeup")]
    document = [
        {
            "date": d.date.isoformat(),
            "working": d.working,
            "kind": d.kind,
            "name": d.name,
            "status": "confirmed" if d.confirmed else "provisional",
        }
        for d in special
    ]
    lines = [_special(d) for d in special]
    answer(document, as_json, "\n".join(lines))


@calendar.command("load")
@click.argument("file", type=click.Path(exists=True, path_type=Path))
def load_year(file: Path) -> None:
    """录入一份已公布的放假安排（YAML）。"""
    pe = prepare(installation.database_url())
    notice = yaml.safe_load(file.read_text(encoding="utf-8"))
    edition = calendar_commands.load(pe, notice, Actor("command-line", admin=True))
    click.echo(f"已录入，第 {edition} 版。")


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


def _special(day: Day) -> str:
    said = f"{day.date} {'班' if day.working else '休'} {day.name or ''}".rstrip()
    return said if day.confirmed else f"{said}（推定）"


def _environment() -> Environment:
    return Environment(now=SystemClock().now(), functions=calendar_functions(_calendar()))


def _calendar() -> Calendar:
    """The years this installation has been told, or, before there is one, those that Laurel comes with."""
    url = installation.database_url()
    if url.startswith(SQLITE) and not Path(url.removeprefix(SQLITE)).exists():
        return announced()
    pe = prepare(url)
    with pe.database.reading() as connection:
        return pe.calendar(connection)


def _json(text: str) -> dict[str, Any]:
    """A context given as an argument, as FEEL values."""
    try:
        given = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise click.BadParameter(f"“{text}”不是 JSON：{error}") from None
    if not isinstance(given, dict):
        raise click.BadParameter(f'“{text}”应是一个 JSON 对象，如 {{"amount": 3}}。')
    return dict(from_json(given))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"“{text}”不是日期，请写成 2025-09-30。") from None
