"""Applications that are opened some days before they are filed, while the cycle still takes them; or never filed."""

from __future__ import annotations

from datetime import date

from tests.lives.district import DistrictLife
from tests.lives.filing import Filing
from tests.lives.reckoning import DAY


class WindowLife(DistrictLife):
    """One applicant of an award whose applications need nothing before they are filed."""

    def starts_on(self, filing: Filing) -> date:
        return filing.on - self.dice.randint(0, 12) * DAY

    def opened(self, filing: Filing, key: str) -> int | None:
        """The case, on the day on which it is filed; None if the last day passed before."""
        lapses = self.perhaps(0.05)
        closes_on = self.today if lapses else filing.on + self.dice.choice([0, 1, 15]) * DAY
        case = self.open_case(filing, key, closes_on)
        self.agree("closed", self.house.due(case, "intake-closed"), closes_on)
        if lapses:
            self.go(self.rules.closed(closes_on))
            self.agree("closed", self.ended(case, "lapsed"), closes_on)
            return None
        self.go_on(filing.on)
        return case
