"""What happened, in order, written in the transaction in which it happened; never changed.

An entry tells of a case, or, without `root_id`, of the house itself: an account, a deployment. Who signs in
is not told here: beside an anonymous objection that would name its author for ever.
"""

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, String, Table, text

from engine.db import Instant, metadata

history = Table(
    "history",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("root_id", ForeignKey("instance.id")),
    Column("instance_id", ForeignKey("instance.id")),
    Column("at", Instant, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("element", String(200)),
    Column("token", String(32)),
    Column("actor", String(200), nullable=False),
    Column("facts", JSON, nullable=False),
)
Index("ix_history_story", history.c.root_id, history.c.id)

_UNCAUGHT = text("kind = 'escalation-uncaught'")
Index("ix_history_uncaught", history.c.id, sqlite_where=_UNCAUGHT, postgresql_where=_UNCAUGHT)
