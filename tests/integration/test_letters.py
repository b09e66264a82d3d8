"""The job `letter`: numbered and filled with the case's commit, printed outside of it, archived under its hash."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import Row, select

from awards.letters import archive, printing
from awards.models import letter
from engine import jobs
from engine.actor import Actor
from engine.clock import LentClock
from engine.commands import deployments, incidents, tasks
from engine.jobs import errands
from engine.models import job
from engine.process_engine import ProcessEngine
from engine.queries import diagrams
from tests.integration.house import (
    ADMIN,
    GROUPS,
    STAFF,
    kinds,
    open_elements,
    open_incidents,
    open_task,
    settle,
    start,
)
from tests.support import diagrams as d
from tests.support.papers import codes_of, text_of
from web import installation

SCHEME = """
name: 示例区质量奖
short_name: 示例奖
office: 示例办公室
series: {letter: "示函〔{year}〕{n:03}号"}
articles: [{id: T-1, number: 第一条, title: 条件, summary: 近三年没有亏损。}]
rule: {number: 示规〔2026〕1号, title: 示例办法}
"""
REFUSAL = """---
title: 不予受理通知书
facts: name, lines
---
{= name}的申报（{= case.key}）于{= letter.date}收悉，依据《{= scheme.rule.title}》不予受理。
{for one in lines}
1. {= get value(articles, one.req).number}（{= one.req}）：{= one.message}
{end}
"""
LINES = [{"req": "T-1", "message": "前年 #亏损 *是* $事实$ <b>"}]
SENDS = {"template": '="refusal"', "to": "=to", "facts": "={name: name, lines: lines}"}
CASE = d.diagram(
    "test.p", d.start(), d.service("send", "letter", inputs=SENDS), d.end(), d.flows("start send end")
)
FILES = {
    "shared/groups.yaml": GROUPS,
    "test/scheme.yaml": SCHEME.encode(),
    "test/p.bpmn": CASE,
    "test/letters/refusal.md": REFUSAL.encode(),
}


@pytest.fixture
def house(pe: ProcessEngine, monkeypatch: pytest.MonkeyPatch) -> Iterator[ProcessEngine]:
    """The process engine with the scheme deployed; pages stand under an address of the test's."""
    monkeypatch.setenv("LAUREL_PUBLIC_URL", "https://laurel.example/")
    deployments.deploy(pe, FILES, Actor("owner"))
    return pe


def begin(pe: ProcessEngine, key: str = "K-1", **more: Any) -> int:
    return start(pe, key=key, **{"name": "示例公司", "to": "nobody", "lines": LINES, **more})


def letters(pe: ProcessEngine) -> list[Row[Any]]:
    with pe.database.reading() as connection:
        return list(connection.execute(select(letter).order_by(letter.c.id)))


def test_a_letter_is_numbered_filled_printed_and_archived(house: ProcessEngine) -> None:
    root = begin(house)
    settle(house)
    (row,) = letters(house)
    assert (row.number, row.title, row.template, row.root_id) == (
        "示函〔2026〕001号",
        "不予受理通知书",
        "refusal",
        root,
    )
    paper = archive.read(row.sha256)
    assert (sha256(paper).hexdigest(), len(paper)) == (row.sha256, row.size)
    assert archive.path_of(row.sha256).is_relative_to(installation.var() / "files")  # which backups hold
    assert codes_of(paper) == [f"https://laurel.example/verify/{row.token}"]
    said = text_of(paper)
    for part in (
        "示例办公室",
        "示函〔2026〕001号",
        "示例公司的申报（K-1）于2026年3月2日收悉，依据《示例办法》不予受理。",
        "1.第一条（T-1）：前年#亏损*是*$事实$<b>",
    ):
        assert part in said
    assert kinds(house, root).count("letter") == 1


def test_the_case_goes_on_before_there_is_a_paper(house: ProcessEngine) -> None:
    begin(house)
    jobs.run_due(house, "test", lane="inside")
    (row,) = letters(house)
    assert (row.number, row.sha256, open_elements(house, row.root_id)) == ("示函〔2026〕001号", None, [])
    with house.database.reading() as connection:
        left = connection.execute(select(job.c.kind, job.c.type).where(job.c.status == "ready")).all()
    assert [tuple(one) for one in left] == [("errand", "letter.paper")]


def test_numbers_follow_one_another_and_what_cannot_be_filled_takes_none(
    house: ProcessEngine, clock: LentClock
) -> None:
    begin(house, "K-1")
    broken = begin(house, "K-2", name=None)
    begin(house, "K-3")
    for _ in range(3):
        settle(house)
        clock.set(clock.now() + jobs.BACKOFF_MOST * 2)
    assert [row.number for row in letters(house)] == ["示函〔2026〕001号", "示函〔2026〕002号"]
    (held,) = open_incidents(house)
    assert (held.code, held.root_id) == ("letter-not-filled", broken)
    assert held.message == "信函模板“refusal”第 5 行填不出来：“name”没有值。请补齐数据或改正模板后重试。"


def test_a_paper_that_cannot_be_printed_is_an_incident_and_is_printed_when_tried_again(
    house: ProcessEngine, clock: LentClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as without:
        without.setattr(printing, "SHEETS", printing.SHEETS / "nowhere")
        printing._source.cache_clear()
        begin(house)
        for _ in range(errands.RETRIES):
            settle(house)
            clock.set(clock.now() + jobs.BACKOFF_MOST * 2)
    (held,) = open_incidents(house)
    (row,) = letters(house)
    assert (held.element, row.sha256) == ("不予受理通知书 示函〔2026〕001号", None)
    incidents.retry(house, held.id, ADMIN)
    settle(house)
    (row,) = letters(house)
    assert (open_incidents(house), archive.path_of(row.sha256).is_file()) == ([], True)


def test_the_same_letter_gives_the_same_paper(house: ProcessEngine) -> None:
    """What was printed and not yet entered when its worker died is printed again under the same hash."""
    begin(house)
    settle(house)
    (row,) = letters(house)
    with house.database.transaction() as connection:
        connection.execute(letter.update().values(sha256=None, size=None))
        connection.execute(job.update().where(job.c.kind == "errand").values(status="ready"))
    settle(house)
    assert [(again.sha256, again.size) for again in letters(house)] == [(row.sha256, row.size)]


def test_a_paper_that_was_changed_is_not_handed_out(house: ProcessEngine) -> None:
    begin(house)
    settle(house)
    (row,) = letters(house)
    archive.path_of(row.sha256).write_bytes(b"%PDF-1.7 another")
    with pytest.raises(archive.PaperDamaged):
        archive.read(row.sha256)
    archive.path_of(row.sha256).unlink()
    with pytest.raises(archive.PaperDamaged):
        archive.read(row.sha256)


def test_a_running_case_keeps_the_template_it_began_with(house: ProcessEngine) -> None:
    waiting = d.diagram(
        "test.p",
        d.start(),
        d.task("a"),
        d.service("send", "letter", inputs=SENDS),
        d.end(),
        d.flows("start a send end"),
    )
    deployments.deploy(house, {**FILES, "test/p.bpmn": waiting}, Actor("owner"))
    old = begin(house)
    changed = REFUSAL.replace("不予受理通知书", "退回通知书")
    done = deployments.deploy(
        house, {**FILES, "test/p.bpmn": waiting, "test/letters/refusal.md": changed.encode()}, Actor("owner")
    )
    assert [(one["version"], one["changed"]) for one in done.definitions] == [(3, True)]
    new = begin(house, "K-2")
    for root in (old, new):
        tasks.complete(house, open_task(house, root, "a"), {}, STAFF)
    settle(house)
    assert [(row.root_id, row.title) for row in letters(house)] == [
        (old, "不予受理通知书"),
        (new, "退回通知书"),
    ]


def test_a_template_that_is_not_deployed(house: ProcessEngine, clock: LentClock) -> None:
    files = {name: content for name, content in FILES.items() if "letters" not in name}
    deployments.deploy(
        house,
        {**files, "test/q.bpmn": CASE.replace(b"test.p", b"test.q").replace(b"refusal", b"fax")},
        Actor("owner"),
    )
    start(house, "test.q", "K-9", name="示例公司", to="nobody", lines=[])
    for _ in range(3):
        settle(house)
        clock.set(clock.now() + jobs.BACKOFF_MOST * 2)
    (held,) = open_incidents(house)
    assert (held.code, held.message) == (
        "no-template",
        "没有信函模板“fax”。请补上 test/letters/fax.md 并部署，然后重试。",
    )


def test_what_is_deployed_comes_back_with_its_letters(house: ProcessEngine) -> None:
    """A diagram that is accepted on a page is read among them, and stays bound to them."""
    with house.database.reading() as connection:
        assert diagrams.deployed_files(connection) == FILES
