"""Migrations build exactly the tables that the code means, on both databases."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from engine.db import Database, metadata
from web import installation


def test_migrated_tables_are_the_models_tables(database_url: str) -> None:
    database = Database(database_url)
    metadata.drop_all(database.engine)
    with database.transaction() as connection:
        connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
    installation.migrate(database_url)
    installation.migrate(database_url)  # a second time changes nothing
    with database.reading() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
    database.dispose()
    assert differences == []
