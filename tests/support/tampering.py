"""Changing what must not be changed, as somebody might who rules over the database."""

from __future__ import annotations

from sqlalchemy import text

from engine.models import GUARDED
from engine.process_engine import ProcessEngine


def tamper(pe: ProcessEngine, *statements: str) -> None:
    """Run statements past the triggers."""
    past = ["SET LOCAL session_replication_role = replica"]
    if pe.database.is_sqlite:
        verbs = ("update", "delete")
        past = [f"DROP TRIGGER IF EXISTS {t.name}_{verb}_refused" for t in GUARDED for verb in verbs]
    with pe.database.transaction() as connection:
        for statement in (*past, *statements):
            connection.execute(text(statement))
