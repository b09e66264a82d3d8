"""The calendar as FEEL functions: values, derivations, and null with a reason."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from engine.calendar import Period, announced
from engine.clock import SHANGHAI
from engine.feel import Environment, FeelError, compile
from engine.functions import calendar_functions

CAL = announced()
FUNCTIONS = calendar_functions(CAL)


def call(name, *args):
    env = Environment(functions=FUNCTIONS)
    return FUNCTIONS[name].call(env, *args), env


def evaluate(source, **context):
    env = Environment(now=datetime(2026, 11, 20, 1, tzinfo=UTC), functions=FUNCTIONS)
    return compile(source).evaluate(context, env), env


def test_the_functions_that_are_lent():
    assert {name: (f.parameters, f.result) for name, f in FUNCTIONS.items()} == {
        "working days after": (("date", "n"), "date"),
        "working days before": (("date", "n"), "date"),
        "calendar days after": (("date", "n"), "date"),
        "years after": (("date", "n"), "date"),
        "next working day": (("date",), "date"),
        "is working day": (("date",), "boolean"),
        "count working days": (("a", "b"), "number"),
        "start of day": (("date",), "date and time"),
        "end of day": (("date",), "date and time"),
    }


@pytest.mark.parametrize(
    ("name", "args", "result"),
    [
        ("working days after", (date(2026, 9, 24), Decimal(5)), date(2026, 10, 9)),
        ("working days before", (date(2025, 12, 22), Decimal(10)), date(2025, 12, 8)),
        ("calendar days after", (date(2025, 9, 30), Decimal(7)), date(2025, 10, 9)),
        ("years after", (date(2024, 2, 29), Decimal(1)), date(2025, 2, 28)),
        ("next working day", (date(2026, 10, 9),), date(2026, 10, 10)),
        ("is working day", (date(2026, 10, 10),), True),
        ("is working day", (date(2026, 10, 11),), False),
        ("count working days", (date(2026, 11, 20), date(2026, 11, 24)), Decimal(2)),
    ],
)
def test_values_and_derivations(name, args, result):
    value, env = call(name, *args)
    assert value == result
    (derivation,) = env.derivations
    assert derivation["function"] == name
    assert derivation["status"] == "confirmed"
    assert Period.from_dict(derivation).start == args[0]


def test_the_ends_of_a_day_in_shanghai():
    start, env = call("start of day", date(2026, 10, 10))
    assert start == datetime(2026, 10, 9, 16, tzinfo=UTC)
    assert call("end of day", date(2026, 10, 10))[0] == datetime(2026, 10, 10, 23, 59, 59, tzinfo=SHANGHAI)
    assert env.derivations == []


def test_an_instant_counts_by_its_date_in_shanghai():
    late = datetime(2026, 9, 23, 17, tzinfo=UTC)  # 24 September, 01:00 in Shanghai
    assert call("working days after", late, Decimal(5))[0] == date(2026, 10, 9)


@pytest.mark.parametrize(
    ("name", "args", "problem"),
    [
        ("working days after", (None, Decimal(5)), "第 1 个参数应是日期，得到 null"),
        ("working days after", (date(2026, 1, 1), None), "第 2 个参数应是整数，得到 null"),
        ("working days after", (date(2026, 1, 1), Decimal("2.5")), "第 2 个参数应是整数，得到 “2.5”"),
        ("working days after", (date(2026, 1, 1), True), "第 2 个参数应是整数，得到 “True”"),
        ("working days after", (date(2026, 1, 1), Decimal("1E+6000")), "第 2 个参数应是整数，得到 “1E+6000”"),
        ("working days after", ("2026-01-01", Decimal(5)), "第 1 个参数应是日期，得到 “2026-01-01”"),
        ("working days after", (date(2026, 1, 1), Decimal(0)), "天数须是 1 至 5000 的整数，现在是 0"),
        ("years after", (date(2026, 1, 1), Decimal(101)), "年数不得超过 100，现在是 101"),
        ("start of day", (timedelta(1),), "第 1 个参数应是日期，得到 “1 day, 0:00:00”"),
        ("is working day", (), "应有 1 个参数，得到 0 个"),
    ],
)
def test_what_does_not_fit_gives_null_with_the_reason(name, args, problem):
    value, env = call(name, *args)
    assert value is None
    assert env.problems == [f"{name}：{problem}"]
    assert env.derivations == []


def test_the_end_of_a_notice_as_diagrams_write_it():
    value, env = evaluate(
        'start of day(working days after(posted_on, 5) + duration("P1D"))', posted_on=date(2026, 9, 17)
    )
    assert value == datetime(2026, 9, 24, tzinfo=SHANGHAI)
    assert [d["last_day"] for d in env.derivations] == ["2026-09-23"]


def test_a_guess_leaves_a_provisional_derivation():
    value, env = evaluate("working days after(posted_on, 5)", posted_on=date(2026, 12, 28))
    assert value == date(2027, 1, 5)
    assert [(d["status"], d["edition"]) for d in env.derivations] == [("provisional", "2004-2026")]


def test_conditions_and_loops():
    value, _ = evaluate(
        "for d in days return if is working day(d) then d else next working day(d)",
        days=[date(2024, 12, 20), date(2025, 12, 20), date(2026, 12, 20)],
    )
    assert value == [date(2024, 12, 20), date(2025, 12, 22), date(2026, 12, 21)]
    assert evaluate("count working days(today(), due)", due=date(2026, 11, 24))[0] == Decimal(2)
    assert evaluate("working days after(date: start, n: 1)", start=date(2026, 11, 20))[0] == date(
        2026, 11, 23
    )


def test_counting_is_paid_for():
    with pytest.raises(FeelError):
        evaluate("for i in 1..1000 return working days after(start, 5000)", start=date(2004, 1, 1))
