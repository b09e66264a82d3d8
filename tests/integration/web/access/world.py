"""The house of the demonstration with something of everybody's in it, in which no request leaves a trace."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, insert, select

import assembly
from awards.models import letter, reminder
from engine.actor import Actor
from engine.clock import LentClock
from engine.models import incident, instance, substitution, user_task
from engine.process_engine import ProcessEngine
from tests.e2e.serving import TODAY
from tests.integration.web.access import beside, objects
from tests.integration.web.access.lines import ROLES
from tests.integration.web.access.objects import NOTHING
from web.app import create_app
from web.begin import messages
from web.files import stores
from web.models import account, incoming_file, saved_view, upload
from web.people import accounts, sessions
from web.people.directory import recipients
from web.settings import Settings

CONTENT: Final = b"%PDF-1.7 somebody's"
DIGEST: Final = sha256(CONTENT).hexdigest()
OWN, OTHER = "jingan", "hongkou"  # the scheme of most roles, and that of the foreign one
Args = dict[str, Any]


class World:
    """The application, a signed-in browser for each role, and the objects that a kind stands for."""

    link: str  # the end of a mailed link's address
    objection: str  # the number of the objection that a receipt opens

    def __init__(self, file: Path) -> None:
        clock = LentClock(TODAY)
        self.pe: ProcessEngine = assembly.process_engine(f"sqlite:///{file}", clock, directory=recipients)
        self.settings = Settings(secret_key="s" * 40, secure_cookies=False, clock=LentClock(TODAY))
        accounts.write(self.pe.database, "stranger", "旁人", "!", ())
        with self.pe.database.transaction() as connection:
            self._furnish(connection)
            beside.furnish(self, connection, CONTENT)
        beside.enter_a_year(self)
        self.app: Flask = create_app(self.pe, self.settings)
        self.app.config["WTF_CSRF_ENABLED"] = False
        self.cookies = {
            role: sessions.begin(self.pe.database, self.settings, name)
            for role, (name, _) in ROLES.items()
            if name
        }

    def ask(self, role: str, method: str, endpoint: str, args: Args) -> str:
        """What a role gets from a route: in, 404, 403, sign-in; 500 for what is broken. A refusal for another reason
        than who asks, as of an empty form or a paper that is not printed yet, is in."""
        client: FlaskClient = self.app.test_client()
        if role in self.cookies:
            client.set_cookie("laurel", self.cookies[role])
        with self.app.test_request_context():
            address = self.app.url_map.bind("localhost").build(endpoint, args)
        with self._without_trace():
            answer = client.open(address, method=method, data=objects.BODIES.get(endpoint))
        if role == "door" and answer.status_code in (302, 303) and answer.location.startswith("/sign-in"):
            return "sign-in"
        if answer.status_code in (403, 404) or answer.status_code in (500, 502):
            return str(answer.status_code)
        return "in"

    @contextmanager
    def _without_trace(self) -> Iterator[None]:
        """Every transaction of a request ends by rolling back."""
        database, real = self.pe.database, self.pe.database.transaction

        @contextmanager
        def rolled_back() -> Iterator[Connection]:
            with real() as connection:
                yield connection
                connection.rollback()

        database.transaction = rolled_back  # type: ignore[method-assign]
        try:
            yield
        finally:
            database.transaction = real  # type: ignore[method-assign]

    def args(self, endpoint: str, names: set[str], kind: str, role: str) -> Args | None:
        """What stands in a route's address for an object of that kind; None if this role has none."""
        found = {}
        for name in names:
            make = (
                objects.OBJECTS.get(f"{endpoint}:{name}")
                or objects.OBJECTS.get(f"{endpoint.partition('.')[0]}:{name}")
                or objects.OBJECTS.get(name, objects.nothing)
            )
            value = make(self, kind, role)
            if value is None:
                return None
            found[name] = value
        return found

    # --- cases and tasks ---

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

    def scheme(self, role: str, kind: str) -> str:
        """The scheme of an object of that kind for that role."""
        at_home = OTHER if role == "foreign" else OWN
        away = OWN if role == "foreign" else OTHER
        return away if kind == "elsewhere" else at_home

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

    def name(self, role: str) -> str:
        return ROLES[role][0] or ""

    def groups(self, role: str) -> set[str]:
        rows = self.rows(select(account.c.groups).where(account.c.name == self.name(role)))
        return set(rows[0]["groups"]) if rows else set()

    def rows(self, query: Any) -> list[dict[str, Any]]:
        with self.pe.database.reading() as connection:
            return [dict(row._mapping) for row in connection.execute(query)]

    # --- what the demonstration does not have ---

    def _furnish(self, connection: Connection) -> None:
        """A file of everybody's, a half one, an entry in every inbox, an incident."""
        now: datetime = self.pe.now()
        stores.chosen().put(DIGEST, BytesIO(CONTENT), len(CONTENT))
        for role, (name, _) in ROLES.items():
            if name is None:
                continue
            task = self.task("own", role)
            row = {
                "task_id": task,
                "root_id": self._root(task),
                "account": name,
                "field": "f",
                "name": "申报材料.pdf",
            }
            if task is not None:
                half = {"id": f"half-{role}", "size": 9, "received": 0, "pieces": [], "touched_at": now}
                connection.execute(insert(incoming_file), {**row, **half})
                connection.execute(
                    insert(upload), {**row, "sha256": DIGEST, "size": len(CONTENT), "uploaded_at": now}
                )
            self._begin_page(connection, role, name, now)
            root = self.case("own", role)
            entry = {
                "key": f"access-{role}",
                "account": name,
                "root_id": root,
                "subject": "任务明天到期（示例）",
                "text": "请在期限之前办结。",
            }
            connection.execute(insert(reminder), {**entry, "created_at": now})
            view = {"owner": name, "name": "本周要办（示例）", "arguments": {}, "saved_at": now}
            connection.execute(insert(saved_view), view)
        for scheme, absent, other in ((OWN, "office", "office2"), (OTHER, "hk-office", "hk-lead")):
            away = {"absent": absent, "substitute": other, "scheme": scheme, "from_on": now.date()}
            away |= {"until_on": now.date(), "entered_by": absent, "entered_at": now}
            connection.execute(insert(substitution), away)
        for task_row in self.tasks:
            if task_row["status"] == "completed" and task_row["ended_by"]:
                sent = {
                    "task_id": task_row["id"],
                    "root_id": task_row["root_id"],
                    "account": task_row["ended_by"],
                }
                sent |= {
                    "field": "g",
                    "name": "佐证材料.pdf",
                    "sha256": DIGEST,
                    "size": len(CONTENT),
                    "uploaded_at": now,
                }
                connection.execute(insert(upload), sent)
        for number, whose in enumerate(("applicant1", "applicant2", "applicant3")):
            applied = (c for c in self.cases if c["process_id"] == f"{OWN}.application")
            root = next(c["id"] for c in applied if c["owner"] == whose)
            paper = {
                "key": f"access-{number}",
                "root_id": root,
                "scheme": OWN,
                "template": "refusal",
                "title": "不予受理通知书",
            }
            paper |= {
                "number": f"示例函〔2026〕{number + 1}号",
                "token": f"t{number}",
                "recipient": whose,
                "content": {},
            }
            connection.execute(insert(letter), {**paper, "issued_on": now.date(), "issued_at": now})
        trouble = {
            "root_id": self.case("own", "office"),
            "code": "unavailable",
            "message": "外部系统没有应答，已重试三次（示例）。",
            "opened_at": now,
        }
        connection.execute(insert(incident), trouble)

    def _begin_page(self, connection: Connection, role: str, name: str, now: datetime) -> None:
        """A page on which this role has begun to fill in something: a file and a half one, of no case yet."""
        row = {"account": name, "page": "access", "field": "f", "name": f"{role}.pdf"}
        half = {"id": f"page-half-{role}", "size": 9, "received": 0, "pieces": [], "touched_at": now}
        connection.execute(insert(incoming_file), {**row, **half})
        whole = {"sha256": DIGEST, "size": len(CONTENT), "uploaded_at": now}
        connection.execute(insert(upload), {**row, **whole})

    def _root(self, task: int | None) -> int | None:
        return next((t["root_id"] for t in self.tasks if t["id"] == task), None)


def routes(app: Flask) -> list[tuple[str, str, set[str]]]:
    """Endpoint, method and the names in the address, for every rule of the application."""
    found = []
    for rule in app.url_map.iter_rules():
        methods = sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}) or ["HEAD"]
        found += [(rule.endpoint, method, set(rule.arguments)) for method in methods]
    return found
