"""The rules of Jing'an (静府规〔2023〕2号), as far as a life meets them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from tests.lives.filing import Filing, Finding
from tests.lives.reckoning import DAY
from tests.lives.rules import DistrictRules


class JinganRules(DistrictRules):
    """Five working days, five years, two years from gold to the highest award."""

    valid_from, valid_to = date(2023, 12, 1), date(2028, 11, 30)
    gold_years = 2

    def internal_over(self, posted: date) -> datetime:
        """J-20: five working days inside the organisation."""
        return self.over(self.working_day(posted, 5))

    def effects(self, ground: str) -> list[str]:
        """J-35 has two entries on platforms that J-36 has not."""
        platforms = ["credit-platform", "supervision-platform"] if ground == "fraud" else []
        return sorted(["take-back", "recover-money", *platforms])

    def findings(self, filing: Filing) -> list[Finding]:
        parts = (self._experience, self._gold_before_top, self._accident, self._again, self._elsewhere)
        found = [finding for part in parts for finding in part(filing)]
        if not self.in_force(filing.on, filing.valid_to):
            found.append(("J-40", "hard", None))
        return sorted(found, key=repr)

    def _experience(self, filing: Filing) -> Iterator[Finding]:
        """J-16.1, J-17.1, J-17.2: complete at the end of the day, so on the day itself the office decides."""
        person, top = filing.kind == "person", filing.level == "top"
        complete = self.years(filing.since, 5 if person and top else 3)
        req = ("J-17.2" if top else "J-17.1") if person else "J-16.1"
        if top and not person:  # AMB-03: the line of the gold award is a doubt only
            if complete >= filing.on:
                yield req, "refer", None
        elif complete >= filing.on:
            yield req, "hard" if complete > filing.on else "refer", complete + DAY

    def _gold_before_top(self, filing: Filing) -> Iterator[Finding]:
        if filing.kind == "person" or filing.level != "top":
            return
        gold = filing.first("gold", "model")
        if gold is None:
            yield "J-16.2", "hard", None
            return
        complete = self.years(gold, self.gold_years)
        if gold < self.valid_from:  # AMB-49: under the rule before
            yield "J-16.2", "refer", None
        elif complete > filing.on:
            yield "J-16.2", "hard", complete + DAY
        if complete == filing.on and "gold counts on the day" not in self.faults:
            yield "J-16.2", "refer", complete + DAY

    def _accident(self, filing: Filing) -> Iterator[Finding]:
        if filing.kind == "organisation" and filing.accident is not None and filing.accident <= filing.on:
            last = self.years(filing.accident, self.accident_years)
            if last >= filing.on:
                yield "J-16.3", "hard", last + DAY

    def _again(self, filing: Filing) -> Iterator[Finding]:
        same = filing.last(filing.level, filing.category)
        if same is not None and self.years(same, self.same_award_years) >= filing.on:
            free = self.years(same, self.same_award_years) + DAY
            yield ("J-18.2", "hard", free) if same >= self.valid_from else ("J-18.2", "refer", None)
        if filing.level == "gold" and filing.last("top", filing.category) is not None:  # AMB-54
            yield "J-18.2", "refer", None
        if filing.bans and max(filing.bans) >= filing.on:
            yield "J-36", "hard", max(filing.bans) + DAY

    def _elsewhere(self, filing: Filing) -> Iterator[Finding]:
        """J-18.1: not in the same year at the city; what is open there from earlier years is a doubt."""
        if any(day.year == filing.on.year for day in filing.elsewhere):
            yield "J-18.1", "hard", date(filing.on.year + 1, 1, 1)
        if any(day.year < filing.on.year for day in filing.elsewhere):
            yield "J-18.1", "refer", None
