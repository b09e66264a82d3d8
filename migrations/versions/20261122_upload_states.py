"""uploads in pieces, quarantined until they are looked at"""

import sqlalchemy as sa
from alembic import op

revision = "20261122_upload_states"
down_revision = "20261122_task_pages"


def upgrade() -> None:
    op.create_table(
        "stored_file",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("finding", sa.String(length=200), nullable=True),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("scanned_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_stored_file")),
    )
    op.create_index(op.f("ix_stored_file_state"), "stored_file", ["state"])
    op.create_table(
        "incoming_file",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("account", sa.String(length=200), nullable=False),
        sa.Column("root_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("pieces", sa.JSON(), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["root_id"], ["instance.id"], name=op.f("fk_incoming_file_root_id_instance")),
        sa.ForeignKeyConstraint(
            ["task_id"], ["user_task.id"], name=op.f("fk_incoming_file_task_id_user_task")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incoming_file")),
    )
    op.create_index(op.f("ix_incoming_file_task_id"), "incoming_file", ["task_id"])
    op.create_index(op.f("ix_incoming_file_touched_at"), "incoming_file", ["touched_at"])
    op.create_index(op.f("ix_upload_sha256"), "upload", ["sha256"])
    op.execute(_ONE_OF_EACH)
    op.execute(_KNOWN)


# What was replaced by a newer file of the same name in the same field did not count any more.
_ONE_OF_EACH = """
DELETE FROM upload WHERE EXISTS (
  SELECT 1 FROM upload AS newer WHERE newer.task_id = upload.task_id AND newer.field = upload.field
    AND newer.name = upload.name AND newer.account = upload.account AND newer.id > upload.id)
"""
# Contents from before there was a scanner.
_KNOWN = """
INSERT INTO stored_file (sha256, size, state, kept_at)
SELECT sha256, max(size), 'unscanned', max(uploaded_at) FROM upload GROUP BY sha256
"""


def downgrade() -> None:
    op.drop_index(op.f("ix_upload_sha256"), table_name="upload")
    op.drop_index(op.f("ix_incoming_file_touched_at"), table_name="incoming_file")
    op.drop_index(op.f("ix_incoming_file_task_id"), table_name="incoming_file")
    op.drop_table("incoming_file")
    op.drop_index(op.f("ix_stored_file_state"), table_name="stored_file")
    op.drop_table("stored_file")
