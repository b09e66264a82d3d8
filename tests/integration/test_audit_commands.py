"""`laurel audit` as administrators call it: sentences, one JSON document, exit codes, and no names of people."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from engine import audit
from engine.commands import tasks
from engine.models import history
from engine.process_engine import ProcessEngine
from tests.integration.house import STAFF, deploy, kinds, open_task, start
from tests.support import diagrams as d
from tests.support.commands import Laurel, installed
from tests.support.tampering import tamper
from web import installation
from web.models import account, comment
from web.serve import prepare

ONE = d.diagram("test.p", d.start(), d.task("a"), d.end(), d.flows("start a end"))


@pytest.fixture
def laurel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Laurel:
    return installed(tmp_path / "var", f"sqlite:///{tmp_path / 'laurel.db'}", monkeypatch, capsys)


@pytest.fixture
def pe(laurel: Laurel) -> Iterator[ProcessEngine]:
    """An installation with one case that has ended, and two people who look after it."""
    assert callable(laurel)
    made = prepare(installation.database_url())
    deploy(made, p=ONE)
    root = start(made)
    tasks.complete(made, open_task(made, root, "a"), {}, STAFF)
    who = {"password_hash": "-", "groups": [], "admin": True, "disabled": False}
    people = [{"name": name, "display_name": name, **who} for name in ("keeper", "witness")]
    with made.database.transaction() as connection:
        connection.execute(insert(account), people)
    yield made
    made.database.dispose()


def entries(pe: ProcessEngine) -> int:
    with pe.database.reading() as connection:
        return len(connection.execute(history.select()).all())


def test_a_whole_history(laurel: Laurel, pe: ProcessEngine) -> None:
    count = entries(pe)
    before = laurel("audit", "verify", "--json")
    assert (before.code, before.json["sealed"], before.json["unsealed"]) == (0, 0, count)
    sealed = laurel("audit", "seal")
    head = next(audit.in_folder(installation.var() / "audit"))
    assert (sealed.code, sealed.out) == (0, f"封存了 {count} 条；最新存证：{head.where[5:15]}。\n")
    answer = laurel("audit", "verify", "--head", f"{head.number}:{head.link.hex()}")
    assert (answer.code, answer.out.splitlines()) == (
        0,
        [
            f"已封存 {count} 条（其中依规销毁 0 条），未封存 0 条：完好。",
            f"链头 {count}:{head.link.hex()}",
        ],
    )


def test_what_was_changed_is_named_by_its_id_only(laurel: Laurel, pe: ProcessEngine) -> None:
    laurel("audit", "seal")
    tamper(pe, "UPDATE history SET actor = 'forger' WHERE id = 2", "DELETE FROM history WHERE id = 3")
    answer = laurel("audit", "verify", "--json")
    assert answer.code == 1
    assert answer.json["findings"] == [
        {"rule": "changed", "entry": 2, "number": 2, "message": "记录 2 在封存后被改动。"},
        {"rule": "missing", "entry": 3, "number": 3, "message": "记录 3 被删除。"},
    ]
    spoken = laurel("audit", "verify")
    assert (spoken.code, spoken.out.splitlines()[:2]) == (
        1,
        ["记录 2 在封存后被改动。", "记录 3 被删除。"],
    )
    assert not {"clerk", "forger", "test."} & set(spoken.out.split())
    for word in ("clerk", "forger", "test.p"):
        assert word not in spoken.out + answer.out


def test_a_head_on_paper_that_does_not_fit(laurel: Laurel, pe: ProcessEngine) -> None:
    laurel("audit", "seal")
    answer = laurel("audit", "verify", "--head", f"2:{'0' * 64}")
    assert (answer.code, answer.out.splitlines()[0]) == (1, "第 2 环与存证（命令行）不符，链被改写过。")
    for nonsense in ("2", "x:00", "2:00", f"2:{'g' * 64}"):
        refused = laurel("audit", "verify", "--head", nonsense)
        assert (refused.code, refused.out) == (1, "")
        assert f"“{nonsense}”不是存证" in refused.err
    assert pe.database.is_sqlite


def test_a_case_is_kept_held_and_destroyed(laurel: Laurel, pe: ProcessEngine) -> None:
    why = ("--reason", "评选材料保存十年", "--by", "keeper")
    ended = ("--reason", "保存期满", "--by", "keeper")
    assert laurel("audit", "keep", 1, "--until", "2020-12-31", *why).out == "案件 1 保存至 2020-12-31。\n"
    assert laurel("audit", "keep-ended", 2020, *why).out == "2020 年办结的 0 个案件保存至 2030-12-31。\n"
    assert laurel("audit", "hold", 1, *why).out == "案件 1 已暂停销毁。\n"
    laurel("audit", "seal")
    refused = laurel("audit", "purge", 1, *ended, "--witness", "witness", "--yes")
    assert (refused.code, refused.err) == (
        1,
        "案件 1 的办理记录不能销毁：已被暂停销毁。\n",
    )
    assert laurel("audit", "release", 1, *why).out == "案件 1 已解除暂停销毁。\n"
    laurel("audit", "seal")
    unknown = laurel("audit", "purge", 1, *ended, "--witness", "nobody", "--yes")
    assert (unknown.code, unknown.err) == (1, "没有名为“nobody”的帐号；请核对帐号名（区分大小写）。\n")
    count = len(kinds(pe, 1))
    said = {"root_id": 1, "account": "keeper", "text": "意见", "written_at": pe.now()}
    with pe.database.transaction() as connection:
        connection.execute(insert(comment), said)
    gone = laurel("audit", "purge", 1, *ended, "--witness", "witness", "--yes")
    assert (gone.code, gone.out) == (0, f"案件 1 的 {count} 条办理记录已销毁。\n")
    with pe.database.reading() as connection:
        assert connection.execute(select(comment.c.id)).all() == []
    laurel("audit", "seal")
    verified = laurel("audit", "verify", "--json").json
    assert (verified["whole"], verified["purged"]) == (True, count)


def test_what_is_done_to_the_house_is_an_entry_too(laurel: Laurel, pe: ProcessEngine, tmp_path: Path) -> None:
    password = tmp_path / "password"
    password.write_text("a long enough password")
    for command in (
        ("add", "newcomer", "--password-file", password),
        ("password", "newcomer", "--password-file", password),
        ("disable", "newcomer"),
    ):
        assert laurel("user", *command).code == 0
    query = select(history.c.kind, history.c.actor, history.c.facts).where(history.c.root_id.is_(None))
    with pe.database.reading() as connection:
        told = [tuple(row) for row in connection.execute(query.order_by(history.c.id))]
    assert told == [
        ("deployed", "owner", {"deployment": 1}),
        ("account-written", "laurel", {"account": "newcomer"}),
        ("password-changed", "laurel", {"account": "newcomer"}),
        ("account-disabled", "laurel", {"account": "newcomer"}),
    ]
