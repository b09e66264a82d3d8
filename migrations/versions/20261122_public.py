"""notices as they were posted; receipts and evidence of objections from the public"""

import sqlalchemy as sa
from alembic import op

revision = "20261122_public"
down_revision = "20261122_meetings"


def upgrade() -> None:
    op.create_table(
        "publication",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("scheme", sa.String(length=60), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("posted_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("root_id", sa.Integer(), nullable=False),
        sa.Column("instance_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["instance_id"], ["instance.id"], name=op.f("fk_publication_instance_id_instance")
        ),
        sa.ForeignKeyConstraint(["root_id"], ["instance.id"], name=op.f("fk_publication_root_id_instance")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
        sa.UniqueConstraint("instance_id", "token", name=op.f("uq_publication_instance_id_token")),
        sa.UniqueConstraint("number", name=op.f("uq_publication_number")),
    )
    op.create_index("ix_publication_kind", "publication", ["kind", "scheme", "id"])
    op.create_index("ix_publication_root", "publication", ["root_id"])
    op.create_table(
        "objection_receipt",
        sa.Column("objection_key", sa.String(length=200), nullable=False),
        sa.Column("scheme", sa.String(length=60), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("objection_key", name=op.f("pk_objection_receipt")),
    )
    op.create_table(
        "objection_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("objection_key", sa.String(length=200), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection_file")),
        sa.UniqueConstraint("objection_key", "number", name=op.f("uq_objection_file_objection_key_number")),
    )
    op.create_table(
        "public_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("who", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_attempt")),
    )
    op.create_index("ix_public_attempt_who", "public_attempt", ["kind", "who", "at"])


def downgrade() -> None:
    op.drop_index("ix_public_attempt_who", table_name="public_attempt")
    op.drop_table("public_attempt")
    op.drop_table("objection_file")
    op.drop_table("objection_receipt")
    op.drop_index("ix_publication_root", table_name="publication")
    op.drop_index("ix_publication_kind", table_name="publication")
    op.drop_table("publication")
