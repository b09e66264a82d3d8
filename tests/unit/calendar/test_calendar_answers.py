"""What the command line and other programs are told."""

from datetime import date

from engine.calendar import Calendar, after_answer, announced, differences, year_answer

CAL = announced()


def test_working_days():
    assert after_answer(CAL, date(2026, 9, 24), 5) == {
        "last_day": "2026-10-09",
        "next_working_day": "2026-10-10",
        "status": "confirmed",
        "days": ["2026-09-28", "2026-09-29", "2026-09-30", "2026-10-08", "2026-10-09"],
        "edition": "2004-2026",
    }


def test_calendar_days_and_the_first_day():
    answer = after_answer(CAL, date(2026, 11, 16), 7, unit="calendar")
    assert (answer["last_day"], len(answer["days"])) == ("2026-11-23", 7)
    first = after_answer(CAL, date(2026, 11, 16), 1, count_first_day=True)
    assert (first["days"], first["next_working_day"]) == (["2026-11-16"], "2026-11-17")


def test_a_guess_says_so():
    assert after_answer(CAL, date(2026, 12, 28), 5)["status"] == "provisional"
    year = year_answer(CAL, 2027)
    assert (year["status"], year["notice"], year["work"]) == ("provisional", None, [])


def test_an_empty_calendar():
    empty = Calendar("empty", {})
    assert differences(empty, empty) == []
    assert after_answer(empty, date(2026, 11, 20), 1)["status"] == "provisional"
