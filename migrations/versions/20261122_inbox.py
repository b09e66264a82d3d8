"""saved views, substitutions, delegation and the results of bulk work of the inbox"""

import sqlalchemy as sa
from alembic import op

revision = "20261122_inbox"
down_revision = "20261121_uploads"

_OPEN = sa.text("status = 'open'")
_RUNNING = sa.text("status = 'active' AND parent_id IS NULL")


def upgrade() -> None:
    op.add_column("user_task", sa.Column("delegated_by", sa.String(length=200), nullable=True))
    op.add_column("user_task", sa.Column("delegated_to", sa.String(length=200), nullable=True))
    op.create_index(
        op.f("ix_user_task_open_step"),
        "user_task",
        ["scheme", "process_id", "name"],
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )
    op.create_index(
        op.f("ix_instance_running_text"),
        "instance",
        ["business_key", "title", "id"],
        sqlite_where=_RUNNING,
        postgresql_where=_RUNNING,
    )
    _substitutions()
    _saved_views()
    _bulk_results()


def downgrade() -> None:
    op.drop_table("bulk_result")
    op.drop_table("saved_view")
    op.drop_table("substitution")
    op.drop_index(op.f("ix_instance_running_text"), table_name="instance")
    op.drop_index(op.f("ix_user_task_open_step"), table_name="user_task")
    op.drop_column("user_task", "delegated_to")
    op.drop_column("user_task", "delegated_by")


def _substitutions() -> None:
    op.create_table(
        "substitution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("absent", sa.String(length=200), nullable=False),
        sa.Column("substitute", sa.String(length=200), nullable=False),
        sa.Column("scheme", sa.String(length=200), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("entered_by", sa.String(length=200), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_substitution")),
    )
    op.create_index(op.f("ix_substitution_substitute"), "substitution", ["substitute", "until_on"])
    op.create_index(op.f("ix_substitution_absent"), "substitution", ["absent", "until_on"])


def _saved_views() -> None:
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("shown_to", sa.String(length=200), nullable=True),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["owner"], ["account.name"], name=op.f("fk_saved_view_owner_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("owner", "name", name=op.f("uq_saved_view_owner_name")),
    )
    op.create_index(op.f("ix_saved_view_shown_to"), "saved_view", ["shown_to"])


def _bulk_results() -> None:
    op.create_table(
        "bulk_result",
        sa.Column("account", sa.String(length=200), nullable=False),
        sa.Column("token", sa.String(length=100), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("said", sa.String(length=1000), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["user_task.id"], name=op.f("fk_bulk_result_task_id_user_task")),
        sa.PrimaryKeyConstraint("account", "token", "task_id", name=op.f("pk_bulk_result")),
    )
