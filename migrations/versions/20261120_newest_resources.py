"""which deployment brought a resource last"""

import sqlalchemy as sa
from alembic import op

revision = "20261120_newest_resources"
down_revision = "20261120_first_tables"


def upgrade() -> None:
    with op.batch_alter_table("resource", schema=None) as batch_op:
        batch_op.add_column(sa.Column("deployment_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_resource_deployment_id"), "deployment", ["deployment_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("resource", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_resource_deployment_id"), type_="foreignkey")
        batch_op.drop_column("deployment_id")
