"""Organisations and persons that register by themselves; links by mail; nobody learns who has an account."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from awards import doors
from awards.models import applicant_profile, door_link
from engine import jobs
from engine.actor import Actor
from engine.clock import LentClock
from engine.commands import deployments
from engine.process_engine import ProcessEngine
from tests.integration.web.conftest import PASSWORD, Browser
from tests.integration.web.scheme import FILES
from tests.support.mailbox import Mailbox, mail_server
from web.models import account

Browse = Callable[[str], Browser]
SECRET = "一句自己记得住的话就好"
UNIT = {
    "kind": "organisation",
    "display_name": "示例绿色建材有限公司",
    "mail": "Office@unit.example",
    "uscc": "91310106DEMEX00012",  # fictitious
    "contact": "联系人 021-00000000",
    "password": SECRET,
    "password2": SECRET,
}
PERSON = {
    **UNIT,
    "kind": "person",
    "display_name": "示例计量师",
    "mail": "person@home.example",
    "uscc": "",
    "contact": "",
}


@pytest.fixture
def mailbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    with mail_server() as box:
        monkeypatch.setenv("LAUREL_SMTP_URL", box.url)
        monkeypatch.setenv("LAUREL_PUBLIC_URL", "https://laurel.example")
        yield box


@pytest.fixture
def stranger(app: Flask) -> Browser:
    return Browser(app.test_client())


def names(engine: ProcessEngine) -> set[str]:
    with engine.database.reading() as connection:
        return set(connection.execute(select(account.c.name)).scalars())


def deliver(engine: ProcessEngine) -> None:
    while jobs.run_due(engine, "test"):
        pass


def path_in(mailbox: Mailbox, number: int = -1) -> str:
    text = mailbox.mails[number].get_content()
    return re.search(r"https://laurel\.example(/confirm/\S+)", text).group(1)  # type: ignore[union-attr]


def test_without_mail_an_account_gets_a_number_and_is_signed_in(
    stranger: Browser, engine: ProcessEngine
) -> None:
    before = names(engine)
    answer = stranger.post("/register", **UNIT)
    assert answer.location == "/profile"
    (name,) = names(engine) - before
    page = stranger.page("/profile")
    assert f"您的账户名是 {name}，请记下来" in page
    with engine.database.reading() as connection:
        row = connection.execute(select(account).where(account.c.name == name)).one()
        profile = connection.execute(select(applicant_profile)).one()
    assert (row.display_name, row.groups, row.admin, row.mail) == (
        "示例绿色建材有限公司",
        ["demo.applicant"],
        False,
        "office@unit.example",
    )
    assert (profile.account, profile.kind, profile.uscc) == (name, "organisation", "91310106DEMEX00012")
    stranger.page("/applications/new")


def test_a_person_needs_no_number_of_any_kind(stranger: Browser, engine: ProcessEngine) -> None:
    stranger.post("/register", **PERSON)
    with engine.database.reading() as connection:
        profile = connection.execute(select(applicant_profile)).one()
    assert (profile.kind, profile.uscc, profile.contact) == ("person", None, None)


def test_what_is_wrong_is_said_and_nothing_but_the_password_is_lost(
    stranger: Browser, engine: ProcessEngine
) -> None:
    before = names(engine)
    wrong = {
        **UNIT,
        "uscc": "91310106DEMEX00013",
        "mail": "no mail",
        "password": "short",
        "password2": "short",
    }
    page = stranger.post("/register", 422, **wrong).get_data(as_text=True)
    assert "未能提交：有 3 处需要更正" in page
    assert 'value="示例绿色建材有限公司"' in page
    assert "short" not in page
    assert "两次填写的密码不一样" in stranger.post("/register", 422, **{**UNIT, "password2": "x"}).text
    assert names(engine) == before


def test_with_mail_there_is_an_account_once_the_link_is_followed(
    stranger: Browser, engine: ProcessEngine, mailbox: Mailbox
) -> None:
    assert stranger.post("/register", **UNIT).location == "/register/sent"
    deliver(engine)
    assert "office@unit.example" not in names(engine)
    assert [(m["To"], m["Subject"]) for m in mailbox.mails] == [("office@unit.example", "请确认您的账户登记")]
    path = path_in(mailbox)
    assert "按一下按钮" in stranger.page(path)
    assert "office@unit.example" not in names(engine)  # to look at it is not to confirm it
    assert stranger.post(path).location == "/sign-in"
    assert "office@unit.example" in names(engine)
    assert "已经用过" in stranger.page(path, 404)
    stranger.post(path, 404)
    stranger.post("/sign-in", name="OFFICE@unit.example", password=SECRET)
    assert "示例绿色建材有限公司" in stranger.page("/profile")


def test_a_mailbox_with_an_account_gets_the_same_answer_and_another_mail(
    app: Flask, engine: ProcessEngine, mailbox: Mailbox
) -> None:
    first, second = Browser(app.test_client()), Browser(app.test_client())
    first.post("/register", **UNIT)
    deliver(engine)
    first.post(path_in(mailbox))
    answer = second.post("/register", **{**UNIT, "display_name": "别的单位"})
    assert answer.location == "/register/sent"
    deliver(engine)
    assert mailbox.mails[-1]["Subject"] == "您已经有账户"
    assert "/confirm/" not in mailbox.mails[-1].get_content()
    with engine.database.reading() as connection:
        kept = connection.execute(select(door_link).order_by(door_link.c.id.desc())).first()
    assert kept is not None
    assert (kept.purpose, kept.content) == ("known", {})


def test_a_forgotten_password_is_set_anew_once_and_everybody_is_signed_out(
    app: Flask, browse: Browse, engine: ProcessEngine, mailbox: Mailbox
) -> None:
    with engine.database.transaction() as connection:
        connection.execute(
            account.update().where(account.c.name == "applicant").values(mail="a@unit.example")
        )
    inside, outside = browse("applicant"), Browser(app.test_client())
    for typed in ("A@unit.example", "nobody@unit.example", "stranger"):
        assert outside.post("/forgotten", name=typed).location == "/register/sent"
    deliver(engine)
    assert [m["To"] for m in mailbox.mails] == ["a@unit.example"]
    path = path_in(mailbox)
    assert "密码至少 10 个字符" in outside.post(path, 422, password="x", password2="x").text
    assert outside.post(path, password=SECRET, password2=SECRET).location == "/sign-in"
    outside.post(path, 404, password=SECRET, password2=SECRET)
    assert inside.client.get("/tasks").status_code == 302
    outside.post("/sign-in", 422, name="applicant", password=PASSWORD)
    outside.post("/sign-in", name="applicant", password=SECRET)


def test_a_link_is_worth_a_day_and_its_token_is_not_in_the_database(
    stranger: Browser, engine: ProcessEngine, mailbox: Mailbox, door_clock: LentClock
) -> None:
    stranger.post("/register", **UNIT)
    deliver(engine)
    path = path_in(mailbox)
    token = path.rpartition("-")[2]
    with engine.database.reading() as connection:
        dump = "\n".join(connection.connection.driver_connection.iterdump())  # type: ignore[union-attr]
    assert len(token) == 64
    assert token not in dump
    for forged in (path[:-1], path + "0", "/confirm/1-x", "/confirm/x", "/confirm/1"):
        stranger.page(forged, 404)
    door_clock.set(door_clock.now() + timedelta(hours=24))
    stranger.page(path, 404)


def test_nobody_registers_by_the_hundred(app: Flask, engine: ProcessEngine, door_clock: LentClock) -> None:
    answers = [
        app.test_client().post("/register", data={**PERSON, "mail": f"p{n}@home.example"}).status_code
        for n in range(11)
    ]
    assert answers == [303] * 10 + [429]
    door_clock.set(door_clock.now() + timedelta(hours=1))
    assert app.test_client().post("/register", data=PERSON).status_code == 303


def test_one_mailbox_is_not_filled(app: Flask, engine: ProcessEngine, mailbox: Mailbox) -> None:
    for _ in range(5):
        Browser(app.test_client()).post("/register", **UNIT)
    deliver(engine)
    assert len(mailbox.mails) == 3


def test_a_scheme_that_comes_later_is_open_to_who_registered(
    stranger: Browser, browse: Browse, engine: ProcessEngine, app: Flask
) -> None:
    stranger.post("/register", **PERSON)
    with engine.database.reading() as connection:
        name = connection.execute(select(applicant_profile.c.account)).scalar_one()
    more = FILES["shared/groups.yaml"] + "  later.applicant: 申报人\n".encode()
    deployments.deploy(engine, {**FILES, "shared/groups.yaml": more}, Actor("owner", admin=True))
    engine.forget_vocabulary()
    for who, password in ((name, SECRET), ("applicant", PASSWORD)):
        Browser(app.test_client()).post("/sign-in", name=who, password=password)
    with engine.database.reading() as connection:
        groups = {
            row.name: row.groups for row in connection.execute(select(account.c.name, account.c.groups))
        }
    assert groups[name] == ["demo.applicant", "later.applicant"]
    assert groups["applicant"] == ["demo.applicant"]


def test_the_account_page_keeps_name_and_address(browse: Browse, engine: ProcessEngine) -> None:
    me = browse("applicant")
    assert "这不是邮箱地址" in me.post("/profile", 422, display_name="示例", mail="x").text
    me.post("/profile", display_name="示例精密仪器（集团）", mail="new@unit.example")
    with engine.database.reading() as connection:
        row = connection.execute(select(account).where(account.c.name == "applicant")).one()
    assert (row.display_name, row.mail) == ("示例精密仪器（集团）", "new@unit.example")


def test_the_account_page_keeps_the_language_too(browse: Browse) -> None:
    me = browse("applicant")
    assert '<html lang="zh-CN">' in me.page("/profile")
    assert me.post("/language", language="en", back="/profile").location == "/profile"
    assert '<html lang="en">' in me.page("/profile")


def test_a_new_address_counts_once_it_is_confirmed(
    browse: Browse, engine: ProcessEngine, mailbox: Mailbox
) -> None:
    me = browse("applicant")
    me.post("/profile", display_name="示例精密仪器有限公司", mail="new@unit.example")
    assert "新邮箱才生效" in me.page("/profile")
    deliver(engine)
    me.post(path_in(mailbox))
    with engine.database.reading() as connection:
        row = connection.execute(select(account.c.mail).where(account.c.name == "applicant")).scalar_one()
    assert row == "new@unit.example"


def test_a_password_is_changed_by_who_knows_the_old_one(app: Flask, browse: Browse) -> None:
    me, elsewhere = browse("applicant"), browse("applicant")
    fields: dict[str, Any] = {"password": SECRET, "password2": SECRET}
    assert "现在的密码不对" in me.post("/profile/password", 422, old="x", **fields).text
    me.post("/profile/password", old=PASSWORD, **fields)
    me.page("/profile")  # who changed it stays signed in
    assert elsewhere.client.get("/profile").status_code == 302
    Browser(app.test_client()).post("/sign-in", name="applicant", password=SECRET)


def test_every_purpose_has_its_mail() -> None:
    assert set(doors.SUBJECTS) == {"register", "known", "password", "mail"}
