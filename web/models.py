"""Tables of the web part: accounts, their sign-ins, their files, and what they have not submitted yet."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

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

# A file behind a name in a form; the content lies under its hash. The same name in a field occurs once.
# It was sent for a task, or from a page that begins a case or sends it a message: then it belongs to that page and to
# whoever sent it, and to no case, until the page is submitted.
upload = Table(
    "upload",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("root_id", ForeignKey("instance.id"), index=True),
    Column("task_id", ForeignKey("user_task.id"), index=True),
    Column("page", String(60), nullable=False, server_default="", index=True),  # its own token
    Column(
        "title", String(200), nullable=False, server_default=""
    ),  # of the page's form, once it is submitted
    Column("field", String(200), nullable=False),  # its path in the form
    Column("name", String(255), nullable=False),  # as its owner called it
    Column("sha256", String(64), nullable=False, index=True),  # empty: it came on paper and lies in a folder
    Column("size", Integer, nullable=False),  # bytes
    Column("account", String(200), nullable=False),
    Column("uploaded_at", Instant, nullable=False),
)

# What is known of a content, whoever sent it under whatever name.
stored_file = Table(
    "stored_file",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("size", Integer, nullable=False),  # bytes
    Column("state", String(20), nullable=False, index=True),  # as web.files.states says
    Column("finding", String(200)),  # what the scanner called it, or why it did not look
    Column("kept_at", Instant, nullable=False),  # last time that somebody sent it
    Column("scanned_at", Instant),
)

# A file that is coming in pieces.
incoming_file = Table(
    "incoming_file",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("account", String(200), nullable=False),
    Column("root_id", ForeignKey("instance.id")),
    Column("task_id", ForeignKey("user_task.id"), index=True),
    Column("page", String(60), nullable=False, server_default=""),  # as of an upload
    Column("field", String(200), nullable=False),
    Column("accepted", Text, nullable=False, server_default=""),  # what the field takes: .pdf,.docx
    Column("multiple", Boolean, nullable=False, server_default=false()),  # whether it takes several
    Column("name", String(255), nullable=False),
    Column("size", Integer, nullable=False),  # bytes when it is whole
    Column("received", Integer, nullable=False),  # bytes so far
    Column("pieces", JSON, nullable=False),  # keys in the store, in order
    Column("touched_at", Instant, nullable=False, index=True),
)

# What somebody typed into a task's form, as the browser sent it.
draft = Table(
    "draft",
    metadata,
    Column("account", ForeignKey("account.name"), primary_key=True),
    Column("task_id", ForeignKey("user_task.id"), primary_key=True),
    Column("content", Text, nullable=False),
    Column("saved_at", Instant, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),  # one more at every change
    Column("page", String(40), nullable=False, server_default=""),  # the page from which it came
)

# What came from a page that had not seen the newest draft: kept beside it until its owner has chosen.
rival_draft = Table(
    "rival_draft",
    metadata,
    Column("account", ForeignKey("account.name"), primary_key=True),
    Column("task_id", ForeignKey("user_task.id"), primary_key=True),
    Column("page", String(40), primary_key=True),
    Column("content", Text, nullable=False),
    Column("saved_at", Instant, nullable=False),
)

# What somebody typed into a form that stands on a page of its own, kept until it is submitted.
entry_draft = Table(
    "entry_draft",
    metadata,
    Column("account", ForeignKey("account.name"), primary_key=True),
    Column("page", String(60), primary_key=True),  # its own token
    Column("form", String(500), nullable=False),  # what it begins or sends, as web.begin.posting names it
    Column("content", Text, nullable=False),
    Column("saved_at", Instant, nullable=False, index=True),
)

# What those who work on a case tell each other; the history holds that it was said, and a digest of it.
comment = Table(
    "comment",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("root_id", ForeignKey("instance.id"), nullable=False, index=True),
    Column("account", String(200), nullable=False),
    Column("stands_for", String(200)),  # in whose place it was written, while they were away
    Column("text", Text, nullable=False),
    Column("written_at", Instant, nullable=False),
)

# A list of tasks under a name: the arguments of its address; its owner's own, or shown to a group too.
saved_view = Table(
    "saved_view",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("owner", ForeignKey("account.name"), nullable=False),
    Column("name", String(60), nullable=False),
    Column("shown_to", String(200), index=True),  # a group
    Column("arguments", JSON, nullable=False),  # {"view": "group", "step": "...", ...}
    Column("saved_at", Instant, nullable=False),
    UniqueConstraint("owner", "name"),
)

# What came of each row of something done to many tasks at once, by the token of the form that was sent.
bulk_result = Table(
    "bulk_result",
    metadata,
    Column("account", String(200), primary_key=True),
    Column("token", String(100), primary_key=True),
    Column("task_id", ForeignKey("user_task.id"), primary_key=True),
    Column("act", String(20), nullable=False),  # claim | assign | complete
    Column("done", Boolean, nullable=False),
    Column("said", String(1000), nullable=False),  # why it was not done
    Column("at", Instant, nullable=False),
)
