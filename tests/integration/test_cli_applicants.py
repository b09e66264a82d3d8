"""`laurel applicant link`: two codes of one organisation, with who said so and why."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from awards.models import applicant_link
from engine.db import Database
from tests.support.commands import Laurel, installed
from web import installation
from web.people import accounts

OLD, NEW = "91310106DEMEX00012", "91310106DEMEX00025"


@pytest.fixture
def laurel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Laurel:
    made = installed(tmp_path / "var", None, monkeypatch, capsys)
    installation.migrate(installation.database_url())
    database = Database(installation.database_url())
    accounts.add(database, "lead", "负责人", "a long enough password", ["jingan.office-lead"])
    database.dispose()
    return made


def test_a_renamed_organisation_is_linked_with_a_reason(laurel: Laurel) -> None:
    said = ("--since", "2026-01-05", "--reason", "更名通知", "--by", "lead")
    done = laurel("applicant", "link", OLD, NEW, *said)
    assert (done.code, done.out) == (0, f"已归并：{NEW}、{OLD} 是同一个申报人。\n")
    again = laurel("applicant", "link", OLD, NEW, *said)
    assert (again.code, "两个代码已经是同一个申报人" in again.err) == (1, True)
    database = Database(installation.database_url())
    with database.reading() as connection:
        row = connection.execute(select(applicant_link)).one()
    database.dispose()
    assert (row.old, row.new, row.since.isoformat(), row.reason, row.entered_by) == (
        OLD,
        NEW,
        "2026-01-05",
        "更名通知",
        "lead",
    )


@pytest.mark.parametrize(
    ("new", "by", "why"),
    [
        ("91310106DEMEX00021", "lead", "校验位不符"),
        (NEW, "nobody", "nobody"),
    ],
)
def test_wrong_codes_and_unknown_people_are_refused(laurel: Laurel, new: str, by: str, why: str) -> None:
    done = laurel("applicant", "link", OLD, new, "--since", "2026-01-05", "--reason", "更名", "--by", by)
    assert (done.code, why in done.err) == (1, True)
