"""What people read when something did not work, provoked in the browser for real: each such page is looked at."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Response, expect
from sqlalchemy import text

from engine.actor import Actor
from engine.commands import interventions
from tests.e2e.every.house import House, open_house
from tests.e2e.judging import judge
from tests.integration.web.access.picking import NOTHING
from web.app import LARGEST_REQUEST
from web.people import sessions

ADMIN = Actor("admin", admin=True)


@pytest.fixture(scope="module")
def house(furnished: Path, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with open_house(furnished, tmp_path_factory.mktemp("errors"), browser) as opened:
        opened.watch.allow(400, 403, 404, 405, 409, 413, 429, 500, 503)
        yield opened


def seen(house: House, page: Page, answer: Response | None, status: int, title: str, name: str) -> None:
    """The page of an error has its status and its heading, and is as good as any other."""
    assert answer is not None
    assert answer.status == status
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    judge(page, f"error-{name}")
    assert house.complaints() == []


def press(page: Page, button: str) -> Response:
    """Press a button that sends a form."""
    with page.expect_response(lambda answer: answer.request.method == "POST") as waited:
        page.get_by_role("button", name=button, exact=True).first.click()
    page.wait_for_load_state()
    return waited.value


@pytest.mark.parametrize("role", ["door", "office"])
def test_what_is_not_there(house: House, role: str) -> None:
    page = house.page(role)
    address = "/nothing-of-this-name" if role == "door" else f"/cases/{NOTHING}"
    seen(house, page, page.goto(address), 404, "没有找到", f"404-{role}")


def test_what_is_for_others(house: House) -> None:
    page = house.page("office")
    seen(house, page, page.goto("/incidents"), 403, "这一步不归您办理", "403")


def test_an_address_that_is_no_page(house: House) -> None:
    page = house.page("office")
    seen(house, page, page.goto("/sign-out"), 405, "不能这样打开", "405")


def test_a_form_that_is_not_ours(house: House) -> None:
    page = house.page("office")
    page.goto("/tasks/views")
    page.evaluate("document.querySelectorAll('[name=csrf_token]').forEach(field => field.remove())")
    seen(house, page, press(page, "退出"), 400, "请求不完整", "400")


def test_a_case_that_another_suspended_meanwhile(house: House) -> None:
    page = house.page("admin")
    case = house.world.case("own", "admin")
    assert case is not None
    page.goto(f"/cases/{case}")
    interventions.suspend(house.world.pe, case, "等区政府批复（示例）", ADMIN)
    page.get_by_text("暂停办理", exact=True).first.click()
    page.get_by_label("暂停办理的理由").fill("同上")
    seen(house, page, press(page, "暂停办理"), 409, "这次操作没有生效", "409")


def test_more_than_is_taken_here(house: House) -> None:
    page = house.page("office")
    page.goto(house.place("cases.show").address)
    page.locator("#say").evaluate("(field, size) => { field.value = 'x'.repeat(size) }", LARGEST_REQUEST + 1)
    seen(house, page, press(page, "写入"), 413, "内容太大", "413")


def test_too_many_tries(house: House) -> None:
    page = house.page("door")
    for _ in range(house.world.settings.failures_for_account):
        sessions.note_failure(house.world.pe.database, house.world.settings, "somebody", "127.0.0.1")
    page.goto("/sign-in")
    page.get_by_label("账户名").fill("somebody")
    page.get_by_label("密码", exact=True).fill("wrong")
    seen(house, page, press(page, "登录"), 429, "登录桂冠", "429")


def test_a_session_that_ended(house: House) -> None:
    page = house.page("stranger")
    sessions.end(house.world.pe.database, house.world.cookies["stranger"])
    seen(house, page, page.goto("/reminders"), 200, "登录桂冠", "session-ended")
    assert page.url == f"{house.url}/sign-in?next=/reminders"


def test_a_fault_of_ours(house: House) -> None:
    page = house.page("office")
    with _renamed(house, "reminder"):
        answer = page.goto("/tasks")
    seen(house, page, answer, 500, "系统出错", "500")


def test_a_database_that_is_away(house: House) -> None:
    page = house.page("office")
    with _away(house):
        answer = page.goto("/tasks")
    seen(house, page, answer, 503, "暂时不可用", "503")


@contextmanager
def _renamed(house: House, table: str) -> Iterator[None]:
    """A table that every page of a signed-in person reads is called something else."""
    for old, new in ((table, f"{table}_away"), (f"{table}_away", table)):
        with house.world.pe.database.transaction() as connection:
            connection.execute(text(f"ALTER TABLE {old} RENAME TO {new}"))
        if old == table:
            yield


@contextmanager
def _away(house: House) -> Iterator[None]:
    """A folder lies where the database's file was."""
    database = house.world.pe.database
    file = Path(str(database.engine.url.database))
    database.dispose()
    kept = file.rename(file.with_suffix(".kept"))
    file.mkdir()
    try:
        yield
    finally:
        file.rmdir()
        kept.rename(file)
