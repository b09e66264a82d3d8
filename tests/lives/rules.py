"""What all schemes have in common: notices, objections, reports, bans; every method is one question of a life."""

from __future__ import annotations

from abc import abstractmethod
from datetime import date, datetime, timedelta

from tests.lives.filing import Filing, Finding
from tests.lives.reckoning import DAY, Reckoning, at

OFFICE_OPENS = 9
Hold = datetime | None  # when it was settled; None: still open


class Rules(Reckoning):
    """A plain model of the rules; schemes fill in their numbers."""

    notice_days = 5
    correction_days = 5
    ban_years: int | None = 5
    reports = 3
    tracking_years: int | None = 5
    valid_to: date | None = None

    def closed(self, closes_on: date) -> datetime:
        """Intake ends with its last day."""
        return self.over(closes_on)

    def corrected_by(self, notified: date) -> datetime:
        """Corrections: a term that the office sets, in working days after the day of notification."""
        return self.over(self.working_day(notified, self.correction_days))

    def notice_over(self, posted: date, days: int) -> datetime:
        """A public notice: not fewer working days than the rule's, the day of posting not counted."""
        return self.over(self.working_day(posted, max(days, self.notice_days)))

    def winners_over(self, posted: date, days: int) -> datetime:
        """The notice of those who shall have an award."""
        return self.over(self.working_day(posted, max(days, self.notice_days)))

    def admission(self, named: bool, proof: bool, in_window: bool) -> str:
        """How an objection is taken."""
        if not named:
            return "lead"
        if not in_window:
            return "holds" if "late objection holds" in self.faults else "late"
        return "holds" if proof else "holds until proof"

    def goes_on(self, notice_over: datetime, holds: tuple[Hold, ...], excluded: bool) -> Hold:
        """When a case goes on: not before the notice is over, nor before what holds it is settled; excluded, never."""
        if "hold forgotten" in self.faults:
            return notice_over
        if excluded:
            return None
        if None in holds:
            return None
        return max(notice_over, *(h for h in holds if h)) if holds else notice_over

    def report_opens(self, award: date, number: int) -> datetime:
        """A report is asked for from the beginning of its year."""
        return at(self.years(award, number - 1))

    def report_due(self, award: date, number: int) -> date:
        """The anniversary of the commendation, on a day of rest the next working day."""
        day = self.years(award, number)
        return day if "report not rolled forward" in self.faults else self.rolled(day)

    def reminders(self, award: date, number: int) -> tuple[datetime, datetime]:
        """Thirty days before, and ten working days before."""
        due = self.report_due(award, number)
        return at(due - timedelta(days=30), OFFICE_OPENS), at(self.working_day_before(due, 10), OFFICE_OPENS)

    def report_overdue(self, award: date, number: int) -> datetime:
        """Ten working days after it was due the office follows it up."""
        return at(self.working_day(self.report_due(award, number), 10), OFFICE_OPENS)

    def reminded(self, award: date, number: int, until: datetime) -> list[tuple[str, datetime]]:
        """The letters that a report has caused by then."""
        letters = zip(("report-reminder", "report-last-reminder"), self.reminders(award, number), strict=True)
        return [(name, when) for name, when in letters if when <= until]

    def followed_up(self, award: date, number: int, until: datetime) -> Hold:
        """When the office was told to follow a report up, if by then it was."""
        when = self.report_overdue(award, number)
        return when if when <= until else None

    def report_late(self, award: date, number: int, filed: date) -> bool:
        """After the day on which it was due."""
        return filed > self.report_due(award, number)

    def tracked_until(self, award: date) -> datetime:
        """Winners are followed for some years, the last day included."""
        return self.over(self.years(award, self.tracking_years))

    def ban(self, decided: date) -> tuple[date, date] | None:
        """The last day of the ban, and from when one may apply again."""
        if self.ban_years is None:
            return None
        last = self.years(decided, self.ban_years)
        last -= DAY if "ban one day short" in self.faults else 0 * DAY
        return last, last + DAY

    def in_force(self, day: date, valid_to: date | None) -> bool:
        """A rule holds through the 24th hour of its last day."""
        return valid_to is None or day <= valid_to


class DistrictRules(Rules):
    """What the two districts have beside: terms that stand against an application."""

    valid_from: date
    same_award_years = 5
    accident_years = 5

    @abstractmethod
    def findings(self, filing: Filing) -> list[Finding]:
        """Everything that stands against an application on its day, sorted."""
