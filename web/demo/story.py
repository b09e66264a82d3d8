"""The demonstration's past: a cycle and its cases, lived through on a lent clock up to today."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from awards import objectors
from awards.numbers import issue
from awards.objectors import Identity
from engine.actor import Actor
from engine.clock import SHANGHAI, LentClock, business_date
from engine.commands import instances, messages, tasks
from engine.models import user_task
from engine.process_engine import ProcessEngine
from engine.rehearsal.passing import pass_time, settle
from web.demo import answers

SCHEME = "jingan"
WINNER = "静质奖证〔2023〕001号"  # the certificate of the replay after the award
CLERK = Actor("office", frozenset({"jingan.office-clerk"}))
LEAD = Actor("lead", frozenset({"jingan.office-lead", "jingan.office-clerk"}))
REVIEWER = Actor("reviewer1", frozenset({"jingan.review-group"}))
ARCHIVE = Actor("archive", frozenset({"jingan.archive"}))
FOLLOW_UP = Actor("follow-up", frozenset({"jingan.follow-up"}))


@dataclass(frozen=True, slots=True)
class Organisation:
    """An invented applicant; its credit code has a right check digit and belongs to nobody."""

    account: str
    name: str
    credit_code: str


class Story:
    """Things that happen on working days before today, told in order."""

    def __init__(self, pe: ProcessEngine, clock: LentClock, now: datetime) -> None:
        self.pe, self.clock, self.now = pe, clock, now
        self._events: list[tuple[datetime, Callable[[], object]]] = []
        self.roots: dict[str, int] = {}
        self.keys: dict[str, str] = {}
        with pe.database.reading() as connection:
            self._calendar = pe.calendar(connection)

    def day(self, working_days_ago: int) -> date:
        return self._calendar.before(business_date(self.now), working_days_ago)

    def on(self, working_days_ago: int, hour: int, act: Callable[[], object]) -> None:
        moment = datetime.combine(self.day(working_days_ago), time(hour), SHANGHAI)
        self._events.append((moment, act))

    def tell(self) -> None:
        """Live through everything up to now."""
        for moment, act in sorted(self._events, key=lambda event: event[0]):
            pass_time(self.pe, self.clock, moment)
            act()
            settle(self.pe)
        pass_time(self.pe, self.clock, self.now)

    def number(self, kind: str, year: int) -> str:
        with self.pe.database.transaction() as connection:
            deployed = self.pe.definitions.newest(connection, f"{SCHEME}.{kind}")
            pattern = (deployed.scheme or {})["series"][kind]
            return issue(connection, f"{SCHEME}.{kind}", year, pattern)

    def do(self, root: str, element: str, by: Actor, values: dict[str, Any]) -> None:
        """Somebody completes the oldest open task of an element."""
        query = select(user_task.c.id).where(
            user_task.c.root_id == self.roots[root],
            user_task.c.element == element,
            user_task.c.status == "open",
        )
        with self.pe.database.reading() as connection:
            found = connection.execute(query.order_by(user_task.c.id)).scalars().first()
        if found is None:
            raise LookupError(f"{root} has no open task {element}")
        tasks.complete(self.pe, found, values, by)


def live(
    pe: ProcessEngine,
    clock: LentClock,
    organisations: list[Organisation],
    now: datetime,
    besides: Iterable[Callable[[Story], None]] = (),
) -> None:
    """A cycle with cases at telling stages, `organisations` are used in order; and what happens besides."""
    story = Story(pe, clock, now)
    _cycle(story)
    reviewed, noticed, objected, corrected, submitted, posted, decided, judged = organisations
    _case(story, reviewed, begin=38, submit=31, check=28, decide=25, notice=22)
    story.on(15, 10, lambda: story.do(reviewed.account, "assign-reviewers", CLERK, answers.reviewers()))
    committed = {"has_conflict": "no", "committed": True}
    story.on(14, 10, lambda: story.do(reviewed.account, "declare-conflict", REVIEWER, committed))
    _case(story, noticed, begin=20, submit=13, check=9, decide=5, notice=2)
    _case(story, objected, begin=20, submit=13, check=9, decide=5, notice=2)
    story.on(1, 15, lambda: _object(story, objected))
    _case(story, decided, begin=18, submit=11, check=6, decide=1)
    _case(story, judged, begin=17, submit=10, check=2)
    _case(story, corrected, begin=15, submit=8, check=4, complete=False)
    _case(story, submitted, begin=12, submit=3)
    _case(story, posted, begin=2)
    _after(story)
    for plan in besides:
        plan(story)
    story.tell()


def _cycle(story: Story) -> None:
    opened, published = story.day(45), story.day(40)
    closes = business_date(story.now) + timedelta(days=20)

    def open_cycle() -> None:
        key = story.number("cycle", opened.year)
        story.keys["cycle"] = key
        story.roots["cycle"] = instances.start(
            story.pe, f"{SCHEME}.cycle", business_key=key, variables={"cycle": key}, by=LEAD
        )
        settle(story.pe)
        story.do("cycle", "open-cycle", LEAD, answers.opening(opened, opened - timedelta(days=30)))

    story.on(45, 9, open_cycle)
    notice = answers.notice_of_cycle(published, closes)
    story.on(40, 10, lambda: story.do("cycle", "publish-notice", CLERK, notice))


def _case(
    story: Story,
    who: Organisation,
    *,
    begin: int,
    submit: int | None = None,
    check: int | None = None,
    decide: int | None = None,
    notice: int | None = None,
    complete: bool = True,
) -> None:
    """One case as far as its days go (working days ago)."""
    me = _applicant(who)

    def checked() -> dict[str, Any]:
        return answers.COMPLETE if complete else answers.incomplete(story.day(check or 0))

    story.on(begin, 9, lambda: _apply(story, who, begin))
    steps = (
        (submit, "submit-application", me, lambda: answers.application(who.credit_code)),
        (check, "check-materials", REVIEWER, checked),
        (decide, "decide-qualification", LEAD, lambda: answers.PASSED),
        (notice, "post-notice", CLERK, lambda: answers.public_notice(story.day(notice or 0))),
    )
    for days, element, by, values in steps:
        if days is not None:
            story.on(
                days,
                10,
                lambda e=element, b=by, v=values: story.do(who.account, e, b, v()),  # type: ignore[misc]
            )


def _after(story: Story) -> None:
    """Long after an award: a file whose years of keeping are over, and a visit to a former winner."""
    closed = date(business_date(story.now).year - 11, 6, 30)
    file = answers.old_file(closed)
    story.on(
        12, 9, lambda: messages.publish(story.pe, f"{SCHEME}.file-closed", file["file_key"], file, ARCHIVE)
    )
    story.on(3, 9, lambda: messages.publish(story.pe, "visit-asked", WINNER, answers.visit(), FOLLOW_UP))


def _apply(story: Story, who: Organisation, begin: int) -> None:
    """An organisation opens its case and posts its internal notice."""
    key = story.number("application", story.day(begin).year)
    closes = business_date(story.now) + timedelta(days=20)
    applicant = {
        "name": who.name,
        "kind": "organisation",
        "account": who.account,
        "uscc": who.credit_code,
        "contact": "质量管理部",
    }
    variables = {
        "case_key": key,
        "cycle": story.keys["cycle"],
        "closes_on": {"$": "date", "v": closes.isoformat()},
        "applicant": applicant,
    }
    me = _applicant(who)
    story.keys[who.account] = key
    story.roots[who.account] = instances.start(
        story.pe,
        f"{SCHEME}.application",
        business_key=key,
        variables=variables,
        by=me,
        owner=who.account,
    )
    settle(story.pe)
    story.do(who.account, "post-internal-notice", me, answers.internal_notice(story.day(begin)))


def _applicant(who: Organisation) -> Actor:
    return Actor(who.account, frozenset({"jingan.applicant"}))


def _object(story: Story, who: Organisation) -> None:
    key = story.number("objection", business_date(story.clock.now()).year)
    given = answers.objection(key, story.keys[who.account])
    citizen = Identity("示例市民", "objector@example.invalid")
    with story.pe.database.transaction() as connection:
        objectors.keep(connection, story.pe, "jingan", key, citizen)
    messages.publish(story.pe, "jingan.objection-submitted", key, given, CLERK)
