"""What the web keeps of a case goes when its history is destroyed: what was said, typed and sent there.

Contents of files go with the next upkeep, where no other case has the same.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, delete, select

from engine.models import user_task
from engine.process_engine import ProcessEngine
from web.models import comment, draft, entry_draft, rival_draft, upload


def lend(pe: ProcessEngine) -> None:
    """To whoever destroys histories."""
    pe.registries.purges.append(purge)


def purge(connection: Connection, root_id: int) -> Mapping[str, int]:
    """Destroy it in the caller's transaction; returns how many rows of what went."""
    tasks = select(user_task.c.id).where(user_task.c.root_id == root_id)
    unsent = entry_draft.c.form.startswith(f"message:{root_id}:", autoescape=True)
    going = {
        "comments": (comment, comment.c.root_id == root_id),
        "rivals": (rival_draft, rival_draft.c.task_id.in_(tasks)),
        "drafts": (draft, draft.c.task_id.in_(tasks)),
        "entries": (entry_draft, unsent),
        "files": (upload, upload.c.root_id == root_id),
    }
    return {what: connection.execute(delete(table).where(of)).rowcount for what, (table, of) in going.items()}
