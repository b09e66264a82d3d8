"""The office's numbers: one after the other, every year from one, no gap after a failure, no double in a race."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from awards import numbers
from engine.db import Database


@pytest.fixture
def database(database_url: str):  # type: ignore[no-untyped-def]
    found = Database(database_url)
    yield found
    found.dispose()


def issue(database: Database, series: str = "静质奖申", year: int = 2027) -> str:
    with database.transaction() as connection:
        return numbers.issue(connection, series, year)


def fail_after_issuing(database: Database) -> None:
    with database.transaction() as connection:
        numbers.issue(connection, "静质奖申", 2027)
        1 / 0


def test_numbers_follow_each_other_and_begin_anew_each_year(database: Database) -> None:
    assert [issue(database), issue(database), issue(database, year=2028), issue(database)] == [
        "静质奖申〔2027〕001号",
        "静质奖申〔2027〕002号",
        "静质奖申〔2028〕001号",
        "静质奖申〔2027〕003号",
    ]


def test_a_rolled_back_number_is_given_again(database: Database) -> None:
    issue(database)
    with pytest.raises(ZeroDivisionError):
        fail_after_issuing(database)
    assert issue(database) == "静质奖申〔2027〕002号"


def test_a_race_gives_neither_gaps_nor_doubles(database: Database) -> None:
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda _n: issue(database), range(40)))
    assert sorted(taken) == [f"静质奖申〔2027〕{n:03}号" for n in range(1, 41)]
