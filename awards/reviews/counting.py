"""The job that lays the reviews of a round side by side: those that count, and what consensus and report begin with."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, select

from awards.assignments import connection_of
from awards.reviews import gate, sheets
from awards.reviews.criteria import bound, content
from engine.models import recusal
from engine.registries import Assignment, JobHandler, Variables

THRESHOLD = "spread_threshold"  # percentage points; a parameter of the owner, empty by default


def _count(assignment: Assignment) -> Variables:
    """Inputs: reviews, criteria. Results: counted, recused_count, consensus (rows), to_verify, draft_report, draft_improvements.

    Looked at again whenever somebody steps back: their sheets stay in `reviews` and are in no result.
    """
    connection, given = connection_of(assignment), assignment.variables
    reviews: list[Any] = given.get("reviews") or []
    items = (given.get("criteria") or {}).get("items") or []
    gone = recused_accounts(connection, assignment.root_id)
    kept = sheets.counted(reviews, gone)
    recused = sum(review is not None for review in reviews) - len(kept)
    return {
        "counted": kept,
        "recused_count": Decimal(recused),
        "consensus": sheets.spread(items, kept, _threshold(connection, assignment.root_id)),
        "to_verify": sheets.to_verify(items, kept),
        "draft_report": sheets.draft_report(items, kept, recused),
        "draft_improvements": sheets.draft_improvements(items, kept),
    }


def recused_accounts(connection: Connection, root_id: int) -> set[str]:
    """Who has stepped back from a case; an engagement that ended takes away the access, not the scores."""
    query = select(recusal.c.account).where(
        recusal.c.root_id == root_id, recusal.c.element.not_in(gate.NO_TIE)
    )
    return set(connection.execute(query).scalars())


def _threshold(connection: Connection, root_id: int) -> Decimal | None:
    """From which range on people must talk, as the scheme's owner says."""
    number = bound(connection, root_id, "scheme")
    parameters = (content(connection, number) or {}).get("parameters") or {} if number else {}
    value = (parameters.get(THRESHOLD) or {}).get("value")
    return None if value is None else Decimal(str(value))


COUNT_REVIEWS = JobHandler("awards.count-reviews", "inside", _count)
