"""Deployments, the definitions they brought, and the forms, decisions and rule data pinned to them."""

from sqlalchemy import JSON, Column, ForeignKey, Integer, LargeBinary, String, Table, UniqueConstraint

from engine.db import Instant, metadata

deployment = Table(
    "deployment",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("deployed_at", Instant, nullable=False),
    Column("deployed_by", String(200), nullable=False),
)

# A file that definitions are bound to or that gives names, stored once by its content.
resource = Table(
    "resource",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(20), nullable=False),  # form | decision | scheme | groups | vocabulary
    Column("name", String(200), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("deployment_id", ForeignKey("deployment.id")),  # the newest that brought this content
    UniqueConstraint("kind", "name", "digest"),
)

definition = Table(
    "definition",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("process_id", String(200), nullable=False),
    Column("version", Integer, nullable=False),
    Column("name", String(400), nullable=False),
    Column("deployment_id", ForeignKey("deployment.id"), nullable=False),
    Column("digest", String(64), nullable=False),  # of the diagram and of everything it is bound to
    Column("file", String(400), nullable=False),
    Column("diagram", LargeBinary, nullable=False),
    # What it is pinned to: forms, decisions and calls by id, and the scheme data, each as a row number.
    Column("bindings", JSON, nullable=False),
    UniqueConstraint("process_id", "version"),
)

# Where people begin the newest version of a process by a form, and the groups that may.
start_form = Table(
    "start_form",
    metadata,
    Column("process_id", String(200), primary_key=True),
    Column("element", String(200), primary_key=True),
    Column("definition_id", ForeignKey("definition.id"), nullable=False),
    Column("groups", JSON, nullable=False),
)

# Which definition (the newest version) a message may start.
start_subscription = Table(
    "start_subscription",
    metadata,
    Column("process_id", String(200), primary_key=True),
    Column("message_name", String(200), primary_key=True, index=True),
    Column("element", String(200), nullable=False),
    Column("definition_id", ForeignKey("definition.id"), nullable=False),
)
