"""review sheets"""

revision = "20261122_reviews"
down_revision = "20261122_applicants"


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
