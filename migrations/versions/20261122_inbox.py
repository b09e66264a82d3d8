"""saved views, substitutions and follow-up dates of the inbox"""

revision = "20261122_inbox"
down_revision = "20261121_uploads"


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
