"""what nobody caught is found without reading the whole history"""

import sqlalchemy as sa
from alembic import op

revision = "20261121_uncaught_escalations"
down_revision = "20261121_calendar_editions"

_UNCAUGHT = sa.text("kind = 'escalation-uncaught'")


def upgrade() -> None:
    op.create_index(
        "ix_history_uncaught", "history", ["id"], sqlite_where=_UNCAUGHT, postgresql_where=_UNCAUGHT
    )


def downgrade() -> None:
    op.drop_index("ix_history_uncaught", table_name="history")
