"""Those who are asked only now and then: the discipline inspection with its ratings, the third-party evaluator."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from engine.actor import Actor
from engine.clock import business_date
from engine.commands import instances
from engine.models import instance
from engine.rehearsal.passing import settle
from web.demo import answers
from web.demo.story import CLERK, LEAD, SCHEME, Organisation, Story

CONTACT = "资料核查会"
REVIEWERS = (("reviewer1", "评审员甲"), ("reviewer2", "评审员乙"))


def supervise(story: Story, who: Organisation) -> None:
    """A case's applicant and reviewers met; the applicant and the first reviewer have rated each other since (J-30)."""

    def open_ratings() -> None:
        given = {
            "case_key": story.keys[who.account],
            "contact": CONTACT,
            "applicant": {"name": who.name, "account": who.account},
            "reviewers": [{"account": account, "name": name} for account, name in REVIEWERS],
        }
        key = f"{story.keys[who.account]}/{CONTACT}"
        story.roots[CONTACT] = instances.start(
            story.pe, f"{SCHEME}.supervision", business_key=key, variables=given, by=CLERK
        )
        settle(story.pe)
        until = business_date(story.now) + timedelta(days=20)
        story.do(CONTACT, "open-ratings", CLERK, {"closes_on": until.isoformat()})

    story.on(9, 10, open_ratings)
    applicant = Actor(who.account, frozenset({f"{SCHEME}.applicant"}))
    reviewer = Actor(REVIEWERS[0][0], frozenset({f"{SCHEME}.review-group"}))
    story.on(7, 11, lambda: _rate(story, applicant, answers.PRAISE))
    story.on(6, 11, lambda: _rate(story, reviewer, answers.REPROACH))


def evaluate(story: Story) -> None:
    """The office's lead has the award work of the cycle evaluated by a third party (J-37)."""

    def commission() -> None:
        cycle = story.keys["cycle"]
        story.roots["evaluation"] = instances.start(
            story.pe,
            f"{SCHEME}.third-party-evaluation",
            business_key=f"{cycle}/第三方评估",
            variables={"period": cycle},
            by=LEAD,
        )
        settle(story.pe)
        by = business_date(story.now) + timedelta(days=45)
        story.do("evaluation", "commission", LEAD, answers.contract(by))

    story.on(6, 15, commission)


def _rate(story: Story, rater: Actor, given: Mapping[str, Any]) -> None:
    """Somebody fills in their rating, which is a case of its own that belongs to them."""
    query = select(instance.c.id).where(
        instance.c.owner == rater.name, instance.c.process_id == "shared.supervision"
    )
    with story.pe.database.reading() as connection:
        story.roots[f"rating by {rater.name}"] = connection.execute(query).scalar_one()
    story.do(f"rating by {rater.name}", "rate", rater, dict(given))
