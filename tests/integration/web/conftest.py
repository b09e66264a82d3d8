"""A small scheme deployed on a SQLite file, accounts with their roles, and browsers that are signed in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select
from werkzeug.test import TestResponse

import assembly
from engine import jobs
from engine.actor import Actor
from engine.clock import LentClock
from engine.commands import deployments, instances, tasks
from engine.models import user_task
from engine.process_engine import ProcessEngine
from engine.registries import Assignment, JobHandler, Variables
from tests.integration.web.scheme import APPLICANT, APPROVER, CLERK, FILES, LEAD, OWNER, REVIEWER
from tests.support.databases import copied, fresh_sqlite, template_folder
from web.app import create_app
from web.models import account
from web.people import accounts, sessions
from web.people.directory import recipients
from web.settings import Settings

PASSWORD = "a long enough password"
PEOPLE = {
    "clerk": ("经办甲", [CLERK]),
    "colleague": ("经办乙", [CLERK]),
    "lead": ("负责人", [LEAD]),
    "reviewer": ("评审员甲", [REVIEWER]),
    "applicant": ("示例精密仪器有限公司", [APPLICANT]),
    "rival": ("样例服务有限公司", [APPLICANT]),
    "drawer": ("流程甲", [OWNER]),
    "draughtsman": ("流程乙", [OWNER]),
    "judge": ("流程丙", [APPROVER]),
    "stranger": ("旁人", []),
}


def _never(_: Assignment) -> Variables:
    raise RuntimeError("the portal does not answer")


@pytest.fixture
def engine(tmp_path: Path, clock: LentClock) -> Iterator[ProcessEngine]:
    """The process engine with the scheme deployed and all accounts written."""
    pe = _engine(copied(_furnished(clock.now()), tmp_path), clock)
    yield pe
    pe.database.dispose()


@cache
def _furnished(at: datetime) -> Path:
    """A file with the scheme and the accounts, made once a process: each test works on a copy."""
    folder = template_folder()
    pe = _engine(fresh_sqlite(folder), LentClock(at))
    deployments.deploy(pe, FILES, Actor("owner", admin=True))
    rows = [_account(name, display, groups) for name, (display, groups) in PEOPLE.items()]
    rows.append({**_account("root", "管理员", []), "admin": True})
    with pe.database.transaction() as connection:
        connection.execute(insert(account), rows)
    pe.database.dispose()
    return folder / "laurel.db"


def _engine(url: str, clock: LentClock) -> ProcessEngine:
    pe = assembly.process_engine(url, clock, directory=recipients)
    pe.registries.add_handler(JobHandler("demo.never-works", "inside", _never))
    return pe


@pytest.fixture
def door_clock(clock: LentClock) -> LentClock:
    """The clock of sign-ins, which business time does not move."""
    return LentClock(clock.now())


@pytest.fixture
def settings(door_clock: LentClock) -> Settings:
    return Settings(
        secret_key="s" * 40, secure_cookies=False, demo=True, demo_password=PASSWORD, clock=door_clock
    )


@pytest.fixture
def app(engine: ProcessEngine, settings: Settings) -> Flask:
    made = create_app(engine, settings)
    made.config["WTF_CSRF_ENABLED"] = False  # its own tests switch it on
    return made


@dataclass
class Browser:
    """A signed-in browser: pages as text, forms as posts."""

    client: FlaskClient

    def page(self, path: str, status: int = 200) -> str:
        answer = self.client.get(path)
        assert answer.status_code == status, answer.get_data(as_text=True)
        return answer.get_data(as_text=True)

    def post(self, path: str, status: int = 303, *, htmx: bool = False, **fields: Any) -> TestResponse:
        headers = {"HX-Request": "true"} if htmx else None
        answer = self.client.post(path, data=fields, headers=headers)
        assert answer.status_code == status, answer.get_data(as_text=True)
        return answer


@pytest.fixture
def browse(app: Flask, engine: ProcessEngine, settings: Settings) -> Callable[[str], Browser]:
    """browse("clerk") is a browser in which that account is signed in."""

    def sign_in(name: str) -> Browser:
        client = app.test_client()
        client.set_cookie("laurel", sessions.begin(engine.database, settings, name))
        return Browser(client)

    return sign_in


@pytest.fixture
def house(engine: ProcessEngine, clock: LentClock) -> House:
    return House(engine, clock)


@dataclass
class House:
    """Short words for arranging what pages show."""

    pe: ProcessEngine
    clock: LentClock

    def go(self, day: int, month: int = 3) -> None:
        """Move business time to 09:00 of a day of 2026."""
        self.clock.set(self.clock.now().replace(month=month, day=day))

    def apply(self, key: str = "示申〔2026〕001号", owner: str = "applicant", cycle: str = "示例2026") -> int:
        """Start a case of the scheme."""
        applicant = {"account": owner, "name": PEOPLE[owner][0], "kind": "organisation"}
        variables = {"case_key": key, "cycle": cycle, "stage": "qualification", "applicant": applicant}
        actor = Actor(owner, frozenset({APPLICANT}))
        return instances.start(
            self.pe, "demo.application", business_key=key, variables=variables, by=actor, owner=owner
        )

    def start(self, process: str, key: str | None = None, **variables: Any) -> int:
        return instances.start(self.pe, process, business_key=key, variables=variables, by=Actor("owner"))

    def task(self, root: int, element: str) -> int:
        """The newest task of an element."""
        query = select(user_task.c.id).where(user_task.c.root_id == root, user_task.c.element == element)
        with self.pe.database.reading() as connection:
            return int(connection.execute(query.order_by(user_task.c.id.desc()).limit(1)).scalar_one())

    def claim(self, root: int, element: str, name: str) -> int:
        task = self.task(root, element)
        tasks.claim(self.pe, task, self.actor(name))
        return task

    def complete(self, root: int, element: str, name: str, **submission: Any) -> None:
        tasks.complete(self.pe, self.task(root, element), submission, self.actor(name))

    def settle(self) -> None:
        """Do everything that is due."""
        while jobs.run_due(self.pe, "test"):
            pass

    def actor(self, name: str) -> Actor:
        return Actor(name, frozenset(PEOPLE[name][1]))


def _account(name: str, display: str, groups: list[str]) -> dict[str, Any]:
    row = {"name": name, "display_name": display, "password_hash": _hash(), "groups": groups}
    return {**row, "admin": False, "disabled": False}


@cache
def _hash() -> str:
    return accounts.hash_password(PASSWORD)
