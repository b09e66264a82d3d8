"""What holds for every window, whatever the start and the length."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from engine.calendar import announced

CAL = announced()
STARTS = st.dates(date(2004, 1, 1), date(2029, 12, 31))
LENGTHS = st.integers(1, 60)


@given(STARTS, LENGTHS)
def test_a_window_ends_on_a_working_day(start, n):
    for period in (CAL.after(start, n), CAL.calendar_days_after(start, n)):
        assert CAL.is_working_day(period.last_day)
        assert CAL.is_working_day(period.next_working_day)
        assert period.last_day < period.next_working_day


@given(STARTS, LENGTHS)
def test_longer_windows_end_later(start, n):
    assert CAL.after(start, n).last_day < CAL.after(start, n + 1).last_day
    assert CAL.calendar_days_after(start, n).last_day <= CAL.calendar_days_after(start, n + 1).last_day


@given(STARTS, LENGTHS)
def test_a_window_is_never_shorter_than_its_number_of_days(start, n):
    shortest = start + timedelta(days=n)
    assert CAL.after(start, n).last_day >= shortest
    assert CAL.calendar_days_after(start, n).last_day >= shortest


@given(STARTS, LENGTHS)
def test_the_days_counted_and_skipped_are_all_days_of_the_window(start, n):
    period = CAL.after(start, n)
    assert len(period.days) == n
    passed = sorted([*period.days, *(day.date for day in period.skipped)])
    assert passed == [start + timedelta(days=i) for i in range(1, (period.last_day - start).days + 1)]


@given(STARTS, LENGTHS)
def test_counting_forth_and_back_agree(start, n):
    last = CAL.after(start, n).last_day
    assert CAL.count(start, last) == n
    assert CAL.before(CAL.next_working_day(last), n + 1) <= CAL.next_working_day(start)


@given(STARTS, LENGTHS)
def test_a_confirmed_window_touches_announced_days_only(start, n):
    period = CAL.after(start, n)
    touched = [start + timedelta(days=i) for i in range(1, (period.last_day - start).days + 1)]
    assert (period.status == "confirmed") == all(map(CAL.is_announced, touched))


@given(STARTS, LENGTHS)
def test_the_bounds_enclose_the_last_day(start, n):
    for period in (CAL.after(start, n), CAL.calendar_days_after(start, n)):
        assert period.earliest <= period.last_day <= period.latest
        assert period.status == "provisional" or period.earliest == period.latest
