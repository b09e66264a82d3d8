"""Tables of the web part: accounts, their sign-ins, their files, and what they have not submitted yet."""

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from engine.db import Instant, metadata

account = Table(
    "account",
    metadata,
    Column("name", String(200), primary_key=True),
    Column("display_name", String(200), nullable=False),
    Column("password_hash", String(200), nullable=False),
    Column("groups", JSON, nullable=False),  # ["jingan.office-clerk", ...]
    Column("admin", Boolean, nullable=False),
    Column("disabled", Boolean, nullable=False),
    Column("mail", String(320)),  # where reminders go; without one they stay in the inbox
)

session = Table(
    "session",
    metadata,
    Column("id_hash", String(64), primary_key=True),  # SHA-256 of the id; the id itself is only in the cookie
    Column("account", ForeignKey("account.name"), nullable=False, index=True),
    Column("created_at", Instant, nullable=False),
    Column("last_seen_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
)

sign_in_failure = Table(
    "sign_in_failure",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("account", String(200), nullable=False),
    Column("address", String(100), nullable=False),
    Column("at", Instant, nullable=False),
)
Index("ix_sign_in_failure_account", sign_in_failure.c.account, sign_in_failure.c.at)
Index("ix_sign_in_failure_address", sign_in_failure.c.address, sign_in_failure.c.at)

# A file behind a name in a task's form. The newest of a field and name counts; the content lies under its hash.
upload = Table(
    "upload",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("root_id", ForeignKey("instance.id"), nullable=False, index=True),
    Column("task_id", ForeignKey("user_task.id"), nullable=False, index=True),
    Column("field", String(200), nullable=False),  # its path in the form
    Column("name", String(255), nullable=False),  # as its owner called it
    Column("sha256", String(64), nullable=False),
    Column("size", Integer, nullable=False),  # bytes
    Column("account", String(200), nullable=False),
    Column("uploaded_at", Instant, nullable=False),
)

# What somebody typed into a task's form, as the browser sent it.
draft = Table(
    "draft",
    metadata,
    Column("account", ForeignKey("account.name"), primary_key=True),
    Column("task_id", ForeignKey("user_task.id"), primary_key=True),
    Column("content", Text, nullable=False),
    Column("saved_at", Instant, nullable=False),
)
