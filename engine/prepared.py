"""Statements of the hot path, compiled once for each database and run on the driver's own cursor.

SQLAlchemy looks a compiled statement up again at every execution and wraps its rows; doing it once saves more
than half of its share. Values pass the same column types, the same events see the statement, and errors are
raised as SQLAlchemy raises them.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, Dialect, Select, Table, UpdateBase, bindparam, insert
from sqlalchemy.exc import DBAPIError

from engine.db import Record


@dataclass(frozen=True, slots=True)
class _Compiled:
    """One statement for one dialect. `row` makes a row of what the driver fetched; None for no query.

    Whether it returns rows is known beforehand: asking the driver's cursor makes a description of every column.
    """

    sql: str
    places: tuple[str, ...]  # the values in the order in which the driver wants them
    defaults: Mapping[str, Any]
    converts: tuple[tuple[str, Callable[[Any], Any]], ...]
    positional: bool
    returns: bool
    row: Callable[[Sequence[Any]], Any] | None

    def bound(self, values: Record) -> Any:
        """The values as the driver takes them; names that the statement does not have are left out."""
        given = {**self.defaults, **values}
        for name, convert in self.converts:
            given[name] = convert(given[name])
        if self.positional:
            return tuple([given[name] for name in self.places])
        return {name: given[name] for name in self.defaults}


class Ran(NamedTuple):
    """What a prepared statement did: how many rows it touched, and those it returned."""

    rowcount: int
    rows: Sequence[Any]


class Prepared:
    """A statement compiled once for each dialect."""

    def __init__(self, statement: UpdateBase | Select[Any]) -> None:
        self._statement = statement
        self._made: dict[str, _Compiled] = {}

    def run(self, connection: Connection, values: Record) -> Ran:
        """Execute with the values of its parameters; one left out is the statement's own, or null.

        Rows that an insert or update returns come as the driver gives them.
        """
        made = self._made.get(connection.dialect.name) or self._make(connection.dialect)
        return _run(connection, made, made.bound(values))

    def first(self, connection: Connection, values: Record) -> Any:
        """The first row of a query as a named tuple with the types of its columns; None if there is none."""
        made = self._made.get(connection.dialect.name) or self._make(connection.dialect)
        rows = _run(connection, made, made.bound(values)).rows
        assert made.row is not None
        return made.row(rows[0]) if rows else None

    def _make(self, dialect: Dialect) -> _Compiled:
        compiled = self._statement.compile(dialect=dialect)
        binds = compiled.binds
        found = {
            name: bind.type.dialect_impl(dialect).bind_processor(dialect) for name, bind in binds.items()
        }
        statement, row = self._statement, None
        if isinstance(statement, Select):
            row = _row_maker(statement, dialect)
            returns = True
        else:
            returns = bool(statement.returning_column_descriptions)
        made = _Compiled(
            sql=str(compiled),
            places=tuple(compiled.positiontup or binds),
            defaults={name: None if bind.required else bind.value for name, bind in binds.items()},
            converts=tuple((name, convert) for name, convert in found.items() if convert is not None),
            positional=compiled.positional,
            returns=returns,
            row=row,
        )
        self._made[dialect.name] = made
        return made


class PreparedInsert:
    """Inserts of a few rows in one statement each: a driver's executemany costs more than it looks."""

    MOST = 8  # rows in one statement; more are written in several

    def __init__(self, table: Table, *returning: Column[Any]) -> None:
        self._table, self._returning = table, returning
        self._columns = [column for column in table.c if column.name != "id"]
        self._by_count: dict[int, Prepared] = {}

    def one(self, connection: Connection, row: Record) -> Ran:
        """Insert one row; a column left out is null."""
        return self._run(connection, [row])

    def many(self, connection: Connection, rows: Sequence[Record]) -> None:
        """Insert any number of rows, in order."""
        for first in range(0, len(rows), self.MOST):
            self._run(connection, rows[first : first + self.MOST])

    def _run(self, connection: Connection, rows: Sequence[Record]) -> Ran:
        prepared = self._by_count.get(len(rows)) or self._prepare(len(rows))
        if len(rows) == 1:
            return prepared.run(connection, rows[0])
        values = {f"{name}_{n}": value for n, row in enumerate(rows) for name, value in row.items()}
        return prepared.run(connection, values)

    def _prepare(self, count: int) -> Prepared:
        rows = [
            {
                c.name: bindparam(f"{c.name}_{n}" if count > 1 else c.name, value=None, type_=c.type)
                for c in self._columns
            }
            for n in range(count)
        ]
        statement = insert(self._table).values(rows)
        made = Prepared(statement.returning(*self._returning) if self._returning else statement)
        self._by_count[count] = made
        return made


def _run(connection: Connection, made: _Compiled, parameters: Any) -> Ran:
    cursor, sql = connection.connection.cursor(), made.sql
    if heard := connection.dispatch.before_cursor_execute:
        heard(connection, cursor, sql, parameters, None, False)
    try:
        cursor.execute(sql, parameters)
        return Ran(cursor.rowcount, cursor.fetchall() if made.returns else ())
    except connection.dialect.loaded_dbapi.Error as error:
        raise _as_sqlalchemy(connection, sql, parameters, error, cursor) from error
    finally:
        cursor.close()


def _row_maker(query: Select[Any], dialect: Dialect) -> Callable[[Sequence[Any]], Any]:
    """Named tuples of a query's columns; only columns that need it are converted."""
    columns = list(query.selected_columns)
    shape = namedtuple("Row", [str(column.key) for column in columns])  # type: ignore[misc]
    found = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
    converters = [(n, convert) for n, convert in enumerate(found) if convert is not None]

    def make(row: Sequence[Any]) -> Any:
        values = list(row)
        for n, convert in converters:
            values[n] = convert(values[n])
        return shape._make(values)

    return make


def _as_sqlalchemy(
    connection: Connection, sql: str, parameters: Any, error: Exception, cursor: Any
) -> Exception:
    """A driver's error as SQLAlchemy would raise it; a lost server empties the pool."""
    dialect = connection.dialect
    lost = dialect.is_disconnect(error, connection.connection, cursor)  # type: ignore[arg-type]
    if lost:
        connection.invalidate(error)
    return DBAPIError.instance(
        sql, parameters, error, dialect.loaded_dbapi.Error, connection_invalidated=lost, dialect=dialect
    )
