"""What an administrator reads of a case is told in it; those whose work it is leave no trace by reading."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select, update

from engine.models import history
from tests.integration.web.conftest import Browser, House
from tests.integration.web.test_cases import text
from web.cases.reading_trail import KIND
from web.models import account

Browse = Callable[[str], Browser]
CASE = {"what": "case"}


def looks(house: House) -> list[tuple[str, dict[str, Any]]]:
    """Who read what, in order."""
    query = select(history.c.actor, history.c.facts).where(history.c.kind == KIND).order_by(history.c.id)
    with house.pe.database.reading() as connection:
        return [(row.actor, row.facts) for row in connection.execute(query)]


def test_each_look_of_an_administrator_is_told_once(browse: Browse, house: House) -> None:
    case, root = house.apply(), browse("root")
    task = house.task(case, "check")
    root.page(f"/cases/{case}")
    root.page(f"/cases/{case}?story=all")  # the same again
    root.page(f"/cases/{case}/diagram.bpmn")  # what the same page fetches
    assert looks(house) == [("root", CASE)]
    root.page(f"/tasks/{task}")
    root.page(f"/cases/{case}")
    assert [facts["what"] for _, facts in looks(house)] == ["case", "task", "case"]
    page = text(browse("clerk").page(f"/cases/{case}"))
    assert page.count("管理员以管理员身份查阅了本案") == 3


def test_the_file_of_a_case_and_what_is_not_shown(browse: Browse, house: House) -> None:
    case, root = house.apply(), browse("root")
    assert root.client.get(f"/cases/{case}/file.pdf").status_code == 200
    assert looks(house) == [("root", CASE)]
    root.page("/cases")
    root.page("/cases/999999", status=404)
    root.page("/tasks/999999", status=404)
    assert looks(house) == [("root", CASE)]


@pytest.mark.parametrize("reader", ["clerk", "lead", "applicant"])
def test_who_works_on_a_case_is_not_watched(browse: Browse, house: House, reader: str) -> None:
    case = house.apply()
    browse(reader).page(f"/cases/{case}")
    assert looks(house) == []


def test_an_administrator_who_is_of_the_scheme_too_is_not_watched(browse: Browse, house: House) -> None:
    case = house.apply()
    clerk = house.actor("clerk")
    with house.pe.database.transaction() as connection:
        of_scheme = update(account).where(account.c.name == "root").values(groups=sorted(clerk.groups))
        connection.execute(of_scheme)
    browse("root").page(f"/cases/{case}")
    assert looks(house) == []


def test_without_the_entry_nothing_is_shown(
    browse: Browse, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, root = house.apply(), browse("root")

    def full(*_: Any, **__: Any) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("web.cases.reading_trail.Story.write", full)
    root.client.application.config["PROPAGATE_EXCEPTIONS"] = False
    answer = root.client.get(f"/cases/{case}")
    assert answer.status_code == 500
    assert "示例精密仪器有限公司" not in answer.get_data(as_text=True)
