"""`laurel backup`: a consistent copy of everything, while everybody goes on working."""

from __future__ import annotations

from pathlib import Path

import click

from web import backups, installation
from web.cli.printing import answer, json_option, working


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@json_option
def backup(folder: Path, as_json: bool) -> None:
    """备份数据库和保存的文件到一个新文件夹；不必停止服务。

    备份里有全部业务数据，请像数据库一样保管，并在别处另存一份。
    """
    with working("备份", as_json):
        taken = backups.take(installation.database_url(), folder)
    document = {"folder": str(folder), "files": taken.files, "bytes": taken.bytes, "chain": taken.chain}
    said = f"已备份到 {folder}：{taken.files} 个文件，{taken.bytes} 字节，办理记录链到第 {taken.chain} 环。"
    answer(document, as_json, said)
