"""The job `reminder`: an entry for everybody it is for, in the case's commit, and a mail that is sent until it arrives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Row, insert, select

from awards.models import reminder
from engine import jobs
from engine.actor import Actor
from engine.clock import LentClock
from engine.commands import deployments, incidents
from engine.jobs import errands
from engine.process_engine import ProcessEngine
from tests.integration.house import ADMIN, GROUPS, kinds, open_incidents, settle, start
from tests.support import diagrams as d
from tests.support.mailbox import Mailbox, free_port, mail_server
from web.models import account

TEMPLATE = "---\ntitle: 还有一个月\nfacts: due\n---\n请在{= due}前报送（{= case.key}）。\n- 写明情况\n"
BY_TEMPLATE = {"to": "=to", "template": '="soon"', "facts": '={due: date("2026-09-30")}'}
IN_WORDS = {"to": "=to", "subject": '="该看\n一眼了"', "text": '="请核对"'}
PEOPLE = {
    "winner": ("示例公司", ["test.guests"], "desk@winner.example", False),
    "clerk": ("经办甲", ["test.staff"], "clerk@office.example", False),
    "other": ("经办乙", ["test.staff"], None, False),
    "gone": ("离任者", ["test.staff"], "gone@office.example", True),
}


def diagram(name: str, inputs: dict[str, str]) -> bytes:
    return d.diagram(
        f"test.{name}",
        d.start(),
        d.service("tell", "reminder", inputs=inputs),
        d.end(),
        d.flows("start tell end"),
    )


@pytest.fixture
def house(pe: ProcessEngine) -> ProcessEngine:
    """The process engine with two processes that remind, and accounts with and without an address."""
    files = {"p": diagram("p", BY_TEMPLATE), "q": diagram("q", IN_WORDS)}
    deployments.deploy(
        pe,
        {
            "shared/groups.yaml": GROUPS,
            "shared/letters/soon.md": TEMPLATE.encode(),
            **{f"test/{name}.bpmn": content for name, content in files.items()},
        },
        Actor("owner"),
    )
    rows = [
        {"name": name, "display_name": display, "groups": groups, "mail": mail, "disabled": disabled}
        for name, (display, groups, mail, disabled) in PEOPLE.items()
    ]
    with pe.database.transaction() as connection:
        connection.execute(insert(account), [{**row, "password_hash": "-", "admin": False} for row in rows])
    return pe


@pytest.fixture
def mailbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    with mail_server() as box:
        monkeypatch.setenv("LAUREL_SMTP_URL", box.url)
        monkeypatch.setenv("LAUREL_MAIL_FROM", "质量奖办公室 <office@laurel.example>")
        monkeypatch.setenv("LAUREL_PUBLIC_URL", "https://laurel.example")
        yield box


def entries(pe: ProcessEngine) -> list[Row[Any]]:
    with pe.database.reading() as connection:
        return list(connection.execute(select(reminder).order_by(reminder.c.id)))


def attempts(pe: ProcessEngine, clock: LentClock, count: int) -> None:
    for _ in range(count):
        settle(pe)
        clock.set(clock.now() + jobs.BACKOFF_MOST * 2)


def test_a_reminder_from_a_template_is_an_entry_and_a_mail(house: ProcessEngine, mailbox: Mailbox) -> None:
    root = start(house, key="K-1", to="winner")
    settle(house)
    (entry,) = entries(house)
    assert (entry.account, entry.subject, entry.root_id) == ("winner", "还有一个月", root)
    assert entry.text == "请在2026年9月30日前报送（K-1）。\n— 写明情况"
    (mail,) = mailbox.mails
    assert (mail["To"], mail["Subject"]) == ("desk@winner.example", "还有一个月")
    assert mail["From"] == "质量奖办公室 <office@laurel.example>"
    assert mail["Message-ID"] == f"<reminder-{entry.id}.{entry.key}@laurel.example>"
    assert mail.get_content().splitlines() == [
        *entry.text.splitlines(),
        "",
        "登录后查看：https://laurel.example/reminders",
        "（系统发出，请勿回复。）",
    ]
    assert (entry.mail_to, entry.sent_at) == ("desk@winner.example", house.now())
    assert "reminder" in kinds(house, root)


def test_a_group_is_everybody_in_it_who_may_sign_in(house: ProcessEngine, mailbox: Mailbox) -> None:
    start(house, "test.q", to="test.staff")
    settle(house)
    assert [(e.account, e.subject, e.text, e.mail_to) for e in entries(house)] == [
        ("clerk", "该看 一眼了", "请核对", "clerk@office.example"),
        ("other", "该看 一眼了", "请核对", None),
    ]
    assert [mail["To"] for mail in mailbox.mails] == ["clerk@office.example"]


def test_without_a_server_the_entry_stands_alone(house: ProcessEngine) -> None:
    start(house, to="winner")
    settle(house)
    assert [(e.account, e.mail_to, e.sent_at) for e in entries(house)] == [("winner", None, None)]
    assert open_incidents(house) == []


def test_nobody_to_remind_is_an_incident(house: ProcessEngine, clock: LentClock) -> None:
    start(house, to=None)
    attempts(house, clock, 3)
    assert [(held.code, entries(house)) for held in open_incidents(house)] == [("no-addressee", [])]


def test_a_mail_that_is_not_taken_is_tried_again_and_then_sent_by_hand(
    house: ProcessEngine, clock: LentClock, mailbox: Mailbox
) -> None:
    """The case has gone on long since; the entry was there from the beginning."""
    mailbox.refuse = "451 try later"
    root = start(house, to="winner")
    attempts(house, clock, errands.RETRIES)
    (held,) = open_incidents(house)
    (entry,) = entries(house)
    assert (held.element, held.root_id, "451" in held.message) == ("邮件 还有一个月", root, True)
    assert (kinds(house, root)[-1], entry.sent_at) == ("instance-completed", None)
    mailbox.refuse = None
    incidents.retry(house, held.id, ADMIN)
    settle(house)
    (sent,) = entries(house)
    assert (len(mailbox.mails), sent.sent_at is not None, open_incidents(house)) == (1, True, [])


def test_every_attempt_has_the_same_message_id(
    house: ProcessEngine, clock: LentClock, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker that dies between the server's answer and its own commit sends once more; readers drop the double."""
    start(house, to="winner")
    with monkeypatch.context() as dying:
        dying.setattr("awards.reminders.mail.update", _power_cut)
        settle(house)
    clock.set(clock.now() + jobs.BACKOFF_MOST)
    settle(house)
    first, second = (mail["Message-ID"] for mail in mailbox.mails)
    assert first == second


def _power_cut(*_: Any) -> Any:
    raise ConnectionError("the power went")


def test_a_server_that_is_away(
    house: ProcessEngine, clock: LentClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = free_port()
    monkeypatch.setenv("LAUREL_SMTP_URL", f"smtp://127.0.0.1:{port}")
    start(house, to="winner")
    attempts(house, clock, 1)
    assert open_incidents(house) == []
    with mail_server(port) as back:
        settle(house)
        assert [mail["Subject"] for mail in back.mails] == ["还有一个月"]
