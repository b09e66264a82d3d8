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
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DataError, DBAPIError, OperationalError
from sqlalchemy.types import TypeDecorator

from engine.errors import Conflict, LaurelError, StorageFull, Unavailable, Unstorable

Insert: TypeAlias = sqlite.Insert | postgresql.Insert

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


# What databases say that is no fault of the program, in their own codes.
_RACES = ("40P01", "40001")  # deadlock, serialization failure
_UNSTORABLE = (
    "22001",
    "22003",
    "22021",
    None,
)  # too long, too large, bad character; None: psycopg's own (NUL)
_FULL = ("53100", 13)  # disk full, in PostgreSQL's words and in SQLite's
_SQLITE_UNAVAILABLE = (5, 6, 10, 14)  # busy, locked, input or output, cannot open
_PRAGMAS = (
    *("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"),
    "cache_size=-32768",  # KiB; lists of many tasks read wide rows
)
_ALONE = text("SELECT pg_advisory_xact_lock(hashtextextended(:what, 0))")
_BESIDE = text("SELECT pg_advisory_xact_lock_shared(hashtextextended(:what, 0))")

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
        """A connection inside one transaction: leaving normally commits, leaving by an error rolls back.

        Raises Unavailable, StorageFull, Conflict (a deadlock was broken), Unstorable for what it refuses.
        """
        with _told(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for questions only: it takes no write lock, and nothing of it stays.

        PostgreSQL refuses writes here, so it may end by COMMIT: at a ROLLBACK the driver forgets every
        statement that it has prepared, and all commands after it would be parsed and planned anew.
        """
        options = {"laurel_reading": True, "postgresql_readonly": True}
        with _told(), self.engine.connect().execution_options(**options) as connection:
            yield connection
            if not self.is_sqlite:
                connection.commit()

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
    statement = _insert(connection, table)
    changed = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    connection.execute(statement.on_conflict_do_update(index_elements=list(keys), set_=changed), list(rows))


def insert_or_skip(connection: Connection, table: Table, keys: Sequence[str]) -> Insert:
    """An insert that writes (and returns) no row if there is one with these `keys`."""
    return _insert(connection, table).on_conflict_do_nothing(index_elements=list(keys))


def _insert(connection: Connection, table: Table) -> Insert:
    return (sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert)(table)


def one_at_a_time(connection: Connection, *what: str) -> None:
    """From here to its end only this transaction may pass here with the same words; others wait.

    It closes the gap between looking for a row and writing one that must not be there twice. SQLite has
    one writer at a time anyway. Take it after the root's row, and nobody's root after it.
    """
    if connection.dialect.name != "sqlite":
        connection.execute(_ALONE, {"what": "\x1f".join(what)})


def side_by_side(connection: Connection, *what: str) -> None:
    """As `one_at_a_time`, but those who come this way pass together: only they and the lone ones wait.

    A transaction that needs both ways takes the lone one only.
    """
    if connection.dialect.name != "sqlite":
        connection.execute(_BESIDE, {"what": "\x1f".join(what)})


@contextmanager
def _told() -> Iterator[None]:
    """Errors of the database that people can do something about, as sentences."""
    try:
        yield
    except DBAPIError as error:
        said = _sentence(error)
        if said is None:
            raise
        raise said from error
    except OverflowError as error:
        if "SQLite INTEGER" not in str(error):
            raise
        raise Unstorable from error  # more than 64 bits: the driver's own word for what PostgreSQL calls 22003


def _sentence(error: DBAPIError) -> LaurelError | None:
    state = getattr(error.orig, "sqlstate", None)
    if state in _RACES:
        return Conflict()
    if isinstance(error, DataError):
        return Unstorable() if state in _UNSTORABLE else None
    code = getattr(error.orig, "sqlite_errorcode", None)
    if state in _FULL or code in _FULL:
        return StorageFull()
    outside = isinstance(error, OperationalError) and (code is None or code & 0xFF in _SQLITE_UNAVAILABLE)
    return Unavailable() if outside or error.connection_invalidated else None


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
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A writer announces itself at once: a deferred transaction that writes later fails without waiting.
    reading = connection.get_execution_options().get("laurel_reading")
    raw = connection.connection.driver_connection
    assert raw is not None
    raw.execute("BEGIN" if reading else "BEGIN IMMEDIATE")
