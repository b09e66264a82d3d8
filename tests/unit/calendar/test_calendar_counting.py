"""The counting rules one by one, on small calendars."""

from datetime import date, timedelta

import pytest

from engine.calendar import Calendar, Period, YearDays, announced, differences, recount
from engine.errors import Invalid

CAL = announced()

# A fictional notice for 2027: only what these tests need.
FICTIONAL_2027 = YearDays(
    "announced", {date(2027, 1, d): "元旦" for d in (1, 2, 3)}, frozenset(), "虚构的 2027 年通知", year=2027
)
WITH_2027 = CAL.with_year("2004-2027 虚构", FICTIONAL_2027)


def test_the_first_day_is_not_counted_unless_asked():
    tuesday = date(2026, 11, 17)
    assert CAL.after(tuesday, 1).last_day == date(2026, 11, 18)
    assert CAL.after(tuesday, 1, count_first_day=True).last_day == tuesday
    assert CAL.calendar_days_after(tuesday, 3, count_first_day=True).last_day == date(2026, 11, 19)


def test_a_first_day_that_is_a_rest_day_never_counts():
    saturday = date(2026, 11, 14)
    assert CAL.after(saturday, 1, count_first_day=True).last_day == date(2026, 11, 16)


def test_posting_on_a_rest_day_starts_with_the_next_working_day():
    assert CAL.after(date(2026, 11, 15), 2).last_day == date(2026, 11, 17)


def test_next_working_day_is_strictly_after():
    assert CAL.next_working_day(date(2026, 11, 20)) == date(2026, 11, 23)
    assert CAL.next_working_day(date(2026, 10, 9)) == date(2026, 10, 10)


def test_count_is_what_is_left_and_negative_when_overdue():
    assert CAL.count(date(2026, 11, 20), date(2026, 11, 24)) == 2
    assert CAL.count(date(2026, 11, 24), date(2026, 11, 20)) == -2
    assert CAL.count(date(2026, 11, 20), date(2026, 11, 20)) == 0


def test_working_days_before_are_listed_in_calendar_order():
    period = CAL.period_before(date(2026, 11, 24), 3)
    assert period.days == (date(2026, 11, 19), date(2026, 11, 20), date(2026, 11, 23))
    assert (period.last_day, period.rule) == (date(2026, 11, 19), "working-days-before")


@pytest.mark.parametrize(
    ("start", "n", "result"),
    [
        ("2024-02-29", 1, "2025-02-28"),
        ("2024-02-29", 4, "2028-02-29"),
        ("2024-02-29", -1, "2023-02-28"),
        ("2024-06-18", 5, "2029-06-18"),
    ],
)
def test_years_go_to_the_corresponding_date(start, n, result):
    assert CAL.years_after(date.fromisoformat(start), n) == date.fromisoformat(result)


def test_years_are_confirmed_although_the_year_is_not_announced():
    period = CAL.period_of_years(date(2024, 3, 12), 5)
    assert (period.last_day, period.status, period.days) == (date(2029, 3, 12), "confirmed", ())


def test_late_december_is_certain_only_with_the_next_notice():
    assert [CAL.is_announced(date(2026, 12, d)) for d in (24, 25, 31)] == [True, False, False]
    assert CAL.is_announced(date(2025, 12, 31))
    assert WITH_2027.is_announced(date(2026, 12, 31))
    assert not WITH_2027.is_announced(date(2027, 12, 25))


def test_entering_the_next_notice_confirms_the_year_end():
    period = WITH_2027.after(date(2026, 12, 28), 5)
    assert (period.last_day, period.status) == (date(2027, 1, 5), "confirmed")
    assert period.earliest == period.latest == period.last_day
    assert period.edition == "2004-2027 虚构"


def test_the_later_notice_has_the_last_word_on_late_december():
    notice = YearDays(
        "announced", {date(2026, 12, 31): "元旦"}, frozenset({date(2026, 12, 26)}), "虚构", year=2027
    )
    calendar = CAL.with_year("虚构", notice)
    assert calendar.after(date(2026, 12, 24), 3).days == (
        date(2026, 12, 25),
        date(2026, 12, 26),
        date(2026, 12, 28),
    )
    assert calendar.day(date(2026, 12, 31)).name == "元旦"


def test_calendar_days_are_certain_before_they_reach_the_unannounced_part():
    assert CAL.calendar_days_after(date(2026, 12, 18), 6).status == "confirmed"  # Thursday 24
    assert CAL.calendar_days_after(date(2026, 12, 18), 7).status == "provisional"  # Friday 25


def test_the_bounds_of_calendar_days_never_lie_before_the_last_counted_day():
    period = CAL.calendar_days_after(date(2027, 9, 28), 7)
    assert period.days[-1] == date(2027, 10, 5)
    assert period.earliest == date(2027, 10, 5) < period.latest


def test_kinds_and_names_of_days():
    kinds = {d.date.isoformat(): (d.kind, d.name) for d in CAL.days(date(2026, 10, 1), date(2026, 10, 12))}
    assert kinds["2026-10-01"] == ("holiday", "国庆节")
    assert kinds["2026-10-03"] == ("holiday", "国庆节")  # a Saturday inside the range
    assert kinds["2026-10-08"] == ("workday", None)
    assert kinds["2026-10-10"] == ("makeup", None)
    assert kinds["2026-10-11"] == ("weekend", None)
    assert len(kinds) == 12


def test_an_unannounced_year_shows_fixed_statutory_days_only():
    year = CAL.days(date(2027, 1, 1), date(2027, 12, 31))
    off = [day.date.isoformat()[5:] for day in year if day.kind == "holiday"]
    assert off == ["01-01", "05-01", "05-02", "10-01", "10-02", "10-03"]
    assert not any(day.confirmed for day in year)
    assert not any(day.kind == "makeup" for day in year)


def test_a_local_closure_outranks_the_notice():
    typhoon = Calendar("2026 台风", CAL.years, closures={date(2026, 10, 10): "台风停工"})
    assert typhoon.day(date(2026, 10, 10)).name == "台风停工"
    assert typhoon.after(date(2026, 10, 9), 1).last_day == date(2026, 10, 12)
    assert typhoon.with_year("x", FICTIONAL_2027).closures == {date(2026, 10, 10): "台风停工"}


def test_differences_name_the_days_that_an_amendment_changes():
    year = CAL.years[2026]
    amended = YearDays(
        "amended", {**year.off, date(2026, 11, 23): "虚构假日"}, year.work, "虚构的调整", year=2026
    )
    changed = differences(CAL, CAL.with_year("2026 调整", amended))
    assert [(old.date, old.working, new.working) for old, new in changed] == [
        (date(2026, 11, 23), True, False)
    ]


def test_entering_a_year_changes_the_certainty_of_the_week_before_it():
    changed = [old.date for old, new in differences(CAL, WITH_2027) if old.date.year == 2026]
    assert changed == [date(2026, 12, 25) + timedelta(days=i) for i in range(7)]


def test_a_period_survives_json():
    for period in (
        CAL.after(date(2026, 9, 30), 7),
        CAL.after(date(2026, 12, 28), 5),
        CAL.calendar_days_after(date(2025, 9, 30), 7),
        CAL.period_of_years(date(2024, 2, 29), 1),
    ):
        assert Period.from_dict(period.as_dict()) == period


def test_every_rule_can_be_counted_again():
    for period in (
        CAL.after(date(2026, 11, 17), 3, count_first_day=True),
        CAL.after(date(2026, 12, 28), 5),
        CAL.calendar_days_after(date(2025, 9, 30), 7),
        CAL.calendar_days_after(date(2025, 9, 30), 7, count_first_day=True),
        CAL.period_before(date(2027, 1, 20), 10),
        CAL.period_between(date(2027, 1, 20), date(2026, 12, 1)),
        CAL.period_of(date(2027, 1, 2)),
        CAL.period_of_years(date(2024, 2, 29), 1),
    ):
        assert recount(CAL, period.as_dict()) == period


def test_counting_again_confirms_what_was_a_guess():
    guess = CAL.after(date(2026, 12, 28), 5)
    assert recount(WITH_2027, guess).status == "confirmed"
    reminder = CAL.period_before(date(2027, 1, 20), 10)
    assert (reminder.status, recount(WITH_2027, reminder).status) == ("provisional", "confirmed")


def test_a_year_survives_json():
    for year in CAL.years.values():
        assert YearDays.from_dict(year.as_dict()) == year


@pytest.mark.parametrize("n", [0, -1, 5001])
def test_lengths_beyond_any_rule_are_refused(n):
    with pytest.raises(Invalid, match="天数须是 1 至 5000 的整数"):
        CAL.after(date(2026, 1, 1), n)


def test_dates_beyond_any_rule_are_refused():
    with pytest.raises(Invalid, match="超出可计算的范围"):
        CAL.after(date(9999, 12, 30), 5)
    with pytest.raises(Invalid, match="相隔超过"):
        CAL.count(date(1900, 1, 1), date(2200, 1, 1))
