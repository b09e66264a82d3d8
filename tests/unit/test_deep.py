"""The table of the deep runs: one row a count, the newest run of each part."""

from __future__ import annotations

from tests.support import deep

OLD = "| pears | 1,000 | 7 | passed | abc1234 | 2026-11-20 |"


def rows(page: str) -> list[str]:
    return page.removeprefix(deep.HEAD).splitlines()


def test_a_run_of_one_part_leaves_the_rows_of_the_others() -> None:
    page = deep.table([], {"pears": (1000, "7")}, "passed", "abc1234", "2026-11-20")
    assert page == f"{deep.HEAD}{OLD}\n"
    more = deep.table(page.splitlines(), {"apples": (20, "8")}, "FAILED", "def5678", "2026-11-21")
    assert rows(more) == ["| apples | 20 | 8 | FAILED | def5678 | 2026-11-21 |", OLD]


def test_a_new_run_takes_the_place_of_the_old_one() -> None:
    page = deep.table([OLD], {"pears": (2000, "9")}, "passed", "def5678", "2026-11-21")
    assert rows(page) == ["| pears | 2,000 | 9 | passed | def5678 | 2026-11-21 |"]


def test_what_another_process_counted_is_taken_over() -> None:
    deep.take('{"plums": [3, "1"]}')
    assert deep._counted.pop("plums") == (3, "1")
