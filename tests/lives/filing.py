"""What is known of an applicant on the day of filing: what the register holds, and what is declared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

Finding = tuple[str, str, date | None]  # requirement, kind, allowed from
LONG_AGO = date(2010, 3, 1)


@dataclass(frozen=True)
class Award:
    """An award in the register."""

    level: str
    category: str
    on: date
    revoked: bool = False


@dataclass(frozen=True)
class Filing:
    """One application on its day."""

    kind: str  # organisation | person
    level: str
    category: str
    on: date
    awards: tuple[Award, ...] = ()
    bans: tuple[date, ...] = ()  # the last day of each
    elsewhere: tuple[date, ...] = ()  # applications to the other level of government, by the day
    since: date = LONG_AGO  # operating, or doing quality work
    accident: date | None = None
    lost_on: date | None = None  # when an award was revoked
    certificate: date | None = None  # of the quality system: its last day
    activity: date | None = None  # the last one that the applicant took part in
    mailed: date | None = None  # if on paper: when it was posted
    shown: date | None = None  # since when it was posted inside the organisation
    closes_on: date | None = None  # the last day of the intake
    valid_to: date | None = None  # the last day of the rule, as it was prolonged

    def last(self, level: str, category: str) -> date | None:
        """The newest award of a slot that was not revoked."""
        return max((a.on for a in self._held(level, category)), default=None)

    def first(self, level: str, category: str) -> date | None:
        """The oldest award of a slot that was not revoked."""
        return min((a.on for a in self._held(level, category)), default=None)

    def _held(self, level: str, category: str) -> list[Award]:
        return [a for a in self.awards if (a.level, a.category) == (level, category) and not a.revoked]
