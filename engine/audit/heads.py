"""The chain's head, told to the world once a day: whoever has it on paper sees if the past is rewritten."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import select

from engine.audit.sealing import head
from engine.clock import business_date
from engine.db import insert_or_skip
from engine.models import chain_head
from engine.process_engine import ProcessEngine

_TEXT = """桂冠办理记录存证

日期：{day}
序号：{number}
链值：{link}

以上是截至生成时全部办理记录的校验值。请打印存档，或寄送给不管理本系统的人。
日后核对：laurel audit verify --head {number}:{link}
"""
_NUMBER, _LINK = re.compile(r"^序号：(\d+)$", re.M), re.compile(r"^链值：([0-9a-f]{64})$", re.M)


class Head(NamedTuple):
    """What was told: the chain had so many links, and the last of them had this value."""

    where: str  # "2026-11-21", a file's name, or what the asker typed
    number: int
    link: bytes


def publish(pe: ProcessEngine, folder: Path | None = None) -> date | None:
    """Tell today's head if it has not been told, and write the newest one into `folder`; returns its day.

    Every node does this, so each has the file; the row is there once.
    """
    today = business_date(pe.now())
    newest = select(chain_head).order_by(chain_head.c.day.desc()).limit(1)
    with pe.database.reading() as connection:
        told = connection.execute(newest).first()
        number, link = head(connection)
    if number and (told is None or told.day < today):
        row = {"day": today, "number": number, "link": link, "at": pe.now()}
        with pe.database.transaction() as connection:
            connection.execute(insert_or_skip(connection, chain_head, ["day"]), row)
            told = connection.execute(newest).first()
    if told is None:
        return None
    if folder is not None:
        _write(folder, told.day, told.number, told.link)
    return told.day


def in_folder(folder: Path) -> Iterator[Head]:
    """The heads that stand in a folder's files."""
    for file in sorted(folder.glob("head-*.txt")):
        said = file.read_text(encoding="utf-8")
        number, link = _NUMBER.search(said), _LINK.search(said)
        if number and link:
            yield Head(file.name, int(number[1]), bytes.fromhex(link[1]))


def _write(folder: Path, day: date, number: int, link: bytes) -> None:
    """A whole file or none, and never one over another."""
    file = folder / f"head-{day.isoformat()}.txt"
    if file.exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    half = file.with_suffix(f".{os.getpid()}")
    half.write_text(_TEXT.format(day=day.isoformat(), number=number, link=link.hex()), encoding="utf-8")
    half.replace(file)
