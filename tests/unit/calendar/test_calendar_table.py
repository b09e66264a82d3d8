"""The committed years against two independent packages, day by day."""

from datetime import date, timedelta

import chinese_calendar
import holidays

from engine.calendar import announced, year_answer

CAL = announced()
FIRST, LAST = date(2004, 1, 1), date(2026, 12, 31)
ALL = [FIRST + timedelta(days=i) for i in range((LAST - FIRST).days + 1)]


def test_every_year_is_there():
    assert sorted(CAL.years) == list(range(2004, 2027))
    assert CAL.edition == "2004-2026"


def test_one_day_differs_from_chinesecalendar():
    """Saturday 2005-12-31 was worked for New Year 2006, as the notice of 2006 says; the package forgets it."""
    differing = [day for day in ALL if CAL.is_working_day(day) != chinese_calendar.is_workday(day)]
    assert differing == [date(2005, 12, 31)]


def test_no_day_differs_from_holidays():
    china = holidays.country_holidays("CN", years=range(2003, 2028))
    assert [day for day in ALL if CAL.is_working_day(day) != china.is_working_day(day)] == []


def test_the_years_that_were_changed_after_their_notice():
    amended = {
        year: days.notice.split("；")[1] for year, days in CAL.years.items() if days.status == "amended"
    }
    assert amended == {
        2015: "国务院关于中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日调休放假的通知",
        2019: "国务院办公厅关于调整2019年劳动节假期安排的通知",
        2020: "国务院办公厅关于延长2020年春节假期的通知",
    }


def test_the_emergency_extension_of_2020():
    assert [CAL.is_working_day(date(2020, 2, d)) for d in (1, 2, 3)] == [False, False, True]
    assert CAL.day(date(2020, 1, 31)).name == "春节"


def test_a_new_year_holiday_that_began_the_year_before():
    assert CAL.day(date(2018, 12, 29)).kind == "makeup"
    assert CAL.day(date(2018, 12, 31)).name == "元旦"
    assert CAL.years[2019].published == date(2018, 12, 6)


def test_the_year_2026_as_its_notice_says():
    answer = year_answer(CAL, 2026)
    assert answer["work"] == [
        "2026-01-04",
        "2026-02-14",
        "2026-02-28",
        "2026-05-09",
        "2026-09-20",
        "2026-10-10",
    ]
    assert answer["rest"] == [
        {"name": "元旦", "from": "2026-01-01", "to": "2026-01-03"},
        {"name": "春节", "from": "2026-02-15", "to": "2026-02-23"},
        {"name": "清明节", "from": "2026-04-04", "to": "2026-04-06"},
        {"name": "劳动节", "from": "2026-05-01", "to": "2026-05-05"},
        {"name": "端午节", "from": "2026-06-19", "to": "2026-06-21"},
        {"name": "中秋节", "from": "2026-09-25", "to": "2026-09-27"},
        {"name": "国庆节", "from": "2026-10-01", "to": "2026-10-07"},
    ]
    assert (answer["status"], answer["working_days"]) == ("announced", 248)
