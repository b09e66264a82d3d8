"""in whose place a comment was written"""

import sqlalchemy as sa
from alembic import op

revision = "20261122_comments_in_place"
down_revision = "20261122_lists"


def upgrade() -> None:
    with op.batch_alter_table("comment") as table:
        table.add_column(sa.Column("stands_for", sa.String(length=200), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("comment") as table:
        table.drop_column("stands_for")
