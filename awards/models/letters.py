"""What the office has written to people: numbered letters with their archived paper, and reminders."""

from sqlalchemy import JSON, Column, Date, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from engine.db import Instant, metadata

# A letter is numbered and its text fixed in the commit that sends it; its paper follows, and its hash with it.
letter = Table(
    "letter",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(100), nullable=False, unique=True),  # of the job: asked for twice, written once
    Column("root_id", ForeignKey("instance.id"), nullable=False, index=True),
    Column("scheme", String(60), nullable=False),
    Column("template", String(100), nullable=False),  # its name: refusal
    Column("title", String(200), nullable=False),
    Column("number", String(200), nullable=False, index=True),
    Column("token", String(40), nullable=False, unique=True),  # what the paper's QR code opens
    Column("recipient", String(200), nullable=False),  # account, or how else the reader is reached
    Column("content", JSON, nullable=False),  # the filled text and what stands around it
    Column("holder", String(200)),  # for the public: whom an award's paper is for
    Column("certificate", String(100)),  # the award whose revocation it shares
    Column("issued_on", Date, nullable=False),
    Column("issued_at", Instant, nullable=False),
    Column("sha256", String(64)),  # of the archived paper, once there is one
    Column("size", Integer),  # bytes
)

# One entry in one person's inbox, and the mail that tells of it.
reminder = Table(
    "reminder",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(100), nullable=False),  # of the job
    Column("account", String(200), nullable=False),
    Column("root_id", ForeignKey("instance.id"), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("text", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("seen_at", Instant),
    Column("mail_to", String(320)),  # empty: no mail goes out
    Column("sent_at", Instant),
    UniqueConstraint("key", "account"),
)
Index("ix_reminder_inbox", reminder.c.account, reminder.c.id)
