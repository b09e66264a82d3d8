"""A new job as a row."""

from __future__ import annotations

from datetime import datetime
from typing import Any

RETRIES = 3
PRIORITY = 50
_EMPTY = dict.fromkeys(("type", "root_id", "instance_id", "token", "element"))
_FIXED = {"status": "ready", "attempts": 0, "version": 0, "provisional": False, "derivations": []}


def job_row(kind: str, now: datetime, payload: dict[str, Any], **columns: Any) -> dict[str, Any]:
    """A job that is due at once unless `columns` say otherwise."""
    common = {"kind": kind, "payload": payload, "due_at": now, "created_at": now, "retries": RETRIES}
    return {**_EMPTY, **_FIXED, **common, "priority": PRIORITY, **columns}
