"""`laurel audit`: whether the history is whole, and how long it is kept. What it prints names ids, no people."""

from __future__ import annotations

import sys
from datetime import date, datetime

import click

import assembly
from engine import audit as audits
from engine.actor import Actor
from engine.errors import Invalid
from engine.process_engine import ProcessEngine
from web import installation
from web.cases import purging
from web.cli.printing import answer, json_option, working
from web.people import accounts

_root = click.argument("case", type=int)
_reason = click.option("--reason", required=True, help="理由，写入办理记录。")
_by = click.option("--by", required=True, help="经办人的帐号。")


@click.group()
def audit() -> None:
    """办理记录的封存、核对、保存期限与销毁。"""


@audit.command()
@click.option("--head", "kept", multiple=True, metavar="序号:链值", help="纸面存证，可多次。")
@json_option
def verify(kept: tuple[str, ...], as_json: bool) -> None:
    """逐条核对办理记录；被改、被删、被插入的都指名，退出码为 1。"""
    heads = [*audits.in_folder(installation.var() / "audit"), *map(_head, kept)]
    with working("核对办理记录", as_json):
        verdict = audits.verify(_engine(), heads)
    number, link = verdict.head
    document = {
        "whole": verdict.whole,
        "sealed": verdict.sealed,
        "unsealed": verdict.unsealed,
        "purged": verdict.purged,
        "head": {"number": number, "link": link.hex()},
        "findings": [
            {"rule": f.rule, "entry": f.entry, "number": f.number, "message": f.message}
            for f in verdict.findings
        ],
        "more": verdict.more,
    }
    lines = [f.message for f in verdict.findings]
    if verdict.more:
        lines.append(f"另有 {verdict.more} 处未列出。")
    said = "完好" if verdict.whole else f"有 {len(verdict.findings) + verdict.more} 处不符"
    lines.append(
        f"已封存 {verdict.sealed} 条（其中依规销毁 {verdict.purged} 条），未封存 {verdict.unsealed} 条：{said}。"
    )
    answer(document, as_json, "\n".join([*lines, f"链头 {number}:{link.hex()}"]))
    if not verdict.whole:
        sys.exit(1)


@audit.command()
def seal() -> None:
    """立即封存并生成当日存证；平时由作业节点每几秒办理。"""
    pe = _engine()
    done = audits.seal_all(pe)
    day = audits.publish(pe, installation.var() / "audit")
    click.echo(f"封存了 {done} 条；最新存证：{day.isoformat() if day else '尚无'}。")


@audit.command()
@_root
@click.option("--until", required=True, type=click.DateTime(["%Y-%m-%d"]), help="保存到哪一天（含）。")
@_reason
@_by
def keep(case: int, until: datetime, reason: str, by: str) -> None:
    """登记案件办理记录的保存期限；只能延长。"""
    pe = _engine()
    day: date = until.date()
    audits.keep(pe, case, day, reason, _person(pe, by))
    click.echo(f"案件 {case} 保存至 {day.isoformat()}。")


@audit.command("keep-ended")
@click.argument("year", type=int)
@click.option("--years", default=10, show_default=True, help="从次年 1 月 1 日起保存多少年。")
@_reason
@_by
def keep_ended(year: int, years: int, reason: str, by: str) -> None:
    """为某年办结、还没有期限的全部案件登记保存期限。"""
    pe = _engine()
    count = audits.keep_ended(pe, year, years, reason, _person(pe, by))
    click.echo(f"{year} 年办结的 {count} 个案件保存至 {year + years}-12-31。")


@audit.command()
@_root
@_reason
@_by
def hold(case: int, reason: str, by: str) -> None:
    """暂停销毁（诉讼、异议、复查期间）。"""
    pe = _engine()
    audits.hold(pe, case, reason, _person(pe, by))
    click.echo(f"案件 {case} 已暂停销毁。")


@audit.command()
@_root
@_reason
@_by
def release(case: int, reason: str, by: str) -> None:
    """解除暂停销毁；保存期限重新起作用。"""
    pe = _engine()
    audits.release(pe, case, reason, _person(pe, by))
    click.echo(f"案件 {case} 已解除暂停销毁。")


@audit.command()
@_root
@_reason
@_by
@click.option("--witness", required=True, help="监销人的帐号，不能是经办人本人。")
@click.confirmation_option(prompt="销毁后不能恢复，确定吗？")
def purge(case: int, reason: str, by: str, witness: str) -> None:
    """销毁期满案件的办理记录；链上留下销毁记录。"""
    pe = _engine()
    count = audits.purge(pe, case, reason, _person(pe, by), _person(pe, witness))
    click.echo(f"案件 {case} 的 {count} 条办理记录已销毁。")


def _engine() -> ProcessEngine:
    url = installation.database_url()
    installation.migrate(url)
    pe = assembly.process_engine(url)
    purging.lend(pe)
    return pe


def _person(pe: ProcessEngine, name: str) -> Actor:
    with pe.database.reading() as connection:
        known = accounts.display_names(connection, [name])
    if name not in known:
        raise accounts.UnknownAccount(name=name)
    return Actor(name)


def _head(said: str) -> audits.Head:
    number, _, link = said.partition(":")
    try:
        found = audits.Head("命令行", int(number), bytes.fromhex(link))
    except ValueError:
        found = audits.Head("", 0, b"")
    if len(found.link) != 32:
        raise Invalid({"head": f"“{said}”不是存证；请照抄“序号:链值”，链值为 64 位十六进制。"})
    return found
