"""The database: one engine, instants in UTC, one transaction a command, and a read-only door for questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, TypeAlias

import orjson
from sqlalchemy import (
    Connection,
    DateTime,
    Dialect,
    Engine,
    Executable,
    MetaData,
    Table,
    create_engine,
    event,
    pool,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import OperationalError
from sqlalchemy.types import TypeDecorator

from engine.errors import Unavailable

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


# A row that has left the database: its values by column name.
Record: TypeAlias = Mapping[str, Any]


class Instant(TypeDecorator[datetime]):
    """An aware instant, kept in UTC by every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Database:
    """One database, SQLite or PostgreSQL, reached through `transaction()` and `reading()`."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _create(url)

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A connection inside one transaction: leaving normally commits, leaving by an error rolls back."""
        try:
            with self.engine.begin() as connection:
                yield connection
        except OperationalError as error:
            if error.connection_invalidated:
                raise Unavailable from error
            raise

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for questions only: it takes no write lock and is rolled back at the end."""
        with self.engine.connect().execution_options(laurel_reading=True) as connection:
            yield connection

    def create_tables(self) -> None:
        """Make all tables at once: for rehearsals and tests; a real database is made by its migrations."""
        metadata.create_all(self.engine)

    def dispose(self) -> None:
        self.engine.dispose()


def records(connection: Connection, query: Executable) -> list[Record]:
    """All rows of a query, by column name."""
    return [row._asdict() for row in connection.execute(query)]


def record(connection: Connection, query: Executable) -> Record | None:
    """The first row of a query, by column name."""
    row = connection.execute(query).first()
    return None if row is None else row._asdict()


def upsert(connection: Connection, table: Table, rows: Sequence[dict[str, Any]], keys: Sequence[str]) -> None:
    """Insert rows, or overwrite the columns of those whose `keys` exist already; one statement."""
    if not rows:
        return
    maker = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = maker(table)
    changed = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    connection.execute(statement.on_conflict_do_update(index_elements=list(keys), set_=changed), list(rows))


def _dumps(value: Any) -> str:
    return orjson.dumps(value).decode()


def _create(url: str) -> Engine:
    options: dict[str, Any] = {"json_serializer": _dumps, "json_deserializer": orjson.loads}
    if not url.startswith("sqlite"):
        # No ping before each use: a lost server empties the pool at the first error, which is answered by 503.
        return create_engine(url, pool_size=10, **options)
    if ":memory:" in url or url == "sqlite://":
        options["poolclass"] = pool.StaticPool
    engine = create_engine(url, connect_args={"check_same_thread": False, "timeout": 30}, **options)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(raw: Any, _record: Any) -> None:
    raw.isolation_level = None
    cursor = raw.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A writer announces itself at once: a deferred transaction that writes later fails without waiting.
    reading = connection.get_execution_options().get("laurel_reading")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
