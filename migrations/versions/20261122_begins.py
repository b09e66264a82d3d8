"""what people begin from a page"""

revision = "20261122_begins"
down_revision = "20261122_upload_states"


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
