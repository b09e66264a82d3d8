"""What an address of the inbox asks for."""

from __future__ import annotations

from datetime import datetime

import pytest

from engine.queries.inbox import Filters, Search
from engine.vocabulary import Vocabulary, Words
from web.inbox.asked import Asked, asked, searched

NOW = datetime.fromisoformat("2026-09-28T14:30:00+08:00")
NAMES = Vocabulary(
    schemes={"jingan": Words(facts={"cycle": "评审周期", "round": "评审周期"})},
    shared=Words(facts={"applicant.name": "申报人"}),
)


def read(**arguments: str) -> Asked:
    return asked(arguments, NOW)


def instant(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00")


def test_nothing_asked_is_ones_own_list_by_due_day() -> None:
    found = read()
    assert (found.view, found.sort, found.descending, found.number) == ("mine", "due", False, 1)
    assert (found.filters, found.narrowed) == (Filters(), False)


@pytest.mark.parametrize(
    "arguments",
    [
        {"view": "everything"},
        {"sort": "password"},
        {"page": "-1"},
        {"page": "1e9"},
        {"page": "٣٣٣٣٣٣٣٣"},
        {"day": "yesterday"},
        {"from": "9999-12-31", "to": "0001-01-01"},
        {"who": "anybody"},
        {"due": "soon"},
        {"order": "sideways"},
    ],
)
def test_what_makes_no_sense_asks_for_nothing(arguments: dict[str, str]) -> None:
    assert asked(arguments, NOW) == read()


def test_a_day_ends_with_its_midnight_which_belongs_to_it() -> None:
    found = read(day="2026-09-29").filters
    assert found.due_from == instant("2026-09-29T00:00:00.000001")
    assert found.due_before == instant("2026-09-30T00:00:00.000001")
    period = read(**{"from": "2026-09-29", "to": "2026-10-09"}).filters
    assert (period.due_from, period.due_before) == (found.due_from, instant("2026-10-10T00:00:00.000001"))


def test_overdue_is_a_view_and_a_filter() -> None:
    view, narrowed = read(view="overdue"), read(view="all", due="over", to="2026-10-09")
    assert (view.view, view.overdue, view.narrowed, view.filters) == (
        "mine",
        True,
        False,
        Filters(due_before=NOW),
    )
    assert (narrowed.overdue, narrowed.narrowed, narrowed.filters.due_before) == (False, True, NOW)
    assert read(view="overdue", step="x").narrowed


def test_what_is_done_is_read_from_its_newest_end() -> None:
    assert (read(view="done").sort, read(view="done").descending) == ("ended", True)
    assert (read(view="done", order="latest").descending, read(view="done", sort="task").descending) == (
        False,
        False,
    )


@pytest.mark.parametrize(
    ("text", "search"),
    [
        ("示例", Search("示例")),
        ("申报人：示例公司", Search(names=("applicant.name", "申报人"), value="示例公司")),
        ("评审周期: 静安2026", Search(names=("cycle", "round", "评审周期"), value="静安2026")),
        ("amount:3", Search(names=("amount",), value="3")),
        ("时间:12:30", Search(names=("时间",), value="12:30")),
        ("：示例", Search("：示例")),
        ("示例：", Search("示例：")),
    ],
)
def test_a_name_and_a_value_look_for_a_variable(text: str, search: Search) -> None:
    assert searched(text, NAMES, ["jingan"]) == search


def test_what_all_schemes_share_is_known_where_no_task_is() -> None:
    assert searched("申报人：x", NAMES, []).names == ("applicant.name", "申报人")
