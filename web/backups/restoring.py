"""Put a backup back: checked first, then everything at once, then the tables brought up to date and verified."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, make_url, select

import assembly
from engine import audit
from engine.clock import SystemClock
from engine.db import Database
from engine.models import job
from web import installation
from web.backups import manifest, postgresql, sqlite
from web.backups.errors import BackupRefused
from web.backups.taking import FOLDERS
from web.files import stores

KINDS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass(frozen=True, slots=True)
class Restored:
    """What stands after a restoration."""

    made_at: str
    files: int
    timers: int  # that wait
    overdue: int  # of these: fell due in the meantime, each is done once
    verdict: audit.Verdict
    aside: Path | None  # where the old database lies, if there was one


def restore(url: str, folder: Path, *, replace: bool = False) -> Restored:
    """Restore an installation from a backup; with `replace` over one that has data.

    Raises BackupDamaged, BackupRefused (other kind of database, newer tables, data or other programs there).
    """
    kept = manifest.read(folder)
    kind = make_url(url).get_backend_name()
    if kind != kept.database:
        said = f"这份备份来自 {KINDS.get(kept.database, kept.database)}，不能恢复到 {KINDS[kind]}。"
        raise BackupRefused(reason=said)
    if not installation.knows(kept.revision):
        said = f"这份备份的表结构（{kept.revision}）比本程序新；请先升级程序。"
        raise BackupRefused(reason=said)
    aside = None
    if kind == "sqlite":
        aside = _load_sqlite(url, folder, replace)
    else:
        _load_postgresql(url, folder, replace)
    files = sum(_copy(folder / name, installation.var() / name) for name in FOLDERS)
    _hand_over_uploads()
    installation.migrate(url)
    return _look(url, kept, files, aside)


def _load_sqlite(url: str, folder: Path, replace: bool) -> Path | None:
    target, aside = Path(make_url(url).database or ""), None
    if target.exists():
        if sqlite.is_in_use(target):
            raise BackupRefused(reason=f"{target} 正在使用；请先停止桂冠的所有进程。")
        if not sqlite.is_empty(target):
            _may_replace(str(target), replace)
            aside = sqlite.set_aside(target, f"{SystemClock().now():%Y%m%dT%H%M%S}.old")
    sqlite.load(folder, target)
    return aside


def _load_postgresql(url: str, folder: Path, replace: bool) -> None:
    database = Database(url)
    try:
        with database.reading() as connection:
            others, empty = postgresql.others(connection), postgresql.is_empty(connection)
        if others:
            raise BackupRefused(reason=f"还有 {others} 个程序连着数据库；请先停止所有节点。")
        if not empty:
            _may_replace(make_url(url).database or "", replace)
            postgresql.clear(database)
        with database.reading() as connection:
            postgresql.load(connection, url, folder)
    finally:
        database.dispose()


def _may_replace(where: str, replace: bool) -> None:
    if not replace:
        said = f"数据库 {where} 里已有数据，没有恢复任何内容。确定要覆盖，请先备份它，再加 --replace。"
        raise BackupRefused(reason=said)


def _copy(source: Path, target: Path) -> int:
    """Copy every file of a folder, each whole or not at all; returns how many."""
    copied = 0
    for path in sorted(p for p in source.rglob("*") if p.is_file()):
        place = target / path.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        half = place.with_name(f"{place.name}.half")
        shutil.copy2(path, half)
        half.replace(place)
        copied += 1
    return copied


def _hand_over_uploads() -> None:
    """What was uploaded goes where this installation keeps it; the folder serves as it is. Raises StoreAway."""
    store, copy = stores.chosen(), stores.folder()
    if isinstance(store, stores.Folder):
        return
    for digest in copy.digests():
        place = copy.place(digest)
        with place.open("rb") as file:
            store.put(digest, file, place.stat().st_size)
        place.unlink()


def _look(url: str, kept: manifest.Manifest, files: int, aside: Path | None) -> Restored:
    """Verify the chain against what the backup says of it, and count what waits."""
    pe = assembly.process_engine(url)
    number, link = kept.chain
    told = [audit.Head("备份清单", number, bytes.fromhex(link))] if number else []
    waiting = select(func.count()).select_from(job).where(job.c.kind == "timer", job.c.status == "ready")
    try:
        verdict = audit.verify(pe, told)
        with pe.database.reading() as connection:
            timers = connection.execute(waiting).scalar_one()
            overdue = connection.execute(waiting.where(job.c.due_at <= pe.now())).scalar_one()
    finally:
        pe.database.dispose()
    return Restored(kept.made_at, files, timers, overdue, verdict, aside)
