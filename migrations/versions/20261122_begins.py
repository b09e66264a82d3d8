"""where people begin a process by a form"""

import sqlalchemy as sa
from alembic import op

revision = "20261122_begins"
down_revision = "20261122_upload_states"


def upgrade() -> None:
    op.create_table(
        "start_form",
        sa.Column("process_id", sa.String(length=200), nullable=False),
        sa.Column("element", sa.String(length=200), nullable=False),
        sa.Column("definition_id", sa.Integer(), nullable=False),
        sa.Column("groups", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["definition_id"], ["definition.id"], name=op.f("fk_start_form_definition_id_definition")
        ),
        sa.PrimaryKeyConstraint("process_id", "element", name=op.f("pk_start_form")),
    )


def downgrade() -> None:
    op.drop_table("start_form")
