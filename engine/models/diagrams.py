"""Diagrams that are not deployed: what process owners draw, and what they have put forward for approval."""

from sqlalchemy import JSON, Column, Index, Integer, LargeBinary, String, Table, Text, text

from engine.db import Instant, metadata

# One drawing of one diagram file, from its first save until it was put forward or given up; never deleted.
draft_diagram = Table(
    "draft_diagram",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("file", String(400), nullable=False),
    Column("process_id", String(200), nullable=False),
    Column("owner", String(200), nullable=False),  # who began it
    Column("content", LargeBinary, nullable=False),
    Column("digest", String(64), nullable=False),  # of the content
    Column("base_digest", String(64), nullable=False),  # of the deployed diagram it was drawn from
    Column("status", String(20), nullable=False),  # open | proposed | discarded
    Column("begun_at", Instant, nullable=False),
    Column("saved_at", Instant, nullable=False),
    Column("saved_by", String(200), nullable=False),
    Column("drawn_by", JSON, nullable=False),  # everybody who has saved it: none of them may approve it
    Column("ended_at", Instant),
    Column("ended_by", String(200)),
)
_open = text("status = 'open'")
Index(
    "ix_draft_diagram_open",
    draft_diagram.c.file,
    unique=True,
    sqlite_where=_open,
    postgresql_where=_open,
)

# What was put forward, word for word, so that what is approved is what was read.
proposal = Table(
    "proposal",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("file", String(400), nullable=False),
    Column("process_id", String(200), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("base_digest", String(64), nullable=False),
    Column("status", String(20), nullable=False),  # proposed | withdrawn | accepted | declined
    Column("reason", Text, nullable=False),  # why the diagram is to change
    Column("drawn_by", JSON, nullable=False),
    Column("proposed_at", Instant, nullable=False),
    Column("proposed_by", String(200), nullable=False),
    Column("ended_at", Instant),
    Column("ended_by", String(200)),
    Column("answer", Text),  # what the approver said
    Column("version", Integer),  # the one that it became
)
_proposed = text("status = 'proposed'")
Index(
    "ix_proposal_proposed",
    proposal.c.file,
    unique=True,
    sqlite_where=_proposed,
    postgresql_where=_proposed,
)
