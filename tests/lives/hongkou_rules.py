"""The rules of Hongkou (虹府规〔2021〕1号), as far as a life meets them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from tests.lives.filing import Filing, Finding
from tests.lives.reckoning import DAY
from tests.lives.rules import DistrictRules


class HongkouRules(DistrictRules):
    """Three years of everything; seven calendar days where Jing'an counts five working days."""

    valid_from, valid_to = date(2021, 11, 22), date(2026, 11, 21)
    ban_years = 3
    same_award_years = 3
    accident_years = 3
    tracking_years = 3

    def notice_over(self, posted: date, days: int) -> datetime:
        """H-15.2 has no number: the office sets the working days, and may set fewer than is usual."""
        return self.over(self.working_day(posted, days))

    def winners_over(self, posted: date, days: int) -> datetime:
        """H-19.3: calendar days; a last day of rest runs on to the next working day (AMB-19)."""
        return self.over(self.calendar_day(posted, max(days, 7)))

    def own_notice_over(self, posted: date, proposed: date) -> datetime:
        """H-19.3: the same inside the applicant's unit, of a list that exists."""
        return self.over(self.calendar_day(max(posted, proposed), 7))

    def effects(self, ground: str) -> list[str]:
        """H-28 has two entries on platforms that H-29 has not; prize money is a question to the owner (AMB-23)."""
        platforms = ["credit-platform", "supervision-platform"] if ground == "fraud" else []
        return sorted(["take-back", "announce", "ask-owner", *platforms])

    def findings(self, filing: Filing) -> list[Finding]:
        if not self.in_force(filing.on, filing.valid_to):
            return [("H-33.2", "hard", None)]
        parts = (self._experience, self._accident, self._again, self._elsewhere)
        return sorted((finding for part in parts for finding in part(filing)), key=repr)

    def _experience(self, filing: Filing) -> Iterator[Finding]:
        """H-11.1, H-12.1: complete at the end of the day, so on the day itself the office decides."""
        complete = self.years(filing.since, 3)
        if complete >= filing.on:
            req = "H-12.1" if filing.kind == "person" else "H-11.1"
            yield req, "hard" if complete > filing.on else "refer", complete + DAY

    def _accident(self, filing: Filing) -> Iterator[Finding]:
        if filing.kind == "organisation" and filing.accident is not None:
            last = self.years(filing.accident, self.accident_years)
            if last >= filing.on:
                yield "H-11.2", "hard", last + DAY

    def _again(self, filing: Filing) -> Iterator[Finding]:
        """H-13.2: the same level and category (AMB-02); H-28: whatever level."""
        same = filing.last(filing.level, filing.category)
        if same is not None and self.years(same, self.same_award_years) >= filing.on:
            free = self.years(same, self.same_award_years) + DAY
            yield ("H-13.2", "hard", free) if same >= self.valid_from else ("H-13.2", "refer", None)
        if filing.level == "silver" and filing.last("gold", filing.category) is not None:
            yield "H-13.2", "refer", None
        if filing.bans and max(filing.bans) >= filing.on:
            yield "H-28", "hard", max(filing.bans) + DAY

    def _elsewhere(self, filing: Filing) -> Iterator[Finding]:
        """H-13.1: not twice in one year; what is still open there from earlier years is only said."""
        if any(day.year == filing.on.year for day in filing.elsewhere):
            yield "H-13.1", "hard", date(filing.on.year + 1, 1, 1)
        if any(day.year < filing.on.year for day in filing.elsewhere):
            yield "H-13.1", "soft", None
