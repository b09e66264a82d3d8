"""receipts of objections from the public"""

revision = "20261122_public"
down_revision = "20261122_meetings"


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
