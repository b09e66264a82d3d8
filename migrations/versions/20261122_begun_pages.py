"""files and entries of pages that begin a case or send it a message"""

import sqlalchemy as sa
from alembic import op

revision = "20261122_begun_pages"
down_revision = "20261122_public"


def upgrade() -> None:
    with op.batch_alter_table("upload") as table:
        table.alter_column("root_id", existing_type=sa.Integer(), nullable=True)
        table.alter_column("task_id", existing_type=sa.Integer(), nullable=True)
        table.add_column(sa.Column("page", sa.String(length=60), server_default="", nullable=False))
        table.add_column(sa.Column("title", sa.String(length=200), server_default="", nullable=False))
        table.create_index(op.f("ix_upload_page"), ["page"])
    with op.batch_alter_table("incoming_file") as table:
        table.alter_column("root_id", existing_type=sa.Integer(), nullable=True)
        table.alter_column("task_id", existing_type=sa.Integer(), nullable=True)
        table.add_column(sa.Column("page", sa.String(length=60), server_default="", nullable=False))
        table.add_column(sa.Column("accepted", sa.Text(), server_default="", nullable=False))
        table.add_column(sa.Column("multiple", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "entry_draft",
        sa.Column("account", sa.String(length=200), nullable=False),
        sa.Column("page", sa.String(length=60), nullable=False),
        sa.Column("form", sa.String(length=500), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.name"], name=op.f("fk_entry_draft_account_account")),
        sa.PrimaryKeyConstraint("account", "page", name=op.f("pk_entry_draft")),
    )
    op.create_index(op.f("ix_entry_draft_saved_at"), "entry_draft", ["saved_at"])


def downgrade() -> None:
    op.drop_table("entry_draft")
    op.execute("DELETE FROM upload WHERE task_id IS NULL")
    op.execute("DELETE FROM incoming_file WHERE task_id IS NULL")
    with op.batch_alter_table("incoming_file") as table:
        for name in ("multiple", "accepted", "page"):
            table.drop_column(name)
        table.alter_column("task_id", existing_type=sa.Integer(), nullable=False)
        table.alter_column("root_id", existing_type=sa.Integer(), nullable=False)
    with op.batch_alter_table("upload") as table:
        table.drop_index(op.f("ix_upload_page"))
        for name in ("title", "page"):
            table.drop_column(name)
        table.alter_column("task_id", existing_type=sa.Integer(), nullable=False)
        table.alter_column("root_id", existing_type=sa.Integer(), nullable=False)
