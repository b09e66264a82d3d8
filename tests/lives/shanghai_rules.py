"""The municipal notice of 2025–2026 and the guide to its incubation pool, as far as a life meets them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from tests.lives.filing import Filing, Finding
from tests.lives.reckoning import DAY, at
from tests.lives.rules import DistrictRules


class ShanghaiRules(DistrictRules):
    """Intake until the deadline, on paper by the day of posting; five years; a pool with three clean years."""

    valid_from, valid_to = date(2022, 1, 1), None
    gold_years = 3
    pool_years = 3

    def internal_over(self, posted: date) -> datetime:
        """M-3.2: five working days inside the organisation."""
        return self.over(self.working_day(posted, 5))

    def findings(self, filing: Filing) -> list[Finding]:
        parts = (self._experience, self._gold_before_top, self._accident, self._again, self._paper)
        return sorted((finding for part in parts for finding in part(filing)), key=repr)

    def _experience(self, filing: Filing) -> Iterator[Finding]:
        """M-2.2, M-2.3, M-2.4: complete at the end of the day, so on the day itself the office decides."""
        person, top = filing.kind == "person", filing.level == "top"
        if top and not person:
            return
        complete = self.years(filing.since, (10 if top else 5) if person else 3)
        req = ("M-2.3" if top else "M-2.4") if person else "M-2.2"
        if complete >= filing.on:
            yield req, "hard" if complete > filing.on else "refer", complete + DAY

    def _gold_before_top(self, filing: Filing) -> Iterator[Finding]:
        if filing.kind == "person" or filing.level != "top":
            return
        gold = filing.first("gold", "model")
        if gold is None:
            yield "M-2.1", "hard", None
            return
        complete = self.years(gold, self.gold_years)
        if complete >= filing.on:
            yield "M-2.1", "hard" if complete > filing.on else "refer", complete + DAY

    def _accident(self, filing: Filing) -> Iterator[Finding]:
        if filing.kind == "organisation" and filing.accident is not None:
            last = self.years(filing.accident, self.accident_years)
            if last >= filing.on:
                yield "M-2.5", "hard", last + DAY

    def _again(self, filing: Filing) -> Iterator[Finding]:
        """M-3.3: five years for the same award, one level of government in a year."""
        same = filing.last(filing.level, filing.category)
        if same is not None and self.years(same, self.same_award_years) >= filing.on:
            yield "M-3.3", "hard", self.years(same, self.same_award_years) + DAY
        if any(day.year == filing.on.year for day in filing.elsewhere):
            yield "M-3.3", "hard", date(filing.on.year + 1, 1, 1)
        if any(day.year < filing.on.year for day in filing.elsewhere):
            yield "M-3.3", "refer", None

    def _paper(self, filing: Filing) -> Iterator[Finding]:
        """M-5, AMB-31: papers posted in time that arrive later are a doubt; the internal notice was over before."""
        if filing.mailed is None:
            return
        over = self.internal_over(filing.shown)
        if over > at(filing.mailed):
            yield "M-3.2", "hard", over.date()
        if filing.on > filing.closes_on:
            yield "M-5", "hard" if filing.mailed > filing.closes_on else "refer", None

    def pool_findings(self, on: date, since: date, accident: date | None, inside: bool) -> list[Finding]:
        """G-3.4: three years, and three years clean; G-3.1: not twice; the guide has no end (G-0)."""
        found: list[Finding] = [("G-0", "soft", None)]
        complete = self.years(since, self.pool_years)
        if complete >= on:
            found.append(("G-3.4", "hard" if complete > on else "refer", complete + DAY))
        if accident is not None and accident <= on and self.years(accident, self.pool_years) >= on:
            found.append(("G-3.4", "hard", self.years(accident, self.pool_years) + DAY))
        if inside:
            found.append(("G-3.1", "hard", None))
        return sorted(found, key=repr)
