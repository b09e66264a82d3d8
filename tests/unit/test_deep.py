"""The table of the deep runs: one row a count, the newest run of each part."""

from __future__ import annotations

from tests.support import deep

PEARS = "| pears | 1,000 | 7 | passed | abc1234 | 2026-11-20 |"
FRESH = {"apples": (20, "8", "tests/apples.py"), "plums": (3, "1", "tests/plums.py")}


def rows(page: str) -> list[str]:
    return page.removeprefix(deep.HEAD).splitlines()


def test_a_run_of_one_part_leaves_the_rows_of_the_others() -> None:
    page = deep.table([], {"pears": (1000, "7", "tests/pears.py")}, [], "abc1234", "2026-11-20")
    assert page == f"{deep.HEAD}{PEARS}\n"
    more = deep.table(page.splitlines(), FRESH, ["tests/apples.py"], "def5678", "2026-11-21")
    assert rows(more) == [
        "| apples | 20 | 8 | FAILED | def5678 | 2026-11-21 |",
        PEARS,
        "| plums | 3 | 1 | passed | def5678 | 2026-11-21 |",
    ]


def test_a_new_run_takes_the_place_of_the_old_one() -> None:
    page = deep.table([PEARS], {"pears": (2000, "9", "tests/pears.py")}, [], "def5678", "2026-11-21")
    assert rows(page) == ["| pears | 2,000 | 9 | passed | def5678 | 2026-11-21 |"]


def test_a_count_knows_its_file_also_in_another_process() -> None:
    deep.count("figs", 5, 5, 6)
    line = deep.counted()
    assert deep._counted.pop("figs") == (5, "6", "tests/unit/test_deep.py")
    deep.take(line)
    assert deep._counted.pop("figs") == (5, "6", "tests/unit/test_deep.py")
