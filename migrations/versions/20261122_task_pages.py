"""comments of cases; drafts know from which state they were typed"""

revision = "20261122_task_pages"
down_revision = "20261122_inbox"


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
