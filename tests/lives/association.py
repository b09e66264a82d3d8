"""A life with the Association: conditions, written review, panel, seven days' notice, award, revocation, again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from tests.lives.association_rules import AssociationRules
from tests.lives.district import CYCLE, FIRST_KEY, REVIEWER
from tests.lives.filing import Filing
from tests.lives.past import USCC
from tests.lives.reckoning import DAY
from tests.lives.window import WindowLife

FIRST_DAY, LAST_DAY = date(2024, 2, 20), date(2026, 10, 31)
LONG = date(2040, 12, 31)
PASTS = ("accident", "certificate", "activity", "plain")


class AssociationLife(WindowLife):
    """One applicant of the Association: an organisation, a project or an artisan."""

    scheme = "association"
    rules: AssociationRules
    grounds = ("accident", "complaint", "dishonesty")
    second_channel = True
    habits = {
        "submit-application": {
            "uscc": USCC,
            "post_level": "artisan",
            "post": "frontline",
        },
        "assign-reviewers": {"reviewers": [REVIEWER]},
        "review-conditions": {"materials_result": "complete"},
    }

    def draw(self) -> Filing:
        kind = self.dice.choice(["organisation", "organisation", "project", "person"])
        on = self.day_in(FIRST_DAY, LAST_DAY)
        filing = Filing(kind, "", kind, on, certificate=LONG, activity=on - 100 * DAY)
        match self.dice.choice(PASTS):
            case "accident" if kind != "person":
                return replace(filing, accident=self.back(on, self.rules.clean_years))
            case "certificate":
                return replace(filing, certificate=on + self.dice.randint(-1, 1) * DAY)
            case "activity":
                return replace(filing, activity=self.back(on, self.rules.activity_years))
        return filing

    def apply(self, filing: Filing, key: str) -> int | None:
        case = self.opened(filing, key)
        if case is None:
            return None
        event = {"last_accident_on": filing.accident} if filing.accident else {}
        self.do(case, "submit-application", **self._papers(filing), **event)
        self.same("the application in the register", self.filed(key), [filing.on])
        return case

    def _papers(self, filing: Filing) -> dict[str, object]:
        """What an organisation shows; corrected, the form shows it again as it was."""
        until = {"quality": filing.certificate, "environment": LONG, "ohs": LONG}
        rows = [{"kind": kind, "number": "示例", "valid_to": day} for kind, day in until.items()]
        days = {"quality_activity_on": filing.activity, "csr_published_on": filing.on - 200 * DAY}
        return {"certificates": rows, "recommendations": ["own-unit", "association"], **days}

    def qualify(self, case: int, filing: Filing) -> bool:
        self.go_on(self.soon())
        lines = self._found(case)
        self.agree("findings", lines, filing)
        if any(kind == "supplement" for _, kind, _ in lines) or self.perhaps(0.1):
            filing = replace(filing, certificate=LONG)
            if not self._supplied(case, filing):
                return False
            lines = self._found(case)
            self.agree("findings", lines, filing)
        self.do(case, "review-conditions")
        passes = not any(kind == "hard" for _, kind, _ in lines) and self.perhaps(0.93)
        self.do(case, "decide-conditions", condition_result="pass" if passes else "return")
        if not passes:
            self.ended(case, "returned")
        return passes

    def _found(self, case: int) -> list[tuple[object, ...]]:
        task = self.house.tasks(case, "review-conditions")[0]
        found = self.house.variables(task.instance_id)["findings"]
        return sorted(((f["req"], f["kind"], f["allowed_from"]) for f in found), key=repr)

    def _supplied(self, case: int, filing: Filing) -> bool:
        told = self.today
        self.do(case, "review-conditions", materials_result="correct", correction_notified_on=told)
        self.agree("corrected_by", self.house.due(case, "correction-overdue"), told)
        by = self.rules.corrected_by(told)
        if self.perhaps(0.3):
            self.go(by)
            self.agree("corrected_by", self.ended(case, "returned"), told)
            return False
        self.go(self.before(by))
        self.do(case, "correct-materials", **self._papers(filing))
        return True

    def noticed(self, case: int) -> bool:
        """There is no notice of those who passed; the review begins with the approved plan."""
        self.go_on(self.soon())
        plan = {"plan_number": "示例方案 1 号", "plan_approved_on": self.today}
        self.say("association.decision", FIRST_KEY, **plan)
        self.is_at(case, "assign-reviewers")
        return True

    def reviewed(self, case: int, filing: Filing) -> Filing | None:
        self.round(case)
        if self.perhaps(0.15) and self._excluded(case):
            return None
        self.go_on(self.soon(40))
        if self.perhaps(0.1):
            self.decide("not-listed")
            self.ended(case, "not-selected")
            return None
        self.decide("panel")
        self.round(case)
        if filing.kind == "organisation":
            self.do(case, "panel-conclusion")
            self.do(case, "site-plan")
            self.round(case)
        self.do(case, "comprehensive-report")
        won = replace(filing, level=self.dice.choice(["exemplar", "specialised", "advancing"]))
        if not self.announced(CYCLE, 7):
            return None
        return self.commended(case, won, award_level=won.level, award_name="示例奖")

    def _excluded(self, case: int) -> bool:
        """Anybody may tell the office something at any time (A-16); only the committee excludes."""
        told = {
            "case_key": FIRST_KEY,
            "named": False,
            "has_proof": False,
            "objector": {},
            "facts": "示例事实",
        }
        self.say("association.objection-submitted", "反映 1", objection_key="反映 1", **told)
        report = self.house.newest("association.objection")
        self.do(report, "decide-hold")
        self.go_on(self.soon())
        excludes = self.perhaps(0.5)
        self.do(report, "investigate", recommend_exclusion="yes" if excludes else "no")
        if excludes:
            self.do(report, "committee-decision", objection_excludes=True)
            self.ended(case, "excluded")
        self.ended(report, "report-closed")
        return excludes

    def afterwards(self, won: Filing) -> None:
        """No reports and no ban; who lost the award for an event is clean again three years after it."""
        new = self.holds(won)
        if self.perhaps(0.4):
            self.again(won, self.day_in(self.today, self.today + timedelta(days=400)))
            return
        self.go_on(self.day_in(self.today, self.today + timedelta(days=900)))
        happened = self.today - self.dice.randint(1, 200) * DAY
        decided = self.lose(FIRST_KEY)
        told = self.perhaps(0.7)
        lost = replace(won, awards=(replace(new, revoked=True),), lost_on=decided)
        lost = replace(lost, accident=happened if told else None, activity=None)
        last = self.rules.years(happened if told else decided, self.rules.clean_years)
        self.again(lost, last + self.dice.choice([-1, 0, 1, 2]) * DAY)

    def again(self, filing: Filing, day: date) -> None:
        super().again(replace(filing, level="", activity=day - 100 * DAY), day)
