"""editions of the calendar as two people enter them, and local closures"""

import sqlalchemy as sa
from alembic import op

revision = "20261121_calendar_editions"
down_revision = "20261121_sealed_history"

_PENDING = sa.text("status IN ('entered', 'confirmed')")


def upgrade() -> None:
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "calendar_edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=400), nullable=False),
        sa.Column("number", sa.String(length=100), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("link", sa.String(length=400), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("differences", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("entered_at", instant, nullable=False),
        sa.Column("entered_by", sa.String(length=200), nullable=False),
        sa.Column("confirmed_at", instant, nullable=True),
        sa.Column("confirmed_by", sa.String(length=200), nullable=True),
        sa.Column("confirmed_how", sa.String(length=10), nullable=True),
        sa.Column("published_at", instant, nullable=True),
        sa.Column("published_by", sa.String(length=200), nullable=True),
        sa.Column("withdrawn_at", instant, nullable=True),
        sa.Column("withdrawn_by", sa.String(length=200), nullable=True),
        sa.Column("outcome", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_edition")),
    )
    op.create_index(
        "ix_calendar_edition_pending",
        "calendar_edition",
        ["subject"],
        unique=True,
        sqlite_where=_PENDING,
        postgresql_where=_PENDING,
    )
    op.create_table(
        "calendar_closure",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("lifted_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["edition"], ["calendar_edition.id"], name=op.f("fk_calendar_closure_edition_calendar_edition")
        ),
        sa.ForeignKeyConstraint(
            ["lifted_by"],
            ["calendar_edition.id"],
            name=op.f("fk_calendar_closure_lifted_by_calendar_edition"),
        ),
        sa.PrimaryKeyConstraint("day", "edition", name=op.f("pk_calendar_closure")),
    )


def downgrade() -> None:
    op.drop_table("calendar_closure")
    op.drop_table("calendar_edition")
