"""What the lives of the two districts share: the past in the register, corrections, rounds, the years after."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert, select

from awards.models import application, award, ban, rule_edition
from tests.lives.after_award import AwardedLife
from tests.lives.filing import Award, Filing
from tests.lives.reckoning import DAY, at
from tests.lives.rules import DistrictRules

USCC, PERSON = "91310106DEMEX00012", "demo-person-1"
REVIEWER = {"account": "expert-1", "name": "评审员一", "in_pool": True, "not_mentor": True}
ROUND = ("assign-reviewers", "declare-conflict", "review-case", "write-report")
FIRST_KEY, SECOND_KEY = "示例申〔2026〕001号", "示例申〔2026〕002号"
CYCLE = "示例届〔2026〕1号"


RULE_NUMBERS = {"hongkou": "虹府规〔2021〕1号"}


def key_of(filing: Filing) -> str:
    """Under what the register knows the applicant."""
    return PERSON if filing.kind == "person" else USCC


class DistrictLife(AwardedLife):
    """One applicant of a district's award."""

    rules: DistrictRules
    other = ("shanghai", "city")  # where one may not apply in the same year

    def draw(self) -> Filing:
        """Who applies, for what, on which day, with which past."""
        raise NotImplementedError

    def starts_on(self, filing: Filing) -> date:
        """The day on which an application is opened that is filed on its day."""
        raise NotImplementedError

    def apply(self, filing: Filing, key: str) -> int | None:
        """From the opening to the filing; None if it did not come to one."""
        raise NotImplementedError

    def qualify(self, case: int, filing: Filing) -> bool:
        """Whether the case is found fit."""
        raise NotImplementedError

    def reviewed(self, case: int, filing: Filing) -> Filing | None:
        """What the register holds in the end, if it came to an award."""
        raise NotImplementedError

    def live(self) -> None:
        first = self.draw()
        self.valid_to = first.valid_to
        self.begin(self.starts_on(first))
        self.write_down(first)
        case = self.apply(first, FIRST_KEY)
        if case and self.qualify(case, first) and self.noticed(case):
            won = self.reviewed(case, first)
            if won:
                self.afterwards(won)
        self.finish()

    # the applicant's past

    def doubtful(self, filing: Filing, turn: str) -> Filing:
        """What makes the day of filing doubtful: the day before a term is over, its last day, the day after."""
        again, clean = self.rules.same_award_years, self.rules.accident_years
        match turn:
            case "ban":
                return replace(filing, bans=(filing.on + self.dice.randint(-1, 1) * DAY,))
            case "same":
                gone = self.perhaps(0.3)
                old = Award(filing.level, filing.category, self.back(filing.on, again), revoked=gone)
                return replace(filing, awards=(*filing.awards, old))
            case "accident" if filing.kind == "organisation":
                return replace(filing, accident=self.back(filing.on, clean))
            case "elsewhere":
                days = self.dice.choice([filing.on.replace(day=1), date(filing.on.year - 1, 12, 31)])
                return replace(filing, elsewhere=(days,))
            case "young":
                return replace(filing, since=self.back(filing.on, self.dice.choice([3, 3, 5])))
        return filing

    def back(self, day: date, years: int) -> date:
        """So many years before, or a day beside."""
        leap = (day.month, day.day) == (2, 29)
        then = date(day.year - years, day.month, 28 if leap else day.day)
        return then + self.dice.randint(-1, 1) * DAY

    def write_down(self, filing: Filing) -> None:
        """The past, in the register."""
        key = {"applicant": key_of(filing), "scheme": self.scheme}
        rows: list[tuple[Any, dict[str, Any]]] = []
        for held in filing.awards:
            slot = {"level": held.level, "category": held.category, "document_date": held.on}
            gone = {"revoked_on": held.on + DAY, "revocation_ground": "other"} if held.revoked else {}
            told = {"applicant_name": "示例申报人", "document_number": "示例 1 号"}
            rows.append((award, {**key, **slot, **gone, **told}))
        for until in filing.bans:
            decided = {"ground": "other", "decided_on": until - timedelta(days=1000), "until": until}
            rows.append((ban, {**key, **decided}))
        for day in filing.elsewhere:
            other = dict(zip(("scheme", "government"), self.other, strict=True))
            filed = {**key, **other, "submitted_on": day, "status": "open", "declared": False}
            rows.append((application, filed))
        if self.valid_to != self.rules.valid_to:
            rows.append((rule_edition, self._extension()))
        with self.house.pe.database.transaction() as connection:
            for table, row in rows:
                self.tell(f"in the register before: {table.name} {row}")
                connection.execute(insert(table), row)

    def _extension(self) -> dict[str, Any]:
        """The rule was prolonged, as its owner enters it."""
        number = RULE_NUMBERS[self.scheme]
        known = {"scheme": self.scheme, "kind": "extension", "follows": number, "number": number}
        dates = {"valid_from": self.rules.valid_from, "valid_to": self.valid_to}
        people = {"entered_by": "owner", "confirmed_by": "approver", "entered_at": self.house.now}
        told = {"title": "延期", "transition": "goes-on", "reason": "延期"}
        return {**known, **dates, **people, **told}

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
        for element in ROUND:
            self.do(case, element)

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
        """Another application, filed on that day if there is still time."""
        filing = replace(filing, on=day)
        if self.starts_on(filing) <= self.today:
            return
        self.tell("and once more")
        self.go(at(self.starts_on(filing), 9))
        case = self.apply(filing, SECOND_KEY)
        if case:
            self.qualify(case, filing)
