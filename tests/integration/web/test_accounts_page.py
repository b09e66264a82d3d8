"""Accounts on the administrators' page: who may open it, what counts at once, what is refused, who is told to have done it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from engine.models import history
from tests.integration.web.conftest import Browser, House
from tests.integration.web.scheme import CLERK, REVIEWER
from web.models import account
from web.people import accounts

Browse = Callable[[str], Browser]
SECRET = "三只白鹭在水边慢慢走"
NEW: dict[str, Any] = {"name": "clerk-3", "display_name": "经办丙", "mail": "", "password": SECRET}


def row(house: House, name: str) -> Any:
    with house.pe.database.reading() as connection:
        return connection.execute(select(account).where(account.c.name == name)).first()


def told(house: House) -> list[tuple[str, str, Any]]:
    """What the house's history says of accounts: who, what, of whom."""
    query = select(history).where(history.c.kind.startswith("account-")).order_by(history.c.id)
    with house.pe.database.reading() as connection:
        return [(r.actor, r.kind, r.facts["account"]) for r in connection.execute(query)]


def test_a_new_account_may_sign_in_with_its_groups(browse: Browse, house: House) -> None:
    browse("root").post("/accounts", groups=[CLERK, "admin", "demo.nothing"], **NEW)
    made = row(house, "clerk-3")
    assert (made.display_name, made.groups, made.admin, made.mail) == ("经办丙", [CLERK], False, None)
    assert accounts.verified(house.pe.database, "clerk-3", SECRET) is not None
    assert told(house) == [("root", "account-written", "clerk-3")]


def test_what_is_wrong_is_said_and_nothing_is_made(browse: Browse, house: House) -> None:
    root = browse("root")
    for field, value, sentence in (
        ("name", "", "请填写账户名"),
        ("name", "a b", "账户名只用字母、数字和 - _ . @"),
        ("name", "clerk", "这个账户名已经有人用了"),
        ("display_name", " ", "请填写名称"),
        ("mail", "nowhere", "邮箱写成 名称@域名"),
        ("password", "short", "密码至少 10 个字符，现在是 5 个"),
    ):
        page = root.post("/accounts", status=422, **{**NEW, field: value}).get_data(as_text=True)
        assert sentence in page
        assert SECRET not in page
    assert row(house, "clerk-3") is None
    assert told(house) == []


def test_other_groups_count_from_the_next_click_on(browse: Browse, house: House) -> None:
    case = house.apply()
    clerk, root = browse("clerk"), browse("root")
    clerk.page(f"/cases/{case}")
    root.post("/accounts/clerk", display_name="经办甲", mail="", groups=[REVIEWER])
    clerk.page(f"/cases/{case}", status=404)
    assert told(house) == [("root", "account-changed", "clerk")]


def test_who_is_shut_out_is_out_everywhere_and_may_come_back(browse: Browse, house: House) -> None:
    clerk, root = browse("clerk"), browse("root")
    root.post("/accounts/clerk/disable")
    assert clerk.client.get("/tasks").status_code == 302
    root.post("/accounts/clerk/enable")
    assert row(house, "clerk").disabled is False
    assert [kind for _, kind, _ in told(house)] == ["account-disabled", "account-enabled"]


def test_nobody_manages_their_own(browse: Browse, house: House) -> None:
    root = browse("root")
    root.post("/accounts/root", status=409, display_name="管理员", groups=[CLERK])
    root.post("/accounts/root/disable", status=409)
    assert (row(house, "root").groups, row(house, "root").disabled, told(house)) == ([], False, [])


def test_the_list_is_searched_by_name_and_group(browse: Browse) -> None:
    root = browse("root")
    assert "经办乙" in root.page("/accounts?q=经办")
    assert "经办乙" not in root.page(f"/accounts?group={REVIEWER}")
    assert "没有符合条件的账户。" in root.page("/accounts?q=100%25")
