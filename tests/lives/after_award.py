"""The years after an award in a life: reports in time, late or never, and perhaps a revocation."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from awards.models import ban
from engine.models import user_task
from tests.lives import robot
from tests.lives.notice import NoticeLife
from tests.lives.reckoning import DAY, at

REPORT_LETTERS = ("report-reminder", "report-last-reminder")


class AwardedLife(NoticeLife):
    """What a winner owes, and what a winner may lose."""

    grounds = ("fraud", "accident")
    winner: dict[str, Any]
    after: int  # the case of the duties
    revoked = False

    def owe(self, award: date) -> None:
        """Reports are asked for year by year; each is filed at a day of its own, or never."""
        self.after = self.house.newest(f"{self.scheme}.after-award")
        waiting = self.house.dues(self.after, "report-year")
        opens = [
            n for n in range(1, self.rules.reports + 1) if self.rules.report_opens(award, n) > self.house.now
        ]
        self.same("reports that wait for their year", len(waiting), len(opens))
        for number, due in zip(opens, waiting, strict=True):
            self.agree("report_opens", due, award, number)
        self._asked: set[int] = set()
        self._reported = 0
        if self.rules.tracking_years is not None:
            self.plan(self.rules.tracked_until(award), lambda: self._tracked(award))
        for number in range(1, self.rules.reports + 1):
            self.plan(self.rules.report_opens(award, number), lambda n=number: self._asked_for(award, n))

    def _tracked(self, award: date) -> None:
        """Who has reported all and was followed to the end owes nothing any more."""
        if not self.revoked and self._reported == self.rules.reports:
            self.agree("tracked_until", self.ended(self.after, "after-award-over"), award)

    def _asked_for(self, award: date, number: int) -> None:
        if self.revoked:
            return
        task = next(t for t in self.house.tasks(self.after, "file-report") if t.id not in self._asked)
        self._asked.add(task.id)
        self.tell(f"report {number} is asked for")
        due = self.rules.report_due(award, number)
        self.agree("report_due", task.due_at.astimezone(at(due).tzinfo).date() - DAY, award, number)
        self.agree("report_overdue", self.house.due_in(task.instance_id, "report-overdue"), award, number)
        how = self.dice.choice(["early", "near", "late", "never"])
        when = {
            "early": lambda: at(self.day_in(self.today, due), self.dice.randint(0, 23)),
            "near": lambda: at(due + self.dice.randint(-1, 1) * DAY, self.dice.randint(0, 23)),
            "late": lambda: at(due + self.dice.randint(2, 40) * DAY, self.dice.randint(0, 23)),
            "never": lambda: at(due + 60 * DAY),
        }[how]()
        self.plan(when, lambda: self._filed(task, award, number, how))

    def _filed(self, task: Any, award: date, number: int, how: str) -> None:
        if self.revoked:
            return
        sent = self.house.letters_of(task.instance_id)
        self.agree("reminded", [i for i in sent if i[0] in REPORT_LETTERS], award, number, self.house.now)
        self.agree("followed_up", self._follow_up(task.instance_id), award, number, self.house.now)
        if how == "never":
            return
        self.tell(f"report {number} is filed")
        robot.complete(self.house, task, {})
        self._reported += 1
        for reminder in self.house.tasks(self.after, "follow-up-report"):
            if reminder.instance_id == task.instance_id:
                robot.complete(self.house, reminder, {})
        self.agree(
            "report_late", self.house.variables(task.instance_id)["report_late"], award, number, self.today
        )

    def _follow_up(self, instance: int) -> datetime | None:
        mine = (user_task.c.instance_id == instance, user_task.c.element == "follow-up-report")
        return next((row[0] for row in self.house.rows(select(user_task.c.created_at).where(*mine))), None)

    def lose(self, case_key: str) -> date | None:
        """A revocation from the first report to the last effect; the day of the decision if it came to one."""
        root = self.start(
            f"{self.scheme}.revocation",
            case_key,
            case_key=case_key,
            certificate=self.winner["certificate"],
            winner={k: v for k, v in self.winner.items() if k != "certificate"},
            reported_facts="示例举报",
        )
        ground = self.dice.choice(self.grounds)
        self.go_on(self.soon())
        heard_by = self.soon()
        self.do(root, "verify-facts", facts_result="proceed", ground=ground, statement_by=heard_by)
        self.agree("closed", self.house.due(root, "no-statement"), heard_by)
        if self.perhaps(0.5):
            self.go(at(self.day_in(self.today, heard_by), 23))
            self.do(root, "state-case")
        else:
            self.go(self.rules.closed(heard_by))
        self.go_on(self.soon())
        self.do(root, "propose-revocation", proposal_result="revoke")
        return self._decided(root, ground)

    def _decided(self, root: int, ground: str) -> date | None:
        while self.house.tasks(root, "approve-revocation"):
            self.go_on(self.soon())
            self.do(root, "approve-revocation", approval_result="approved")
        if not self.may_act(root):
            return None
        self.go_on(self.soon())
        decided = self.today - timedelta(days=self.dice.choice([0, 0, 1]))
        owing = self.house.case(self.after).status == "active"
        self.do(root, "issue-decision", decided_on=decided)
        self.revoked = True
        rows = self.house.rows(select(ban.c.decided_on, ban.c.until).where(ban.c.ground == ground))
        mine = next((until for day, until in rows if day == decided), None)
        self.agree("ban", None if mine is None else (mine, mine + DAY), decided)
        self.same("the award is revoked", self.awards()[-1][-1], decided)
        if owing:
            self.same("the duties end with the award", self.ended(self.after, "duties-ended"), self.house.now)
        self.agree("effects", self.house.open(root), ground)
        for element in self.rules.effects(ground):
            self.go_on(self.soon())
            self.do(root, element)
        self.ended(root, "closed")
        return decided
