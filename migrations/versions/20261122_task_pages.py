"""comments of cases; drafts know from which state they were typed"""

import sqlalchemy as sa
from alembic import op

revision = "20261122_task_pages"
down_revision = "20261122_inbox"


def upgrade() -> None:
    op.add_column("draft", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("draft", sa.Column("page", sa.String(length=40), nullable=False, server_default=""))
    op.create_table(
        "rival_draft",
        sa.Column("account", sa.String(length=200), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("page", sa.String(length=40), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.name"], name=op.f("fk_rival_draft_account_account")),
        sa.ForeignKeyConstraint(["task_id"], ["user_task.id"], name=op.f("fk_rival_draft_task_id_user_task")),
        sa.PrimaryKeyConstraint("account", "task_id", "page", name=op.f("pk_rival_draft")),
    )
    op.create_table(
        "comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("root_id", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["root_id"], ["instance.id"], name=op.f("fk_comment_root_id_instance")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
    )
    op.create_index(op.f("ix_comment_root_id"), "comment", ["root_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_comment_root_id"), table_name="comment")
    op.drop_table("comment")
    op.drop_table("rival_draft")
    op.drop_column("draft", "page")
    op.drop_column("draft", "version")
