"""organisations and persons that registered themselves"""

revision = "20261122_applicants"
down_revision = "20261122_begins"


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
