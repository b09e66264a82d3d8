"""Whose cases and tasks there are in the house: one's own, another's, those of another scheme."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Final

from sqlalchemy import select

from engine.actor import Actor
from engine.models import instance, user_task
from engine.process_engine import ProcessEngine
from tests.integration.web.access.lines import ROLES
from tests.integration.web.access.picking import NOTHING
from web.cases import messages
from web.models import account

OWN: Final = "jingan"  # the scheme of most roles
OTHER: Final = "hongkou"  # that of the foreign one


class Cases:
    """What lies in the database, seen from each role."""

    pe: ProcessEngine

    def name(self, role: str) -> str:
        return ROLES[role][0] or ""

    def groups(self, role: str) -> set[str]:
        rows = self.rows(select(account.c.groups).where(account.c.name == self.name(role)))
        return set(rows[0]["groups"]) if rows else set()

    def rows(self, query: Any) -> list[dict[str, Any]]:
        with self.pe.database.reading() as connection:
            return [dict(row._mapping) for row in connection.execute(query)]

    def scheme(self, role: str, kind: str) -> str:
        """The scheme of an object of that kind for that role."""
        at_home = OTHER if role == "foreign" else OWN
        away = OWN if role == "foreign" else OTHER
        return away if kind == "elsewhere" else at_home

    @cached_property
    def cases(self) -> list[dict[str, Any]]:
        query = select(instance.c.id, instance.c.owner, instance.c.process_id, instance.c.status)
        return self.rows(query.where(instance.c.id == instance.c.root_id).order_by(instance.c.id.desc()))

    @cached_property
    def tasks(self) -> list[dict[str, Any]]:
        query = select(user_task, instance.c.process_id.label("root_process")).join(
            instance, instance.c.id == user_task.c.root_id
        )
        return self.rows(query.order_by(user_task.c.id))

    def case(self, kind: str, role: str) -> int | None:
        """own: that one applied for, or works on; else the first applicant's."""
        if kind == "missing":
            return NOTHING
        process = f"{self.scheme(role, kind)}.application"
        there = [c for c in self.cases if c["process_id"] == process and c["status"] == "active"]
        mine = self._own_case(role, there)
        if kind == "own":
            return mine
        touched = {
            task["root_id"] for task in self.tasks if self.name(role) in (task["assignee"], task["ended_by"])
        }
        free = [
            c["id"]
            for c in there
            if c["id"] != mine and c["owner"] != self.name(role) and c["id"] not in touched
        ]
        return free[0] if free else None

    def _own_case(self, role: str, there: list[dict[str, Any]]) -> int | None:
        name = self.name(role)
        owned = [c["id"] for c in there if c["owner"] == name]
        worked = [t["root_id"] for t in self.tasks if name in (t["assignee"], t["ended_by"])]
        mine = [c["id"] for c in there if c["id"] in worked]
        first = [c["id"] for c in there if c["owner"] == "applicant1"]
        return (owned or mine or first or [c["id"] for c in there] or [None])[0]

    def task(self, kind: str, role: str) -> int | None:
        """own: open and for this role to do; others, elsewhere: open and for somebody else."""
        if kind == "missing":
            return NOTHING
        scheme = self.scheme(role, kind)
        open_ones = [
            t for t in self.tasks if t["status"] == "open" and t["root_process"].startswith(f"{scheme}.")
        ]
        for task in open_ones:
            if self._may(role, task) == (kind == "own") and not (kind != "own" and self._near(role, task)):
                return int(task["id"])
        return None

    def _may(self, role: str, task: dict[str, Any]) -> bool:
        if task["assignee"] is not None:
            return bool(task["assignee"] == self.name(role))
        return bool(set(task["candidates"]["groups"]) & self.groups(role))

    def _near(self, role: str, task: dict[str, Any]) -> bool:
        """Whether it is in a case of one's own."""
        return task["root_id"] == self.case("own", role)

    def message(self, role: str) -> tuple[int, int] | None:
        """A case and a message that this role may send to it."""
        by = Actor(self.name(role), frozenset(self.groups(role)), admin=role == "admin")
        with self.pe.database.reading() as connection:
            for case in self.rows(select(instance).where(instance.c.parent_id.is_(None))):
                for message in messages.open_to(connection, self.pe, case, by):
                    return int(case["id"]), message.number
        return None
