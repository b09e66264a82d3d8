"""Process instances: a root is locked and versioned; called instances hang on it. Searchable variables beside."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Numeric,
    String,
    Table,
    Text,
    text,
)

from engine.db import Instant, metadata

instance = Table(
    "instance",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("root_id", Integer, index=True),  # its own id for a root; written in the same transaction
    Column("parent_id", ForeignKey("instance.id")),
    Column("parent_token", String(32)),
    Column("definition_id", ForeignKey("definition.id"), nullable=False, index=True),
    Column("process_id", String(200), nullable=False),
    Column("business_key", String(200)),
    Column("title", String(400)),
    Column("owner", String(200), index=True),  # the account to whom a case belongs: its applicant
    Column("status", String(20), nullable=False),  # active | completed | cancelled
    Column("ends", JSON, nullable=False),  # ids of the end events that were reached
    Column("state", LargeBinary, nullable=False),
    Column("version", Integer, nullable=False),  # of the whole call tree; guarded on the root's row
    Column("started_at", Instant, nullable=False),
    Column("started_by", String(200), nullable=False),
    Column("ended_at", Instant),
    Column("suspended_at", Instant),  # on a root: nothing in its call tree moves until it is resumed
)
Index("ix_instance_process_key", instance.c.process_id, instance.c.business_key)
_running_root = text("status = 'active' AND parent_id IS NULL")
# No two running cases of a process have one key: stands behind the lock that a start takes.
Index(
    "uq_instance_running_key",
    instance.c.process_id,
    instance.c.business_key,
    unique=True,
    sqlite_where=_running_root,
    postgresql_where=_running_root,
)
# What a search for running cases reads, and nothing else of them.
Index(
    "ix_instance_running_text",
    instance.c.business_key,
    instance.c.title,
    instance.c.id,
    instance.c.status,
    instance.c.parent_id,
    sqlite_where=_running_root,
    postgresql_where=_running_root,
)
_suspended = text("suspended_at IS NOT NULL")
Index("ix_instance_suspended", instance.c.id, sqlite_where=_suspended, postgresql_where=_suspended)
Index("ix_instance_open", instance.c.process_id, instance.c.status, instance.c.id)

# Scalar root variables (and one level into contexts, "applicant.name"), so that lists can search and sort.
variable = Table(
    "variable",
    metadata,
    Column("instance_id", ForeignKey("instance.id"), primary_key=True),
    Column("name", String(200), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("text", Text),
    Column("number", Numeric(38, 10)),
    Column("day", Date),
    Column("flag", Boolean),
)
Index("ix_variable_text", variable.c.name, variable.c.text, variable.c.instance_id)
