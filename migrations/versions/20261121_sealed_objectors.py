"""who objects is kept sealed beside the case, with every look at it; by which mark outer keys are known"""

import sqlalchemy as sa
from alembic import op

revision = "20261121_sealed_objectors"
down_revision = "20261121_letters_reminders"


def upgrade() -> None:
    op.create_table(
        "objector",
        sa.Column("objection_key", sa.String(length=200), nullable=False),
        sa.Column("scheme", sa.String(length=60), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=True),
        sa.Column("identity", sa.Text(), nullable=True),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("objection_key", name=op.f("pk_objector")),
    )
    op.create_table(
        "office_key",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_office_key")),
    )
    op.create_table(
        "objector_look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("objection_key", sa.String(length=200), nullable=False),
        sa.Column("account", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["objection_key"], ["objector.objection_key"], name=op.f("fk_objector_look_objection_key")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objector_look")),
    )
    op.create_index("ix_objector_look_key", "objector_look", ["objection_key", "id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_objector_look_key", table_name="objector_look")
    op.drop_table("objector_look")
    op.drop_table("office_key")
    op.drop_table("objector")
