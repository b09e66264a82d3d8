"""meetings of committees"""

revision = "20261122_meetings"
down_revision = "20261122_reviews"


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
