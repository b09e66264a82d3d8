"""files behind the names in a task's form"""

import sqlalchemy as sa
from alembic import op

revision = "20261121_uploads"
down_revision = "20261121_rule_texts"


def upgrade() -> None:
    op.create_table(
        "upload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("root_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(length=200), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["root_id"], ["instance.id"], name=op.f("fk_upload_root_id_instance")),
        sa.ForeignKeyConstraint(["task_id"], ["user_task.id"], name=op.f("fk_upload_task_id_user_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
    )
    op.create_index(op.f("ix_upload_root_id"), "upload", ["root_id"])
    op.create_index(op.f("ix_upload_task_id"), "upload", ["task_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_upload_task_id"), table_name="upload")
    op.drop_index(op.f("ix_upload_root_id"), table_name="upload")
    op.drop_table("upload")
