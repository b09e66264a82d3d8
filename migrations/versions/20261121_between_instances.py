"""signals between instances, suspended cases, one running case a key, forms that are sent once"""

import sqlalchemy as sa
from alembic import op

revision = "20261121_between_instances"
down_revision = "20261121_draft_diagrams"

_RUNNING_ROOT = sa.text("status = 'active' AND parent_id IS NULL")
_TIMER_START = sa.text("kind = 'timer-start'")


def upgrade() -> None:
    op.create_table(
        "signal_subscription",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("root_id", sa.Integer(), nullable=False),
        sa.Column("instance_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("element", sa.String(length=200), nullable=False),
        sa.Column("signal_name", sa.String(length=200), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["instance_id"], ["instance.id"], name=op.f("fk_signal_subscription_instance_id")
        ),
        sa.ForeignKeyConstraint(["root_id"], ["instance.id"], name=op.f("fk_signal_subscription_root_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signal_subscription")),
        sa.UniqueConstraint("instance_id", "token", name=op.f("uq_signal_subscription_instance_id_token")),
    )
    for column in ("root_id", "signal_name"):
        op.create_index(op.f(f"ix_signal_subscription_{column}"), "signal_subscription", [column])
    op.create_table(
        "signal_start",
        sa.Column("process_id", sa.String(length=200), nullable=False),
        sa.Column("signal_name", sa.String(length=200), nullable=False),
        sa.Column("element", sa.String(length=200), nullable=False),
        sa.Column("definition_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["definition_id"], ["definition.id"], name=op.f("fk_signal_start_definition_id")
        ),
        sa.PrimaryKeyConstraint("process_id", "signal_name", name=op.f("pk_signal_start")),
    )
    op.create_index(op.f("ix_signal_start_signal_name"), "signal_start", ["signal_name"])
    op.create_table(
        "request",
        sa.Column("account", sa.String(length=200), nullable=False),
        sa.Column("token", sa.String(length=100), nullable=False),
        sa.Column("answer", sa.String(length=200), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("account", "token", name=op.f("pk_request")),
    )
    op.create_index(op.f("ix_request_at"), "request", ["at"])
    op.add_column("instance", sa.Column("suspended_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "uq_instance_running_key",
        "instance",
        ["process_id", "business_key"],
        unique=True,
        sqlite_where=_RUNNING_ROOT,
        postgresql_where=_RUNNING_ROOT,
    )
    op.create_index(
        "ix_job_timer_start", "job", ["type"], sqlite_where=_TIMER_START, postgresql_where=_TIMER_START
    )


def downgrade() -> None:
    op.drop_index("ix_job_timer_start", table_name="job")
    op.drop_index("uq_instance_running_key", table_name="instance")
    op.drop_column("instance", "suspended_at")
    op.drop_table("request")
    op.drop_table("signal_start")
    op.drop_table("signal_subscription")
