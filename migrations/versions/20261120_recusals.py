"""who has stepped back from which case"""

import sqlalchemy as sa
from alembic import op

revision = "20261120_recusals"
down_revision = "20261120_newest_resources"


def upgrade() -> None:
    op.create_table(
        "recusal",
        sa.Column("root_id", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(length=200), nullable=False),
        sa.Column("element", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["root_id"], ["instance.id"], name=op.f("fk_recusal_root_id")),
        sa.PrimaryKeyConstraint("root_id", "account", name=op.f("pk_recusal")),
    )


def downgrade() -> None:
    op.drop_table("recusal")
