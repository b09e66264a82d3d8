"""`laurel case-file`: one whole case as a PDF, for the archive."""

from __future__ import annotations

from pathlib import Path

import click

import assembly
from engine.actor import Actor
from engine.errors import NotFound
from engine.queries import cases
from engine.vocabulary import kind_of
from web import installation
from web.cases import file as casefile
from web.cli.printing import answer, json_option, working

WHO = Actor("command-line", admin=True)


@click.command("case-file")
@click.argument("key")
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="写到这个文件。")
@json_option
def case_file(key: str, out: Path, as_json: bool) -> None:
    """把一个案件整理成宗卷（PDF）；KEY 是案号，同号的取最近一件。"""
    url = installation.database_url()
    installation.migrate(url)
    pe = assembly.process_engine(url)
    with working("制卷", as_json):
        with pe.database.reading() as connection:
            found = cases.by_keys(connection, WHO, {key})
            row = cases.one(connection, WHO, found[key]) if key in found else None
        if row is None:
            raise NotFound(what=f"案号为“{key}”的案件")
        paper = casefile.paper(pe, {**row, "staff": True, "kind": kind_of(row["process_id"])}, WHO)
    out.write_bytes(paper)
    document = {"case": row["id"], "key": key, "file": str(out), "bytes": len(paper)}
    answer(document, as_json, f"宗卷已写到 {out}（{len(paper) // 1024 + 1} KB）。")
