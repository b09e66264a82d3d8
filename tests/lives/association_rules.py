"""The rules of the Association's award (2021), as far as a life meets them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tests.lives.filing import Filing, Finding
from tests.lives.reckoning import DAY
from tests.lives.rules import DistrictRules

CLEAN = {"organisation": "A1-3.5", "project": "A2-2.2"}


class AssociationRules(DistrictRules):
    """Exactly seven working days, three clean years, no reports and no ban; in force without an end."""

    valid_from, valid_to = date(2021, 4, 8), None
    notice_days = 7
    reports = 0
    ban_years = None
    tracking_years = None
    clean_years = 3
    activity_years = 2

    def effects(self, ground: str) -> list[str]:
        """A-22: the same whatever the ground."""
        return ["announce", "take-back"]

    def findings(self, filing: Filing) -> list[Finding]:
        return sorted((*self._clean(filing), *self._papers(filing)), key=repr)

    def _clean(self, filing: Filing) -> Iterator[Finding]:
        """Three years without a major event; a revocation whose ground is not told is a doubt."""
        req = CLEAN.get(filing.kind)
        if req is None:
            return
        if filing.accident is not None:
            last = self.years(filing.accident, self.clean_years)
            if last >= filing.on:
                yield req, "hard", last + DAY
        elif filing.lost_on is not None and self.years(filing.lost_on, self.clean_years) >= filing.on:
            yield req, "refer", None

    def _papers(self, filing: Filing) -> Iterator[Finding]:
        """A1-3.2: a certificate that has run out can be supplied; A1-3.4: an activity of two years ago cannot."""
        if filing.kind != "organisation":
            return
        if filing.certificate is not None and filing.certificate < filing.on:
            yield "A1-3.2", "supplement", None
        if filing.activity is not None and self.years(filing.activity, self.activity_years) < filing.on:
            yield "A1-3.4", "hard", None
