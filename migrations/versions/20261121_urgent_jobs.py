"""jobs that are due are done in the order of their priority; suspended cases are found without reading all"""

import sqlalchemy as sa
from alembic import op

revision = "20261121_urgent_jobs"
down_revision = "20261121_uncaught_escalations"

_SUSPENDED = sa.text("suspended_at IS NOT NULL")


def upgrade() -> None:
    op.add_column("job", sa.Column("priority", sa.Integer, nullable=False, server_default="50"))
    op.create_index(
        "ix_instance_suspended", "instance", ["id"], sqlite_where=_SUSPENDED, postgresql_where=_SUSPENDED
    )


def downgrade() -> None:
    op.drop_index("ix_instance_suspended", table_name="instance")
    op.drop_column("job", "priority")
