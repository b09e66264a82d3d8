"""SQLite's own online copy: consistent while others go on writing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from web.backups.errors import BackupRefused

FILE = "database.sqlite"


def dump(source: Path, folder: Path) -> None:
    """Copy the database as it stands at one moment into `folder`."""
    if not source.exists():
        raise BackupRefused(reason=f"没有数据库文件 {source}；请先运行 laurel init。")
    with closing(sqlite3.connect(source)) as theirs, closing(sqlite3.connect(folder / FILE)) as ours:
        theirs.backup(ours)


def is_empty(target: Path) -> bool:
    """Whether nothing would be lost by writing there."""
    if not target.exists():
        return True
    with closing(sqlite3.connect(target)) as connection:
        return connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)


def is_in_use(target: Path) -> bool:
    """Whether another process has this file open."""
    with closing(sqlite3.connect(target, timeout=0)) as connection:
        try:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            return True
    return False


def set_aside(target: Path, suffix: str) -> Path:
    """Give the old database another name; whole, with what its log still holds."""
    aside = target.with_name(f"{target.name}.{suffix}")
    with closing(sqlite3.connect(target)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode = DELETE")
    target.rename(aside)
    return aside


def load(folder: Path, target: Path) -> None:
    """Make the backup the database at `target`, all at once."""
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_name(f"{target.name}.half")
    half.unlink(missing_ok=True)
    with closing(sqlite3.connect(folder / FILE)) as theirs, closing(sqlite3.connect(half)) as ours:
        theirs.backup(ours)
    for stale in ("-wal", "-shm"):
        target.with_name(target.name + stale).unlink(missing_ok=True)
    half.replace(target)
