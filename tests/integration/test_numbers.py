"""The office's numbers: one after the other, every year from one, no gap after a failure, no double in a race."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Connection, select

from awards import numbers
from engine.commands import instances, messages
from engine.db import Database
from engine.definitions import Deployed
from engine.errors import ExpressionFailed
from engine.models import message
from engine.process_engine import ProcessEngine
from tests.integration.house import STAFF, deploy, peek_variables, row
from tests.support import diagrams as d


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


def test_a_start_that_fails_uses_up_no_number(pe: ProcessEngine) -> None:
    def number(connection: Connection, deployed: Deployed) -> str:
        return numbers.issue(connection, deployed.process_id, 2026, "K-{n}")

    choice = d.flow("choice", "end", "wanted > 3")
    deploy(
        pe, p=d.diagram("test.p", d.start(), d.gateway("choice"), d.end(), d.flows("start choice"), choice)
    )

    def begin(**variables: Any) -> int:
        return instances.start(
            pe, "test.p", business_key=number, key_variable="case_key", variables=variables, by=STAFF
        )

    with pytest.raises(ExpressionFailed):
        begin()
    root = begin(wanted=4)
    assert (row(pe, root).business_key, peek_variables(pe, root)["case_key"]) == ("K-1", "K-1")


def test_a_message_is_published_under_the_number_issued_with_it(pe: ProcessEngine) -> None:
    def number(connection: Connection) -> str:
        return numbers.issue(connection, "异议", 2026, "Y-{n}")

    assert messages.publish_numbered(pe, "raised", number, {"a": 1}, STAFF, key_variable="key") == "Y-1"
    with pe.database.reading() as connection:
        kept = connection.execute(select(message)).one()
    assert (kept.correlation_key, kept.payload) == ("Y-1", {"a": 1, "key": "Y-1"})
