"""What a database says when it cannot go on, as sentences for people."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import InternalError

from engine.db import Database
from engine.errors import Conflict, Unavailable, Unstorable
from engine.process_engine import ProcessEngine
from tests.integration.house import deploy, row, start
from tests.support import diagrams as d
from tests.support.interleaving import interleave

ONE = d.diagram("test.p", d.start(), d.task("a"), d.end(), d.flows("start a end"))


@pytest.fixture(params=["sqlite", "postgresql"])
def unreachable(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    if request.param == "sqlite":
        return Database(f"sqlite:///{tmp_path / 'no-such-folder' / 'laurel.db'}")
    return Database("postgresql+psycopg://nobody@127.0.0.1:1/nowhere")


def test_a_database_that_cannot_be_reached_is_unavailable(unreachable: Database) -> None:
    with pytest.raises(Unavailable), unreachable.transaction():
        pass
    with pytest.raises(Unavailable), unreachable.reading() as connection:
        connection.execute(text("SELECT 1"))


def test_nothing_written_by_a_question_stays(pe: ProcessEngine) -> None:
    """PostgreSQL refuses to write there; SQLite forgets it at the end."""
    deploy(pe, p=ONE)
    start(pe)
    refused = nullcontext() if pe.database.is_sqlite else pytest.raises(InternalError, match="read-only")
    with refused, pe.database.reading() as connection:
        connection.execute(text("UPDATE instance SET title = 'x' WHERE id = 1"))
    assert row(pe, 1).title != "x"


def test_a_question_leaves_the_prepared_statements_of_the_commands(pe: ProcessEngine) -> None:
    """The driver forgets them at every ROLLBACK: then each command would be parsed and planned anew."""
    if pe.database.is_sqlite:
        pytest.skip("SQLite's statements are kept by its driver, whatever the transaction does")
    deploy(pe, p=ONE)
    for _ in range(8):
        start(pe)
        with pe.database.reading() as connection:
            connection.execute(text("SELECT 1"))
    with pe.database.reading() as connection:
        prepared = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'INSERT INTO instance%'"
        assert connection.execute(text(prepared)).scalar_one() == 1


def test_a_broken_deadlock_is_a_conflict(pe: ProcessEngine) -> None:
    """Two commands never wait for each other in a circle; if a handler should bring it about, one may try again."""
    first, second = (
        "UPDATE instance SET title = 'x' WHERE id = 1",
        "UPDATE instance SET title = 'x' WHERE id = 2",
    )
    deploy(pe, p=ONE)
    for _ in range(2):
        start(pe)

    def both(*statements: str) -> None:
        with pe.database.transaction() as connection:
            for statement in statements:
                connection.execute(text(statement))

    answers = interleave(pe, lambda: both(first, second), lambda: both(second, first), before="WHERE id = 2")
    assert sorted(type(a).__name__ for a in answers) in (["Conflict", "NoneType"], ["NoneType", "NoneType"])
    assert (Conflict in map(type, answers)) is not pe.database.is_sqlite
    assert [row(pe, n).title for n in (1, 2)] == ["x", "x"]


def test_what_only_postgresql_cannot_store_is_refused_in_words(pe: ProcessEngine) -> None:
    deploy(pe, p=ONE)
    if pe.database.is_sqlite:
        start(pe, note="a\x00b")
        return
    with pytest.raises(Unstorable):
        start(pe, note="a\x00b")
    with pytest.raises(Unstorable):
        start(pe, amount={"$": "number", "v": "1E+30"})
