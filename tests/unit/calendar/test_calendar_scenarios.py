"""The dates of the award offices' own cases, worked out by hand from the notices of 2025 and 2026."""

from datetime import date

import pytest

from engine.calendar import announced

CAL = announced()


def days(*texts: str) -> tuple[date, ...]:
    return tuple(map(date.fromisoformat, texts))


def test_sc01_notice_before_national_day_2025():
    period = CAL.after(date(2025, 9, 30), 5)
    assert period.days == days("2025-10-09", "2025-10-10", "2025-10-11", "2025-10-13", "2025-10-14")
    assert (period.last_day, period.next_working_day) == days("2025-10-14", "2025-10-15")
    assert period.status == "confirmed"
    # passed over: the eight days of the holiday and Sunday the 12th
    assert [day.date.day for day in period.skipped] == [1, 2, 3, 4, 5, 6, 7, 8, 12]


def test_sc02_make_up_sunday_counts_and_the_next_step_is_a_make_up_saturday():
    period = CAL.after(date(2025, 9, 26), 5)
    assert period.days == days("2025-09-28", "2025-09-29", "2025-09-30", "2025-10-09", "2025-10-10")
    assert period.next_working_day == date(2025, 10, 11)


def test_sc03_labour_day_2026():
    period = CAL.after(date(2026, 4, 29), 5)
    assert period.days == days("2026-04-30", "2026-05-06", "2026-05-07", "2026-05-08", "2026-05-09")
    assert period.next_working_day == date(2026, 5, 11)


def test_sc04_seven_calendar_days_roll_out_of_the_holiday():
    period = CAL.calendar_days_after(date(2025, 9, 30), 7)
    assert period.days[-1] == date(2025, 10, 7)
    assert [day.date.day for day in period.skipped] == [7, 8]
    assert (period.last_day, period.next_working_day) == days("2025-10-09", "2025-10-10")


@pytest.mark.parametrize(
    ("posted", "counted", "following"),
    [
        ("2026-09-30", (8, 9, 10, 12, 13, 14, 15), "2026-10-16"),
        ("2026-10-08", (9, 10, 12, 13, 14, 15, 16), "2026-10-19"),
    ],
)
def test_sc05_seven_working_days_from_the_later_channel(posted, counted, following):
    period = CAL.after(date.fromisoformat(posted), 7)
    assert tuple(day.day for day in period.days) == counted
    assert period.next_working_day == date.fromisoformat(following)


def test_sc06_window_with_a_make_up_sunday():
    period = CAL.after(date(2026, 9, 17), 5)
    assert period.days == days("2026-09-18", "2026-09-20", "2026-09-21", "2026-09-22", "2026-09-23")


@pytest.mark.parametrize(("posted", "last"), [("2025-07-23", "2025-07-30"), ("2025-07-24", "2025-07-31")])
def test_sc07_internal_notice_before_a_deadline(posted, last):
    assert CAL.after(date.fromisoformat(posted), 5).last_day == date.fromisoformat(last)


def test_sc12_yearly_reports_roll_forward_and_are_reminded_before():
    due = [CAL.years_after(date(2023, 12, 20), n) for n in (1, 2, 3)]
    assert due == list(days("2024-12-20", "2025-12-20", "2026-12-20"))
    # Friday stays; Saturday and Sunday move to Monday
    moved = [CAL.calendar_days_after(CAL.years_after(date(2023, 12, 19), n), 1).last_day for n in (1, 2, 3)]
    assert moved == list(days("2024-12-20", "2025-12-22", "2026-12-21"))
    assert CAL.before(date(2025, 12, 22), 10) == date(2025, 12, 8)
    assert CAL.after(date(2025, 12, 22), 10).last_day == date(2026, 1, 6)


def test_sc13a_year_end_is_provisional_until_the_next_notice_is_in():
    period = CAL.after(date(2026, 12, 24), 5)
    assert period.days == days("2026-12-25", "2026-12-28", "2026-12-29", "2026-12-30", "2026-12-31")
    assert (period.status, period.next_working_day) == ("provisional", date(2027, 1, 4))


def test_sc13b_a_window_into_the_unannounced_year_is_a_guess():
    period = CAL.after(date(2026, 12, 28), 5)
    assert period.days == days("2026-12-29", "2026-12-30", "2026-12-31", "2027-01-04", "2027-01-05")
    assert period.status == "provisional"
    assert period.earliest <= period.last_day < period.latest


def test_sc26_correction_period_with_a_make_up_saturday():
    period = CAL.after(date(2026, 10, 9), 5)
    assert period.days == days("2026-10-10", "2026-10-12", "2026-10-13", "2026-10-14", "2026-10-15")


def test_sc27_the_reposted_notice_counts_from_its_new_day():
    assert CAL.after(date(2026, 6, 15), 5).last_day == date(2026, 6, 23)
    again = CAL.after(date(2026, 6, 18), 5)
    assert again.days == days("2026-06-22", "2026-06-23", "2026-06-24", "2026-06-25", "2026-06-26")
    assert again.next_working_day == date(2026, 6, 29)


def test_seven_working_days_before_national_day_2025():
    period = CAL.after(date(2025, 9, 30), 7)
    assert (period.last_day, period.next_working_day) == days("2025-10-16", "2025-10-17")
