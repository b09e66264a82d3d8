"""uploads in pieces, quarantined until they are looked at"""

revision = "20261122_upload_states"
down_revision = "20261122_task_pages"


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
