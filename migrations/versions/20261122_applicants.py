"""organisations and persons that registered themselves"""

import sqlalchemy as sa
from alembic import op

revision = "20261122_applicants"
down_revision = "20261122_begins"


def upgrade() -> None:
    op.create_table(
        "applicant_profile",
        sa.Column("account", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("uscc", sa.String(length=18), nullable=True),
        sa.Column("contact", sa.String(length=200), nullable=True),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_applicant_profile")),
    )
    op.create_table(
        "door_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("mail", sa.String(length=320), nullable=False),
        sa.Column("account", sa.String(length=200), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_door_link")),
    )
    op.create_index(op.f("ix_door_link_expires_at"), "door_link", ["expires_at"], unique=False)
    op.create_table(
        "door_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_door_attempt")),
    )
    op.create_index("ix_door_attempt_place", "door_attempt", ["purpose", "place", "at"], unique=False)


def downgrade() -> None:
    op.drop_table("door_attempt")
    op.drop_table("door_link")
    op.drop_table("applicant_profile")
