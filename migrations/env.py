"""Alembic's entry: sees the tables of the engine, the award office and the web."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import text

import awards.models
import engine.models
import web.models  # noqa: F401 (its tables join the metadata)
from engine.db import Database, Instant, metadata

assert awards.models
assert engine.models


def render(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """An instant is a plain column type in a migration, which must not change when our code does."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Instant) else False


database = Database(context.config.attributes["url"])
with database.engine.connect() as connection:
    context.configure(
        connection=connection, target_metadata=metadata, render_as_batch=True, render_item=render
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":  # several nodes may start at once
            connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended('laurel-migration', 0))"))
        context.run_migrations()
database.dispose()
