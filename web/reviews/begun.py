"""Score sheets that somebody has begun and not handed in: how many items have a score in the draft."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import orjson
from sqlalchemy import Connection, select

from web.models import draft

SHEET: Final = "sheet"  # the list of items in the form of a review, and what is typed into each
PERCENT: Final = "percent"


def sheets_begun(connection: Connection, account: str, tasks: Sequence[int]) -> dict[int, int]:
    """By task, of those for which a draft is kept: how many of its items are scored. One statement."""
    query = select(draft.c.task_id, draft.c.content).where(
        draft.c.account == account, draft.c.task_id.in_(tasks)
    )
    return {row.task_id: _scored(orjson.loads(row.content)) for row in connection.execute(query)}


def _scored(content: Any) -> int:
    """Items with an entry; a draft of another form has none."""
    rows = content.get(SHEET) if isinstance(content, dict) else None
    found = rows if isinstance(rows, list) else []
    return sum(isinstance(row, dict) and bool(str(row.get(PERCENT) or "").strip()) for row in found)
