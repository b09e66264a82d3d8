"""States of pages that a person meets and an address alone does not show (test_every_page opens every address)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from engine.models import user_task
from tests.e2e.arranging import case_of, case_with, task_at
from tests.e2e.judging import drawn, judge
from tests.e2e.serving import Site


def under_review(site: Site) -> str:
    """The case of which somebody fills in a score sheet."""
    query = select(user_task.c.root_id).where(
        user_task.c.element == "review-case", user_task.c.status == "open"
    )
    with site.engine.database.reading() as connection:
        return f"/cases/{connection.execute(query).scalars().first()}"


# name of the picture -> who looks, and where
PAGES: dict[str, tuple[str, Callable[[Site], str]]] = {
    "inbox-group": ("office", lambda site: "/tasks?view=group"),
    "inbox-all": ("office", lambda site: "/tasks?view=all"),
    "task-review": ("reviewer1", lambda site: task_at(site, "review-case")),
    "task-correction": ("applicant4", lambda site: task_at(site, "correct-materials")),
    "task-check": ("reviewer1", lambda site: task_at(site, "check-materials")),
    "case-review": ("leader", under_review),
    "case-own": ("applicant6", lambda site: case_of(site, "applicant6")),
    "case-objection": ("office", lambda site: case_with(site, "jingan.objection")),
    "case-cycle": ("lead", lambda site: case_with(site, "jingan.cycle")),
    "incidents-none": ("admin", lambda site: "/incidents"),
}


@pytest.mark.parametrize("name", PAGES)
def test_page(site: Site, enter: Callable[..., Page], name: str) -> None:
    who, where = PAGES[name]
    page = enter(site, who)
    answer = page.goto(where(site))
    assert answer is not None
    assert answer.ok
    judge(page, name)


@pytest.mark.parametrize("width", [1280, 390])
def test_the_mark_of_bpmn_io_is_whole_and_on_top(
    site: Site, enter: Callable[..., Page], covered: Callable[[Page], bool], width: int
) -> None:
    page = enter(site, "office")
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(case_of(site, "applicant3"))
    drawn(page)
    mark = page.locator(".bjs-powered-by")
    mark.scroll_into_view_if_needed()
    expect(mark).to_be_in_viewport(ratio=1)
    assert not covered(page)
