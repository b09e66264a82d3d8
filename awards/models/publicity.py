"""What the public sees and sends: posted notices word for word, receipts of objections, their evidence."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from engine.db import Instant, metadata

# A notice as it was posted, written in the commit that posts it and never changed. `content` is the text whose
# UTF-8 bytes the fingerprint is of; what may stand in it is listed in `awards.publicity.wording`.
publication = Table(
    "publication",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(20), nullable=False),  # call: applications are invited | list: people may object
    Column("scheme", String(60), nullable=False),
    Column("number", String(200), nullable=False, unique=True),
    Column("title", String(200), nullable=False),
    Column("posted_on", Date, nullable=False),
    Column("closes_on", Date),  # as it was posted: last day of the notice, or of the intake
    Column("content", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("published_at", Instant, nullable=False),
    Column("root_id", ForeignKey("instance.id"), nullable=False),
    Column("instance_id", ForeignKey("instance.id"), nullable=False),  # posted again, it is a row again
    Column("token", String(32), nullable=False),  # of the task that posted it
    UniqueConstraint("instance_id", "token"),
)
Index("ix_publication_kind", publication.c.kind, publication.c.scheme, publication.c.id)
Index("ix_publication_root", publication.c.root_id)

# How somebody without an account comes back to an objection: number and code; only the code's hash is kept.
objection_receipt = Table(
    "objection_receipt",
    metadata,
    Column("objection_key", String(200), primary_key=True),
    Column("scheme", String(60), nullable=False),
    Column("code_hash", String(64), nullable=False),
    Column("named", Boolean, nullable=False),
    Column("filed_at", Instant, nullable=False),
)

# Evidence lies in the store under its hash; its own name may name somebody and is not kept.
objection_file = Table(
    "objection_file",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("objection_key", String(200), nullable=False),
    Column("number", Integer, nullable=False),
    Column("name", String(100), nullable=False),  # 证明材料1.pdf
    Column("sha256", String(64), nullable=False),
    Column("size", Integer, nullable=False),  # bytes
    Column("kept_at", Instant, nullable=False),
    UniqueConstraint("objection_key", "number"),
)

# How often one address did something lately: a keyed hash of the address, swept after the window.
public_attempt = Table(
    "public_attempt",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("who", String(64), nullable=False),
    Column("at", Instant, nullable=False),
)
Index("ix_public_attempt_who", public_attempt.c.kind, public_attempt.c.who, public_attempt.c.at)
