"""Who registered by themselves, the links that were mailed to them, and how often somebody has knocked."""

from sqlalchemy import JSON, Column, Index, Integer, String, Table

from engine.db import Instant, metadata

# An organisation or a person with an account that they made themselves; identity numbers are never asked here.
applicant_profile = Table(
    "applicant_profile",
    metadata,
    Column("account", String(200), primary_key=True),
    Column("kind", String(20), nullable=False),  # organisation | person
    Column("uscc", String(18)),
    Column("contact", String(200)),
    Column("registered_at", Instant, nullable=False),
)

# A link that proves who reads a mailbox. Its token is not kept: a key outside the database makes it from the row.
door_link = Table(
    "door_link",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("purpose", String(20), nullable=False),  # register | known | password | mail
    Column("mail", String(320), nullable=False),
    Column("account", String(200)),
    Column(
        "content", JSON, nullable=False
    ),  # of a registration: what becomes an account once it is confirmed
    Column("nonce", String(64), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
    Column("used_at", Instant),
)

door_attempt = Table(
    "door_attempt",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("purpose", String(20), nullable=False),
    Column("place", String(100), nullable=False),  # an address, or the hash of a mailbox
    Column("at", Instant, nullable=False),
)
Index("ix_door_attempt_place", door_attempt.c.purpose, door_attempt.c.place, door_attempt.c.at)
