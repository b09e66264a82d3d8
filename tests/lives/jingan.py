"""A life in Jing'an: application, review, notice, objections, award, reports, revocation, and once more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.lives.district import CYCLE, FIRST_KEY, REVIEWER
from tests.lives.edition import EditionLife
from tests.lives.filing import LONG_AGO, Award, Filing
from tests.lives.jingan_rules import JinganRules
from tests.lives.past import USCC
from tests.lives.reckoning import DAY, at

FIRST_DAY, LAST_DAY = date(2024, 2, 20), date(2026, 8, 31)
PROLONGED = date(2033, 11, 30)
PASTS = ("ban", "same", "accident", "elsewhere", "young", "plain", "plain")


class JinganLife(EditionLife):
    """One applicant of Jing'an; in half of the lives the rule was prolonged in time."""

    scheme = "jingan"
    rules: JinganRules
    proof_message = "jingan.objection-proof"
    grounds = ("fraud", "accident", "other")
    habits = {
        "submit-application": {
            "uscc": USCC,
            "registered_district": "jingan",
            "district_since": LONG_AGO,
            "cqo_appointed": True,
        },
        "assign-reviewers": {"reviewers": [REVIEWER]},
    }

    def draw(self) -> Filing:
        kind = self.dice.choice(["organisation", "organisation", "person"])
        category = "model" if kind == "organisation" else "achievement"
        level = self.dice.choice(["gold", "gold", "top"])
        valid_to = PROLONGED if self.perhaps(0.5) else self.rules.valid_to
        filing = Filing(kind, level, category, self.day_in(FIRST_DAY, LAST_DAY), valid_to=valid_to)
        if kind == "organisation" and level == "top" and self.perhaps(0.9):
            gold = Award("gold", "model", self.back(filing.on, self.dice.choice([2, 2, 4])))
            filing = replace(filing, awards=(gold,))
        return self.doubtful(filing, self.dice.choice(PASTS))

    def starts_on(self, filing: Filing) -> date:
        """A day on which the internal notice may be posted so that it is over by the day of filing."""
        day = filing.on - self.dice.choice([6, 7, 8, 14]) * DAY
        while self.rules.internal_over(day) > at(filing.on):
            day -= DAY
        return day

    def apply(self, filing: Filing, key: str) -> int | None:
        lapses = self.perhaps(0.05)
        closes_on = filing.on + (-1 if lapses else self.dice.choice([0, 1, 15])) * DAY
        if key == FIRST_KEY and self.perhaps(0.3):
            self.open_edition(closes_on)
        case = self.open_case(filing, key, closes_on)
        posted = self.today
        self.do(case, "post-internal-notice", internal_posted_on=posted)
        self.agree("internal_over", self.house.due(case, "internal-notice-over"), posted)
        self.agree("closed", self.house.due(case, "intake-closed"), closes_on)
        self.go_on(filing.on)
        if lapses:
            self.agree("closed", self.ended(case, "lapsed"), closes_on)
            return None
        self.agree("internal_over", self.house.opened(case, "submit-application"), posted)
        self.submit(case, filing)
        self.same("the application in the register", self.filed(key), [filing.on])
        return case

    def qualify(self, case: int, filing: Filing) -> bool:
        self.go_on(self.soon())
        if self.perhaps(0.15) and not self.corrected(case, "returned", correction_notified_on=self.today):
            return False
        self.do(case, "check-materials", materials_result="complete")
        lines = self.findings(case)
        self.agree("findings", lines, filing)
        if any(kind == "hard" for _, kind, _ in lines):
            self.ended(case, "refused")
            return False
        return self.concluded(case)

    def reviewed(self, case: int, filing: Filing) -> Filing | None:
        if self.cycle is not None:
            return self.through_the_edition(case, filing)
        self.round(case)
        self.go_on(self.soon(40))
        if self.perhaps(0.1):
            self.decide("not-selected")
            self.do(case, "feedback-report")
            self.ended(case, "not-selected")
            return None
        self.decide("onsite")
        self.round(case)
        self.do(case, "comprehensive-report")
        return self.commended(case, filing) if self.announced(CYCLE, 5) else None

    def next_step(self, won: Filing) -> tuple[Filing, date]:
        new = won.awards[-1]
        if won.kind == "organisation" and new.level == "gold" and self.perhaps(0.6):
            return replace(won, level="top"), self.rules.years(new.on, self.rules.gold_years)
        return super().next_step(won)
