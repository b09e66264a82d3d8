"""Where one person gathers files until they are submitted: a task, or a page that begins a case or sends a message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Table


@dataclass(frozen=True, slots=True)
class Place:
    """One person's task with its case; else one person's page by its own token, of no case yet."""

    account: str
    task_id: int | None = None
    root_id: int | None = None
    page: str = ""

    def holds(self, table: Table) -> ColumnElement[bool]:
        """The condition on rows of `upload` or `incoming_file` that lie here and were not submitted from a page."""
        mine = table.c.account == self.account
        if self.task_id is not None:
            return mine & (table.c.task_id == self.task_id)
        return mine & (table.c.page == self.page) & table.c.task_id.is_(None) & table.c.root_id.is_(None)

    def beside(self, table: Table) -> ColumnElement[bool]:
        """What counts together against a person's limits: of a page, all their pages that were not submitted."""
        if self.task_id is not None:
            return self.holds(table)
        return (table.c.account == self.account) & table.c.task_id.is_(None) & table.c.root_id.is_(None)

    def columns(self) -> dict[str, Any]:
        """What a row that lies here says of it."""
        return {
            "account": self.account,
            "task_id": self.task_id,
            "root_id": self.root_id,
            "page": self.page,
        }
