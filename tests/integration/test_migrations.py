"""Migrations build exactly the tables that the code means, on both databases."""

from __future__ import annotations

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

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


def test_the_tables_of_drawn_diagrams_go_with_their_migration(database_url: str) -> None:
    database = Database(database_url)
    metadata.drop_all(database.engine)
    with database.transaction() as connection:
        connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
    installation.migrate(database_url)
    config = Config()
    config.set_main_option("script_location", str(installation.ROOT / "migrations"))
    config.attributes["url"] = database_url
    ours = {"draft_diagram", "proposal"}
    assert ours <= set(inspect(database.engine).get_table_names())
    command.downgrade(config, "20261120_first_group")
    assert ours.isdisjoint(inspect(database.engine).get_table_names())
    command.upgrade(config, "head")
    assert ours <= set(inspect(database.engine).get_table_names())
    database.dispose()
