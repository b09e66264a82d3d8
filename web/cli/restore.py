"""`laurel restore`: an installation as a backup found it, checked before and after."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from web import backups, installation
from web.cli.printing import answer, json_option, working


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="数据库里已有数据时覆盖它；SQLite 的旧文件改名保留。")
@json_option
def restore(folder: Path, replace: bool, as_json: bool) -> None:
    """从备份恢复；先停止所有节点。恢复后核对办理记录，不符时退出码为 1。"""
    with working("恢复", as_json):
        done = backups.restore(installation.database_url(), folder, replace=replace)
    verdict = done.verdict
    document = {
        "made_at": done.made_at,
        "files": done.files,
        "timers": done.timers,
        "overdue": done.overdue,
        "sealed": verdict.sealed,
        "unsealed": verdict.unsealed,
        "whole": verdict.whole,
        "aside": str(done.aside) if done.aside else None,
    }
    said = [
        f"已恢复 {done.made_at} 的备份：{done.files} 个文件，{done.timers} 个定时器"
        f"（其中 {done.overdue} 个已到期，启动后各办一次）。",
        f"办理记录已封存 {verdict.sealed} 条，未封存 {verdict.unsealed} 条："
        + ("完好。" if verdict.whole else "有不符，请运行 laurel audit verify 查看。"),
    ]
    if done.aside:
        said.append(f"原来的数据库改名为 {done.aside}。")
    answer(document, as_json, "\n".join(said))
    if not verdict.whole:
        sys.exit(1)
