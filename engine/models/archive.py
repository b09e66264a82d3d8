"""What stands behind the history: its chain, the published heads of it, and how long a case must be kept."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Integer,
    LargeBinary,
    Table,
    Text,
)

from engine.db import Instant, metadata

# One link for each entry of the history. `entry_id` is no foreign key: the link outlives a purged entry.
seal = Table(
    "seal",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),  # 1, 2, 3 … without a gap
    Column("entry_id", Integer, nullable=False, unique=True),
    Column("digest", LargeBinary(32), nullable=False),  # SHA-256 of the entry
    Column("link", LargeBinary(32), nullable=False),  # SHA-256 of the link before and this digest
)

# How far the sealer has come; one row.
sealer = Table(
    "sealer",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # 1
    Column("settled", Integer, nullable=False),  # no entry up to here can still come to light
    Column("top", Integer, nullable=False),  # up to here once `next_xid` is older than all that runs
    Column("next_xid", BigInteger, nullable=False),
)

# The chain's head as it was told to the world, once a day.
chain_head = Table(
    "chain_head",
    metadata,
    Column("day", Date, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("link", LargeBinary(32), nullable=False),
    Column("at", Instant, nullable=False),
)

# How long the history of a case must be kept, whether somebody has stopped its destruction, whether it happened.
retention = Table(
    "retention",
    metadata,
    Column("root_id", ForeignKey("instance.id"), primary_key=True),
    Column("keep_until", Date),  # the last day; null: no term has been set
    Column("hold", Text),  # why it must not be destroyed although the term is over
    Column("purged_at", Instant),
    CheckConstraint("purged_at IS NULL OR (hold IS NULL AND keep_until IS NOT NULL)", name="purge_allowed"),
)
