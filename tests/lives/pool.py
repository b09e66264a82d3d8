"""A life in the incubation pool: admitted or not, removed for an accident, gone at will, and back again."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from awards.models import pool_member
from tests.lives.district import DistrictLife
from tests.lives.filing import LONG_AGO
from tests.lives.past import USCC
from tests.lives.reckoning import DAY, at
from tests.lives.shanghai_rules import ShanghaiRules

POOL_KEY = "示例培〔2026〕00{}号"


class PoolLife(DistrictLife):
    """One organisation and the pool of the city."""

    rules: ShanghaiRules
    habits = {
        "fill-application": {
            "applicant": {"uscc": USCC},
            "phone": "02100000000",
            "email": "quality@example.invalid",
            "had_accident": "no",
            "had_complaint": "no",
        },
    }

    def incubate(self) -> None:
        """In, perhaps out, and in again on a day near the end of three clean years."""
        since = self.back(self.today, self.rules.pool_years) if self.perhaps(0.4) else LONG_AGO
        case = self._ask(1, since, None, inside=False)
        if case is None:
            return
        if self.perhaps(0.2):
            self._ask(2, LONG_AGO, None, inside=True)
        self.go_on(self.soon(200))
        happened = self._leave(case)
        if happened is None:
            self.go_on(self.soon(100))
            self._ask(3, LONG_AGO, None, inside=False)
            return
        last = self.rules.years(happened, self.rules.pool_years)
        self.go(at(last + self.dice.choice([-1, 0, 1, 2]) * DAY, 9))
        self._ask(3, LONG_AGO, happened, inside=False)

    def _ask(self, number: int, since: date, accident: date | None, *, inside: bool) -> int | None:
        """Apply to the pool; the case if the applicant is in."""
        key, applicant = (
            POOL_KEY.format(number),
            {"name": "示例公司", "kind": "organisation", "account": "org-1"},
        )
        case = self.start("shanghai.incubation", key, case_key=key, applicant=applicant)
        told = {"had_accident": "yes", "last_accident_on": accident} if accident else {}
        asked_on = self.today
        self.do(case, "fill-application", established_on=since, **told)
        self.go_on(self.soon(10))
        self.do(case, "check-application")
        lines = self.findings(case)
        self.agree("pool_findings", lines, asked_on, since, accident, inside)
        kinds = {kind for _, kind, _ in lines}
        admitted = "hard" not in kinds
        if admitted and "refer" in kinds:
            admitted = self.perhaps(0.6)
            self.do(case, "decide-admission", admission="admit" if admitted else "decline")
        if not admitted:
            self.ended(case, "declined")
            return None
        self.same("the pool", self._members()[-1], (self.today, None, None))
        return case

    def _leave(self, case: int) -> date | None:
        """Removed for a major accident (its day), or gone, or done."""
        key = POOL_KEY.format(1)
        how = self.dice.choice(["accident", "accident", "quit", "finish"])
        happened = None
        if how == "accident":
            self.say("shanghai.incubation-accident", key, accident_report="示例通报")
            self.go_on(self.soon())
            happened = self.today - self.dice.randint(0, 30) * DAY
            self.do(case, "verify-accident", accident_result="major", accident_on=happened)
        elif how == "quit":
            self.say("shanghai.incubation-quit", key)
        else:
            for element in ("basic-teaching", "self-evaluation", "expert-guidance", "improvement"):
                self.do(case, element)
            self.do(case, "conclude", next_step="finish")
        end, reason = {
            "accident": ("removed", "major-accident"),
            "quit": ("left", "at-will"),
            "finish": ("finished", "finished"),
        }[how]
        self.ended(case, end)
        self.same("the pool", self._members()[-1][1:], (self.today, reason))
        return happened

    def _members(self) -> list[tuple[object, ...]]:
        columns = (pool_member.c.entered_on, pool_member.c.left_on, pool_member.c.reason)
        return [tuple(row) for row in self.house.rows(select(*columns).order_by(pool_member.c.id))]
