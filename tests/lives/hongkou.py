"""A life in Hongkou: through a recommending body, two notices at the end, three years of duties and bans."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from tests.lives.district import CYCLE, REVIEWER
from tests.lives.filing import LONG_AGO, Award, Filing
from tests.lives.hongkou_rules import HongkouRules
from tests.lives.notice import FAR
from tests.lives.past import USCC
from tests.lives.reckoning import DAY
from tests.lives.window import WindowLife

FIRST_DAY, LAST_DAY = date(2024, 2, 20), date(2026, 8, 31)
PROLONGED = date(2031, 11, 21)
BODIES = ("示例行业协会", "hongkou.recommender-association"), ("示例街道", "hongkou.recommender-sub-district")
PASTS = ("ban", "same", "accident", "elsewhere", "young", "plain", "plain")


class HongkouLife(WindowLife):
    """One applicant of Hongkou; in half of the lives the rule was prolonged in time."""

    scheme = "hongkou"
    rules: HongkouRules
    proof_message = "hongkou.objection-proof"
    least_days = 3
    grounds = ("fraud", "accident", "complaint")
    habits = {
        "submit-application": {
            "applicant": {"uscc": USCC},
            "registered_district": "hongkou",
            "district_since": LONG_AGO,
        },
        "assign-reviewers": {"reviewers": [REVIEWER]},
    }

    def draw(self) -> Filing:
        kind = self.dice.choice(["organisation", "organisation", "person"])
        level = self.dice.choice(["gold", "silver"])
        last_day = self.rules.valid_to
        on = self.day_in(FIRST_DAY, LAST_DAY)
        if self.perhaps(0.15):
            on = last_day + self.dice.randint(-1, 2) * DAY
        valid_to = PROLONGED if self.perhaps(0.5) else last_day
        filing = Filing(kind, level, kind, on, valid_to=valid_to)
        if self.perhaps(0.2):
            other = "gold" if level == "silver" else "silver"
            filing = replace(filing, awards=(Award(other, kind, on - 500 * DAY),))
        return self.doubtful(filing, self.dice.choice(PASTS))

    def apply(self, filing: Filing, key: str) -> int | None:
        case = self.opened(filing, key)
        if case is None:
            return None
        name, group = BODIES[self.seed % len(BODIES)]
        self.submit(case, filing, recommending_body={"group": group, "name": name})
        if not self.rules.in_force(filing.on, filing.valid_to):
            self.agree("findings", self.findings(case), filing)
            self.same("no application in the register", self.filed(key), [])
            self.ended(case, "refused")
            return None
        self.same("the application in the register", self.filed(key), [filing.on])
        return case if self._recommended(case, group) else None

    def _recommended(self, case: int, group: str) -> bool:
        """The chosen body alone forwards the papers with its opinion; without it the office decides (AMB-44)."""
        asked = [task.candidates["groups"] for task in self.house.tasks(case, "recommend")]
        self.same("who is asked to recommend", asked, [[group]])
        self.go_on(self.soon())
        if self.perhaps(0.85):
            self.do(case, "recommend", recommended="yes")
            return True
        self.do(case, "recommend", recommended="no")
        admitted = self.perhaps(0.7)
        self.do(case, "decide-unrecommended", unrecommended_result="admit" if admitted else "refuse")
        if not admitted:
            self.ended(case, "refused")
        return admitted

    def qualify(self, case: int, filing: Filing) -> bool:
        self.go_on(self.soon())
        if self.perhaps(0.15) and not self.corrected(case, "refused"):
            return False
        self.do(case, "check-materials", materials_result="complete")
        lines = self.findings(case)
        self.agree("findings", lines, filing)
        if any(kind == "hard" for _, kind, _ in lines):
            self.ended(case, "refused")
            return False
        return self.concluded(case)

    def reviewed(self, case: int, filing: Filing) -> Filing | None:
        self.round(case)
        self.go_on(self.soon(40))
        if self.perhaps(0.1):
            self.decide("not-selected")
            self.do(case, "feedback-report")
            self.ended(case, "not-selected")
            return None
        defended = self.dice.choice(["yes", "no"])
        self.decide("onsite", defence=defended)
        self.round(case)
        if defended == "yes":
            self.round(case)
        self.do(case, "comprehensive-report")
        self.open_until = FAR
        self.decide("proposed", industry_field="先进制造")
        if not self._own_notice(case) or not self.announced(CYCLE, 7):
            return None
        return self.commended(case, filing)

    def _own_notice(self, case: int) -> bool:
        """The notice inside the applicant's unit; whether the case is still there when all is settled."""
        proposed = self.today
        self.go_on(self.soon())
        posted = self.today - timedelta(days=self.dice.choice([0, 0, 1]))
        self.do(case, "post-own-notice", own_posted_on=posted)
        self.agree("own_notice_over", self.house.due(case, "own-notice-over"), posted, proposed)
        self.open_until = self.rules.own_notice_over(posted, proposed)
        self.go(self.open_until)
        while any(o.settled is None for o in self.raised if o.holds):
            self.same("the stage", self.house.variables(case)["stage"], "own-notice")
            self.next()
        if any(o.excludes for o in self.raised):
            self.ended(case, "excluded")
            return False
        self.same("the stage", self.house.variables(case)["stage"], "noticed")
        return True

    def next_step(self, won: Filing) -> tuple[Filing, date]:
        level = self.dice.choice(["gold", "silver"])
        return replace(won, level=level), self.rules.years(won.awards[-1].on, self.rules.same_award_years)
