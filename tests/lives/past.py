"""The past of an applicant: what makes the day of filing a doubtful one, written down in the register."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert

from awards.models import application, award, ban, rule_edition
from tests.lives.after_award import AwardedLife
from tests.lives.filing import Award, Filing
from tests.lives.reckoning import DAY
from tests.lives.rules import DistrictRules

USCC, PERSON = "91310106DEMEX00012", "demo-person-1"
RULE_NUMBERS = {"jingan": "静府规〔2023〕2号", "hongkou": "虹府规〔2021〕1号"}


def key_of(filing: Filing) -> str:
    """Under what the register knows the applicant."""
    return PERSON if filing.kind == "person" else USCC


class PastLife(AwardedLife):
    """An applicant with awards, bans and applications from before."""

    rules: DistrictRules
    other = ("shanghai", "city")  # where one may not apply in the same year

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
