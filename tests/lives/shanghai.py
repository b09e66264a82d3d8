"""A life with the municipal award: intake, on paper or not, the conditions, an award of the city, and once more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import insert, select

from awards.models import application, award
from tests.lives.district import FIRST_KEY
from tests.lives.filing import LONG_AGO, Award, Filing
from tests.lives.past import USCC, key_of
from tests.lives.pool import PoolLife
from tests.lives.reckoning import DAY, at
from tests.lives.shanghai_rules import ShanghaiRules

FIRST_DAY, LAST_DAY = date(2024, 2, 20), date(2026, 10, 31)
PASTS = ("same", "accident", "elsewhere", "young", "plain")
COMPANY = {
    "applicant": {"uscc": USCC},
    "registered_city": "shanghai",
    "city_since": LONG_AGO,
    "cqo_appointed": True,
}


class ShanghaiLife(PoolLife):
    """One applicant to the city, who may first have been in the incubation pool."""

    scheme = "shanghai"
    rules: ShanghaiRules
    other = ("jingan", "district")
    habits = {**PoolLife.habits, "submit-application": COMPANY, "enter-paper": COMPANY}

    def live(self) -> None:
        first = self.draw()
        self.begin(self.starts_on(first))
        self.write_down(first)
        if self.perhaps(0.3):
            self.incubate()
            self.finish()
            return
        case = self.apply(first, FIRST_KEY)
        if case and self.qualify(case, self.filing) and self.perhaps(0.7):
            self._commended_by_the_city(self.filing)

    def draw(self) -> Filing:
        kind = self.dice.choice(["organisation", "organisation", "person"])
        category = "model" if kind == "organisation" else "achievement"
        level = self.dice.choice(["gold", "gold", "top"])
        filing = Filing(kind, level, category, self.day_in(FIRST_DAY, LAST_DAY))
        if kind == "organisation" and level == "top" and self.perhaps(0.9):
            gold = Award("gold", "model", self.back(filing.on, self.dice.choice([3, 3, 4])))
            filing = replace(filing, awards=(gold,))
        turn = self.dice.choice(PASTS)
        if turn == "young":
            years = 3 if kind == "organisation" else 10 if level == "top" else 5
            return replace(filing, since=self.back(filing.on, years))
        return self.doubtful(filing, turn)

    def starts_on(self, filing: Filing) -> date:
        """A day on which the internal notice may be posted so that it is over by the day of filing."""
        day = filing.on - self.dice.choice([6, 7, 8, 14]) * DAY
        while self.rules.internal_over(day) > at(filing.on):
            day -= DAY
        return day

    def apply(self, filing: Filing, key: str) -> int | None:
        """Electronically; or by post after nothing came in time; or not at all."""
        how = self.dice.choice(["electronic", "electronic", "electronic", "paper", "not at all"])
        closes_on = filing.on + (self.dice.choice([0, 1, 15]) if how == "electronic" else 0) * DAY
        case = self.open_case(filing, key, closes_on)
        posted = self.today
        self.do(case, "post-internal-notice", internal_posted_on=posted)
        self.agree("internal_over", self.house.due(case, "internal-notice-over"), posted)
        self.agree("closed", self.house.due(case, "intake-closed"), closes_on)
        if how == "electronic":
            self.go_on(filing.on)
            self.agree("internal_over", self.house.opened(case, "submit-application"), posted)
            self.submit(case, filing)
        else:
            self.go(self.rules.closed(closes_on))
            self.agree("closed", self.house.opened(case, "check-post"), closes_on)
            self.go_on(self.soon())
            if how == "not at all":
                self.do(case, "check-post", paper_result="none")
                self.ended(case, "lapsed")
                return None
            filing = self._by_post(case, filing, posted)
        self.filing = filing
        self.same("the application in the register", self.filed(key), [filing.on])
        return case

    def _by_post(self, case: int, filing: Filing, shown: date) -> Filing:
        """Papers that arrived some day, posted on another, in the last days of the intake or after it."""
        closes_on = filing.on
        received = self.dice.choice([closes_on, self.today])
        mailed = min(received, closes_on + self.dice.randint(-3, 2) * DAY)
        days = {"paper_posted_on": mailed, "paper_received_on": received, "internal_posted_on": shown}
        self.do(case, "check-post", paper_result="received", **days)
        filing = replace(filing, on=received, mailed=mailed, shown=shown, closes_on=closes_on)
        self.submit(case, filing, "enter-paper", submission_way="paper", paper_posted_on=mailed)
        return filing

    def qualify(self, case: int, filing: Filing) -> bool:
        self.go_on(self.soon())
        self.do(case, "check-materials", materials_result="complete")
        lines = self.findings(case)
        self.agree("findings", lines, filing)
        kinds = {kind for _, kind, _ in lines}
        accepted = "hard" not in kinds
        if accepted and "refer" in kinds:
            self.go_on(self.soon())
            accepted = self.perhaps(0.6)
            self.do(case, "decide-intake", intake_result="accept" if accepted else "refuse")
        self.ended(case, "rule-text-needed" if accepted else "refused")
        status = self.house.rows(select(application.c.status).where(application.c.case_key.is_not(None)))
        self.same("the register", status[-1][0], "open" if accepted else "closed")
        return accepted

    def reviewed(self, case: int, filing: Filing) -> Filing | None:
        """What follows intake stands in a rule that is not here: the house knows no review."""
        return None

    def _commended_by_the_city(self, filing: Filing) -> None:
        """What comes after the intake is not in the notice; the award is entered as the city's document tells it."""
        self.go_on(self.soon(300))
        new = Award(filing.level, filing.category, self.today)
        slot = {"level": new.level, "category": new.category, "document_date": new.on}
        known = {"applicant": key_of(filing), "applicant_name": "示例申报人", "document_number": "示例 30 号"}
        with self.house.pe.database.transaction() as connection:
            connection.execute(insert(award), {"scheme": "shanghai", **known, **slot})
        self.tell(f"the city commends: {new}")
        filing = replace(filing, awards=(*filing.awards, new), mailed=None)
        years = self.rules.same_award_years
        if filing.kind == "organisation" and new.level == "gold" and self.perhaps(0.5):
            filing, years = replace(filing, level="top"), self.rules.gold_years
        self.again(filing, self.rules.years(new.on, years) + self.dice.choice([-1, 0, 1, 2]) * DAY)

    def again(self, filing: Filing, day: date) -> None:
        filing = replace(filing, on=day)
        self.tell("and once more")
        self.go(at(self.starts_on(filing), 9))
        case = self.apply(filing, "示例申〔2030〕002号")
        if case:
            self.qualify(case, self.filing)
