"""published rules, split into articles, one edition beside the other"""

import sqlalchemy as sa
from alembic import op

revision = "20261121_rule_texts"
down_revision = "20261121_sealed_objectors"


def upgrade() -> None:
    op.create_table(
        "rule_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme", sa.String(length=60), nullable=False),
        sa.Column("edition", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("file", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("front", sa.JSON(), nullable=False),
        sa.Column("closing", sa.JSON(), nullable=False),
        sa.Column("leftovers", sa.JSON(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_text")),
        sa.UniqueConstraint("scheme", "edition", name=op.f("uq_rule_text_scheme_edition")),
    )
    op.create_table(
        "rule_article",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("annex", sa.String(length=20), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("chapter", sa.String(length=100), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("paragraphs", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["text_id"], ["rule_text.id"], name=op.f("fk_rule_article_text_id_rule_text")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_article")),
        sa.UniqueConstraint("text_id", "position", name=op.f("uq_rule_article_text_id_position")),
    )


def downgrade() -> None:
    op.drop_table("rule_article")
    op.drop_table("rule_text")
