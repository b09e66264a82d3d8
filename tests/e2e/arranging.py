"""Short words for stories: which case, which task, waiting for the worker, letting days pass."""

from __future__ import annotations

import time
from datetime import datetime

from playwright.sync_api import Page, expect
from sqlalchemy import Select, select

from engine.models import instance, user_task
from tests.e2e.serving import Site

PATIENCE = 20  # seconds


def case_of(site: Site, owner: str) -> str:
    """The address of the newest case of an applicant's account."""
    query = select(instance.c.id).where(instance.c.owner == owner, instance.c.parent_id.is_(None))
    return f"/cases/{_newest(site, query)}"


def application_of(site: Site, owner: str) -> str:
    """The address of the newest application of an account, which may have other cases."""
    query = select(instance.c.id).where(
        instance.c.owner == owner, instance.c.process_id.like("%.application")
    )
    return f"/cases/{_newest(site, query)}"


def case_with(site: Site, process_id: str) -> str:
    """The address of the newest case of a process."""
    query = select(instance.c.id).where(instance.c.process_id == process_id, instance.c.parent_id.is_(None))
    return f"/cases/{_newest(site, query)}"


def task_at(site: Site, element: str, assignee: str | None = None) -> str:
    """The address of the newest open task of an element (of one person, if named)."""
    query = select(user_task.c.id).where(user_task.c.element == element, user_task.c.status == "open")
    if assignee:
        query = query.where(user_task.c.assignee == assignee)
    return f"/tasks/{_newest(site, query)}"


def status_of(site: Site, task: str) -> str:
    """Whether a task (by its address) is open, completed or cancelled."""
    with site.engine.database.reading() as connection:
        query = select(user_task.c.status).where(user_task.c.id == int(task.rpartition("/")[2]))
        return str(connection.execute(query).scalar_one())


def let_pass(site: Site, until: str) -> None:
    """Put the lent clock on an instant of Shanghai; the running worker does what falls due."""
    site.engine.clock.set(datetime.fromisoformat(f"{until}+08:00"))
    site.engine.wake.set()


def open_when(page: Page, address: str, sentence: str) -> None:
    """Open a page as soon as it says a sentence: what the worker does shows at the next request."""
    deadline = time.monotonic() + PATIENCE
    while sentence not in page.request.get(address).text():
        assert time.monotonic() < deadline, f"{address} never said: {sentence}"
    page.goto(address)


def open_case(page: Page, address: str) -> None:
    """Open a case's page and wait until its diagram is drawn."""
    page.goto(address)
    expect(page.locator("[data-diagram-url]")).to_have_attribute("data-ready", "true")


def _newest(site: Site, query: Select[tuple[int]]) -> int:
    with site.engine.database.reading() as connection:
        return int(max(connection.execute(query).scalars()))
