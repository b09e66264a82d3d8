"""The working-day ruler: which cells it has, what they say, worked out by hand from the announced days of 2026."""

from datetime import date

from engine.calendar import announced
from web.ruler import Ruler, period, strip

CALENDAR = announced()


def words(ruler: Ruler) -> list[str]:
    """Each cell in short: heading or rest span, make-up mark, note, marks."""
    return [
        " ".join(
            filter(
                None,
                (cell.name, cell.heading or cell.span, "班" if cell.makeup else "", cell.note, cell.classes),
            )
        )
        for cell in ruler.cells
    ]


def test_a_notice_before_national_day() -> None:
    # Posted on Thursday 24 September: 25–27 Mid-Autumn, 1–7 October National Day, Saturday 10 is a working day.
    derivation = CALENDAR.after(date(2026, 9, 24), 5).as_dict()
    ruler = period(CALENDAR, derivation, date(2026, 9, 28), first_word="张贴")
    assert ruler is not None
    assert ruler.label == "5 个工作日，到10月9日 周五止"
    assert words(ruler) == [
        "9月24日 张贴，不计 past",
        "中秋节 25–27 休 off",
        "28 第 1 个 now",
        "29 第 2 个",
        "30 第 3 个",
        "国庆节 1–7 休 off",
        "10月8日 第 4 个",
        "9 第 5 个，24:00 止 end",
        "10 班 可继续 next",
    ]


def test_an_unannounced_year_is_marked_as_presumed() -> None:
    derivation = CALENDAR.after(date(2026, 12, 24), 5).as_dict()
    ruler = period(CALENDAR, derivation, date(2026, 12, 24))
    assert ruler is not None
    working = [(cell.first.day, cell.provisional) for cell in ruler.cells if not cell.rest]
    assert working[:2] == [(24, False), (25, True)]


def test_a_period_of_years_is_told_in_words_only() -> None:
    derivation = CALENDAR.period_of_years(date(2024, 2, 29), 3).as_dict()
    assert period(CALENDAR, derivation, date(2024, 3, 1)) is None


def test_the_strip_counts_what_falls_due() -> None:
    ruler = strip(
        CALENDAR, date(2026, 9, 28), 4, {date(2026, 9, 28): 3, date(2026, 10, 8): 4, date(2026, 10, 2): 1}
    )
    assert [(cell.heading or cell.span, cell.count) for cell in ruler.cells] == [
        ("9月28日", 3),
        ("29", 0),
        ("30", 0),
        ("1–7 休", 1),
        ("10月8日", 4),
        ("9", 0),
    ]
    assert ruler.cells[0].weekday == "今天"


def test_the_strip_on_a_rest_day_begins_with_the_rest() -> None:
    ruler = strip(CALENDAR, date(2026, 10, 11), 1, {})
    assert words(ruler) == ["休 off one now", "10月12日"]
