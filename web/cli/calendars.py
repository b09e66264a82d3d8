"""`laurel calendar`: count days, show years; enter, confirm, preview and publish editions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click
from sqlalchemy import select

from engine.actor import Actor
from engine.calendar import Calendar, Day, after_answer, announced, read_entered
from engine.calendar.notice import file_lines
from engine.clock import SHANGHAI
from engine.commands import calendar as commands
from engine.db import Record
from engine.process_engine import ProcessEngine
from engine.queries import calendar as queries
from engine.retiming import Move
from web import installation
from web.cli.printing import answer, json_option
from web.models import account as account_table
from web.people import accounts
from web.serve import prepare

SQLITE = "sqlite:///"
STATES = {"entered": "待复核", "confirmed": "待发布", "published": "已发布", "withdrawn": "已撤回"}
_number = click.argument("number", type=int)
_file = click.argument("file", type=click.Path(exists=True, path_type=Path))
_by = click.option("--by", required=True, help="经办人的帐号；录入和复核须是两个人。")


@click.group()
def calendar() -> None:
    """工作日：数期限，看年历，录入、复核、预览和发布放假安排。"""


@calendar.command()
@click.argument("start")
@click.argument("n", type=int)
@click.option("--unit", type=click.Choice(["working", "calendar"]), default="working")
@click.option("--count-first-day", is_flag=True, help="起始日也算一天。")
@json_option
def after(start: str, n: int, unit: Any, count_first_day: bool, as_json: bool) -> None:
    """从某日起数 N 个工作日：laurel calendar after 2025-09-30 5。"""
    document = after_answer(current_calendar(), _day(start), n, unit, count_first_day)
    status = "确定" if document["status"] == "confirmed" else "推定（所在年份的放假安排尚未录入）"
    first = document["next_working_day"]
    answer(document, as_json, f"最后一天 {document['last_day']}，其后第一个工作日 {first}，{status}。")


@calendar.command()
@click.argument("start")
@click.argument("end")
@json_option
def between(start: str, end: str, as_json: bool) -> None:
    """某日之后到某日为止有几个工作日：laurel calendar between 2026-04-29 2026-05-09。"""
    period = current_calendar().period_between(_day(start), _day(end))
    document = {"working_days": period.n, "status": period.status, "edition": period.edition}
    certain = "" if period.status == "confirmed" else "（推定：有的日子放假安排尚未录入）"
    answer(document, as_json, f"{start} 之后到 {end} 为止有 {period.n} 个工作日{certain}。")


@calendar.command()
@click.argument("year", type=int)
@json_option
def show(year: int, as_json: bool) -> None:
    """一年的放假和调休上班。"""
    days = current_calendar().days(date(year, 1, 1), date(year, 12, 31))
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
    answer(document, as_json, "\n".join(map(_special, special)))


@calendar.command()
@click.option("--year", help="只看某一年的，如 2027。")
@json_option
def editions(year: str | None, as_json: bool) -> None:
    """录入过的各版：谁录入、谁复核、何时发布。"""
    pe = prepare(installation.database_url())
    with pe.database.reading() as connection:
        rows = queries.editions(connection, subject=year)
    answer([_document(row) for row in rows], as_json, "\n".join(map(_told, rows)) or "还没有录入过。")


@calendar.command()
@_file
@_by
@json_option
def enter(file: Path, by: str, as_json: bool) -> None:
    """第一次录入一份放假安排或停办日（YAML）；有问题的按行指出。"""
    pe, (content, _) = prepare(installation.database_url()), _read(file)
    lines = file_lines(file.read_bytes())
    number = commands.enter(pe, content, _actor(pe, by), file=file.name, lines=lines)
    answer(
        {"edition": number},
        as_json,
        f"已录入第 {number} 版，请另一人复核：laurel calendar confirm {number}。",
    )


@calendar.command()
@_number
@click.option("--file", type=click.Path(exists=True, path_type=Path), help="另一人独立录入的一份。")
@click.option("--read", is_flag=True, help="不再录入，已对照通知原文核对无误。")
@_by
@json_option
def confirm(number: int, file: Path | None, read: bool, by: str, as_json: bool) -> None:
    """由另一个人复核：再录一份（--file），或对照原文（--read）。"""
    if (file is None) != read:
        raise click.UsageError("请写 --file 文件 或 --read，两者择一。")
    pe = prepare(installation.database_url())
    actor = _actor(pe, by)
    if file is None:
        commands.confirm(pe, number, actor)
    else:
        content, _ = _read(file)
        commands.confirm(pe, number, actor, content, file=file.name, lines=file_lines(file.read_bytes()))
    answer({"edition": number, "status": "confirmed"}, as_json, f"第 {number} 版已复核，可以发布。")


@calendar.command()
@_number
@_by
@json_option
def preview(number: int, by: str, as_json: bool) -> None:
    """发布后会变的每一个日期，发布前先看。"""
    pe = prepare(installation.database_url())
    found = commands.preview(pe, number, _actor(pe, by))
    answer(_moves(found), as_json, _listed(found, "会"))


@calendar.command()
@_number
@_by
@json_option
def publish(number: int, by: str, as_json: bool) -> None:
    """发布：立即生效，在办的定时和期限随之重算。"""
    pe = prepare(installation.database_url())
    found = commands.publish(pe, number, _actor(pe, by))
    answer(_moves(found), as_json, f"第 {number} 版已发布。{_listed(found, '已')}")


@calendar.command()
@_number
@_by
@json_option
def withdraw(number: int, by: str, as_json: bool) -> None:
    """撤回还没有发布的一版。"""
    pe = prepare(installation.database_url())
    commands.withdraw(pe, number, _actor(pe, by))
    answer({"edition": number, "status": "withdrawn"}, as_json, f"第 {number} 版已撤回。")


def current_calendar() -> Calendar:
    """The years this installation has been told, or, before there is one, those that Laurel comes with."""
    url = installation.database_url()
    if url.startswith(SQLITE) and not Path(url.removeprefix(SQLITE)).exists():
        return announced()
    pe = prepare(url)
    with pe.database.reading() as connection:
        return pe.calendar(connection)


def _read(file: Path) -> tuple[dict[str, Any], Any]:
    return read_entered(file.read_bytes(), file.name)


def _actor(pe: ProcessEngine, name: str) -> Actor:
    """The person who acts. Raises UnknownAccount."""
    with pe.database.reading() as connection:
        row = connection.execute(select(account_table).where(account_table.c.name == name)).first()
    if row is None or row.disabled:
        raise accounts.UnknownAccount(name=name)
    return accounts.of_row(row).actor


def _document(row: Record) -> dict[str, Any]:
    names = ("subject", "title", "number", "link", "status", "entered_by", "confirmed_by", "published_by")
    times = {name: row[name].isoformat() if row[name] else None for name in ("entered_at", "published_at")}
    return {"edition": row["id"], **{name: row[name] for name in names}, **times, "outcome": row["outcome"]}


def _told(row: Record) -> str:
    people = f"{row['entered_by']} 录入" + (f"，{row['confirmed_by']} 复核" if row["confirmed_by"] else "")
    subject = "停办日" if row["subject"] == queries.CLOSURES else f"{row['subject']} 年"
    return f"第 {row['id']} 版 {subject} {STATES[row['status']]} {row['title']}（{people}）"


def _moves(found: Sequence[Move]) -> list[dict[str, Any]]:
    return [{"case": m.root_id, "what": m.what, "element": m.element, **m.facts} for m in found]


def _listed(found: Sequence[Move], will: str) -> str:
    if not found:
        return f"没有在办的日期{will}受影响。"
    lines = [f"{len(found)} 个在办的日期{will}受影响："]
    for m in found:
        old, new = (d.astimezone(SHANGHAI).date() for d in (m.old, m.new))
        note = "，已告知的日期不提前" if m.kept else "" if m.moved else "，由推定转为确定"
        lines.append(f"  案件 {m.root_id or '—'}　{m.element or '—'}　{old} → {new}{note}")
    return "\n".join(lines)


def _special(day: Day) -> str:
    said = f"{day.date} {'班' if day.working else '休'} {day.name or ''}".rstrip()
    return said if day.confirmed else f"{said}（推定）"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"“{text}”不是日期，请写成 2025-09-30。") from None
