"""What the lives of the two districts share: the past in the register, corrections, rounds, the years after."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from awards.models import application, award
from tests.lives.filing import Award, Filing
from tests.lives.past import PastLife, key_of
from tests.lives.reckoning import DAY, at
from tests.lives.rest_days import LAST

REVIEWER = {"account": "expert-1", "name": "评审员一", "in_pool": True, "not_mentor": True}
SHEET = [{"percent": 70}] * 23  # the items of GB/T 19580-2012
FIRST_KEY, SECOND_KEY = "示例申〔2026〕001号", "示例申〔2026〕002号"
CYCLE = "示例届〔2026〕1号"


class DistrictLife(PastLife):
    """One applicant of a district's award."""

    @abstractmethod
    def draw(self) -> Filing:
        """Who applies, for what, on which day, with which past."""

    @abstractmethod
    def starts_on(self, filing: Filing) -> date:
        """The day on which an application is opened that is filed on its day."""

    @abstractmethod
    def apply(self, filing: Filing, key: str) -> int | None:
        """From the opening to the filing; None if it did not come to one."""

    @abstractmethod
    def qualify(self, case: int, filing: Filing) -> bool:
        """Whether the case is found fit."""

    @abstractmethod
    def reviewed(self, case: int, filing: Filing) -> Filing | None:
        """What the register holds in the end, if it came to an award."""

    def live(self) -> None:
        first = self.draw()
        self.valid_to = first.valid_to
        self.begin(self.starts_on(first))
        self.write_down(first)
        case = self.apply(first, FIRST_KEY)
        if case and self.stays(case, "withdrawn-before-acceptance") and self.qualify(case, first):
            won = self._noticed_and_reviewed(case, first)
            if won:
                self.afterwards(won)
        self.finish()

    def _noticed_and_reviewed(self, case: int, filing: Filing) -> Filing | None:
        if self.noticed(case) and self.stays(case, "closed"):
            return self.reviewed(case, filing)
        return None

    def stays(self, case: int, otherwise: str) -> bool:
        """An applicant may withdraw; what the register then says depends on how far the case was (AMB-08)."""
        if not self.perhaps(0.04):
            return True
        self.go_on(self.soon(10))
        self.say("case-withdrawn", FIRST_KEY, withdrawal_reason="示例")
        self.ended(case, "withdrawn")
        status = self.house.rows(select(application.c.status).where(application.c.case_key == FIRST_KEY))
        self.same("the register", [row[0] for row in status], [otherwise])
        return False

    # from the filing to the award

    def open_case(self, filing: Filing, key: str, closes_on: date) -> int:
        """The case of an applicant."""
        self.applicant = {"name": "示例申报人", "kind": filing.kind, "account": "org-1", "contact": "质量部"}
        key_name = "id_hash" if filing.kind == "person" else "uscc"
        self.applicant[key_name] = key_of(filing)
        opened = {"case_key": key, "cycle": CYCLE, "closes_on": closes_on, "applicant": self.applicant}
        return self.start(f"{self.scheme}.application", key, **opened)

    def submit(self, case: int, filing: Filing, element: str = "submit-application", **more: Any) -> None:
        """The application itself."""
        declared = {"level": filing.level, "category": filing.category}
        declared |= {"operating_since": filing.since, "quality_work_since": filing.since}
        if filing.accident:
            declared["last_accident_on"] = filing.accident
        self.do(case, element, **declared, **more)

    def filed(self, key: str) -> list[date]:
        """The days of filing that the register has for a case."""
        mine = select(application.c.submitted_on).where(application.c.case_key == key)
        return [row[0] for row in self.house.rows(mine)]

    def findings(self, case: int) -> list[tuple[Any, ...]]:
        """What the house found against the application."""
        asked = self.house.tasks(case, "decide-qualification")  # perhaps in a called process
        found = self.house.variables(asked[0].instance_id if asked else case)["findings"]
        return sorted(((f["req"], f["kind"], f["allowed_from"]) for f in found), key=repr)

    def corrected(self, case: int, end: str, **said: Any) -> bool:
        """Materials must be corrected; whether they are, in time."""
        told = self.today
        self.do(case, "check-materials", materials_result="correct", **said)
        self.agree("corrected_by", self.house.due(case, "correction-overdue"), told)
        by = self.rules.corrected_by(told)
        if self.perhaps(0.3):
            self.go(by)
            self.agree("corrected_by", self.ended(case, end), told)
            return False
        self.go(self.before(by))
        self.do(case, "correct-materials")
        return True

    def concluded(self, case: int) -> bool:
        """The office's conclusion, perhaps after asking others."""
        self.go_on(self.soon())
        if self.perhaps(0.1):
            self.do(case, "decide-qualification", qualification_result="consult")
            self.go_on(self.soon())
            self.do(case, "consult-departments", replies=[{"opinion": "agree"}])
        passes = self.perhaps(0.93)
        self.do(case, "decide-qualification", qualification_result="pass" if passes else "refuse")
        if not passes:
            self.ended(case, "refused")
        return passes

    def noticed(self, case: int) -> bool:
        """The notice of those who passed; whether the case goes on to the review."""
        goes_on = self.post(case, FIRST_KEY, "assign-reviewers")
        if goes_on:
            self.is_at(case, "assign-reviewers")
        elif any(objection.excludes for objection in self.raised):
            self.ended(case, "refused")
        return goes_on

    def round(self, case: int) -> None:
        """One round of review."""
        self.go_on(self.soon())
        self.do(case, "assign-reviewers")
        if self.house.tasks(case, "plan-visit"):
            self.do(case, "plan-visit")
        self.do(case, "declare-conflict")
        self.do(case, "review-case", **({"sheet": SHEET} if self.applicant["kind"] == "organisation" else {}))
        self.do(case, "write-report")

    def decide(self, decision: str, **more: Any) -> None:
        """What the cycle tells the case."""
        self.say(f"{self.scheme}.decision", FIRST_KEY, decision=decision, decision_reason="示例", **more)

    def commended(self, case: int, filing: Filing, **more: Any) -> Filing | None:
        """The document of the commendation, and what the register makes of it."""
        self.go_on(self.soon(60))
        document = {
            "document_number": "示例府 30 号",
            "document_date": self.today - self.dice.randint(0, 2) * DAY,
        }
        if self.perhaps(0.1):
            self.say(f"{self.scheme}.decision", FIRST_KEY, decision="not-awarded", **document)
            self.ended(case, "not-awarded")
            return None
        self.say(f"{self.scheme}.decision", FIRST_KEY, decision="awarded", **document, **more)
        return self.awarded(case, filing, document["document_date"])

    def awarded(self, case: int, filing: Filing, on: date) -> Filing:
        """The award is in the register, dated by its document."""
        self.ended(case, "awarded")
        new = Award(filing.level, filing.category, on)
        self.same("the award in the register", self.awards()[-1], (new.level, new.category, new.on, None))
        return replace(filing, awards=(*filing.awards, new))

    # after the award

    def afterwards(self, won: Filing) -> None:
        """Reports; perhaps the award is lost; then the applicant tries again on a day near a boundary."""
        new = self.holds(won)
        won, boundary = self.next_step(won)
        if self.perhaps(0.5):
            self.go_on(self.day_in(self.today, self.today + timedelta(days=1400)))
            decided = self.lose(FIRST_KEY)
            if decided is None:
                return
            boundary = self.rules.ban(decided)[0]
            lost = replace(new, revoked=True)
            won = replace(won, level=new.level, awards=(*won.awards[:-1], lost), bans=(*won.bans, boundary))
        self.again(won, boundary + self.dice.choice([-1, 0, 1, 2]) * DAY)

    def holds(self, won: Filing) -> Award:
        """The award as it came into the register, with what is owed for it."""
        new = won.awards[-1]
        numbers = self.house.rows(select(award.c.certificate).order_by(award.c.id.desc()))
        self.winner = {k: self.applicant[k] for k in ("name", "account", "kind")}
        self.winner |= {"key": key_of(won), "certificate": numbers[0][0]}
        self.owe(new.on)
        return new

    def next_step(self, won: Filing) -> tuple[Filing, date]:
        """What a winner may try next, and the last day on which it is too early."""
        return won, self.rules.years(won.awards[-1].on, self.rules.same_award_years)

    def again(self, filing: Filing, day: date) -> None:
        """Another application, filed on that day if there is still time, and a notice of its days off."""
        filing = replace(filing, on=day)
        if day > LAST - 180 * DAY or self.starts_on(filing) <= self.today:
            return
        self.tell("and once more")
        self.go(at(self.starts_on(filing), 9))
        case = self.apply(filing, SECOND_KEY)
        if case:
            self.qualify(case, filing)
