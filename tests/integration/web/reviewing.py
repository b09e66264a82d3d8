"""A case of the district's award under review, arranged for tests of what its pages show to whom."""

from __future__ import annotations

import re
from collections import Counter, deque
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select

from awards.models import engagement
from engine import bundle as bundles
from engine.actor import Actor
from engine.commands import deployments, instances, tasks
from engine.models import user_task
from engine.process_engine import ProcessEngine
from tests.integration.web.conftest import PASSWORD, Browser, House
from tests.support import diagrams as d
from tests.support.papers import text_of
from web.people import accounts

PROCESSES = Path(__file__).resolve().parents[3] / "processes"
KEY, APPLICANT = "静质奖申〔2026〕077号", "示例精密仪器有限公司"
ITEMS = 23
CYCLE, DAY = "静质奖届〔2026〕1号", date(2026, 3, 1)
PEOPLE = {
    "office": ["jingan.office-lead", "jingan.office-clerk"],
    "leader": ["jingan.review-leader", "jingan.review-group"],
    "member": ["jingan.committee"],
    "r1": ["jingan.review-group"],
    "r2": ["jingan.review-group"],
    "r3": ["jingan.review-group"],
}
NAMES = {"r1": "评审员甲", "r2": "评审员乙", "r3": "评审员丙", "leader": "组长丁"}
WRAPPED = d.diagram(
    "jingan.trial", d.start(), d.call("round", "shared.review-round"), d.end(), d.flows("start round end")
)
LINK = re.compile(r'href="(/[^"#]*)')
MOST_PAGES = 400
MOST_ORDERS = 12  # of one list: its views come first, the rest are other orders of the same rows
ELSEWHERE = ("/static", "/calendar", "/rules", "/diagrams")  # pages that speak of no case


@dataclass
class Review:
    """One round with its reviewers."""

    pe: ProcessEngine
    house: House
    root: int

    def task(self, element: str, account: str | None = None, status: str = "open") -> int:
        """The newest task of an element."""
        query = select(user_task.c.id).where(user_task.c.element == element, user_task.c.status == status)
        if account:
            query = query.where(user_task.c.assignee == account)
        with self.pe.database.reading() as connection:
            return int(max(connection.execute(query).scalars()))

    def do(self, element: str, by: str, **values: Any) -> int:
        """Complete the open task of an element; its id."""
        mine = by if element in ("declare-conflict", "review-case") else None
        number = self.task(element, mine)
        tasks.complete(self.pe, number, values, Actor(by, frozenset(PEOPLE[by])))
        self.house.settle()
        return number

    def declare(self, *accounts: str) -> None:
        for account in accounts:
            self.do("declare-conflict", account, has_conflict="no", committed=True)

    def submit(self, account: str, percent: int, text: str = "示例", first: int | None = None) -> int:
        """A sheet with the same percentage everywhere, another for the first item; its task."""
        rows = [{"percent": percent, "strengths": text} for _ in range(ITEMS)]
        rows[0]["percent"] = percent if first is None else first
        return self.do("review-case", account, sheet=rows, strengths=text, improvements=text)


def arrange(pe: ProcessEngine, house: House, reviewers: tuple[str, ...] = ()) -> Review:
    """The case, with its reviewers assigned; without any it waits for the office. r1, r2 and r3 are engaged."""
    files = {**bundles.read_folder(PROCESSES / "jingan"), "jingan/trial.bpmn": WRAPPED}
    deployments.deploy(pe, files, Actor("owner", admin=True))
    for name, groups in PEOPLE.items():
        accounts.add(pe.database, name, NAMES.get(name, name), PASSWORD, groups)
    variables = {
        "scheme": "jingan",
        "round": "desk",
        "case_key": KEY,
        "slot": "gold-model",
        "cycle": CYCLE,
        "applicant_name": APPLICANT,
        "criteria_set": "shared.gbt-19580-2012",
        "applicant": {"name": APPLICANT, "kind": "organisation", "account": "applicant"},
    }
    engaged = [
        {
            "scheme": "jingan",
            "cycle": CYCLE,
            "account": a,
            "name": NAMES[a],
            "unit": "示例大学",
            "begun_on": DAY,
        }
        for a in ("r1", "r2", "r3")
    ]
    with pe.database.transaction() as connection:
        signed = [{**row, "commitment": "第 1 版", "committed_on": DAY} for row in engaged]
        connection.execute(engagement.insert(), signed)
    root = instances.start(
        pe, "jingan.trial", business_key=KEY, variables=variables, by=Actor("office"), owner="applicant"
    )
    house.settle()
    review = Review(pe, house, root)
    people = [{"account": a, "name": NAMES[a], "in_pool": True, "not_mentor": True} for a in reviewers]
    if people:
        review.do("assign-reviewers", "office", reviewers=people)
    return review


def places_of(browser: Browser, review: Review, *secrets: str) -> list[tuple[str, str]]:
    """Where a person reads one of these words, from the first pages on wherever links lead: pages, papers, downloads."""
    seen = everything_seen(browser, review)
    return [(path, secret) for path, text in seen.items() for secret in secrets if secret in text]


def everything_seen(browser: Browser, review: Review) -> dict[str, str]:
    """All that a person reads, by address."""
    todo = deque(["/tasks", "/reviews", "/cases", f"/cases/{review.root}", f"/cases/{review.root}/file.pdf"])
    texts: dict[str, str] = {}
    lists = Counter[str]()
    while todo and len(texts) < MOST_PAGES:
        path = todo.popleft().replace("&amp;", "&")
        page = path.partition("?")[0]
        if path in texts or path.startswith(ELSEWHERE) or lists[page] == MOST_ORDERS:
            continue
        lists[page] += 1
        texts[path] = ""
        answer = browser.client.get(path)
        if answer.status_code != 200:
            continue
        if answer.mimetype == "application/pdf":
            texts[path] = text_of(answer.data)
        else:
            texts[path] = text = answer.get_data(as_text=True)
            todo += LINK.findall(text) if answer.mimetype == "text/html" else []
    return texts
