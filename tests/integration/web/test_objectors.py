"""Who objects is nowhere but in a sealed row: names and numbers are planted and looked for everywhere."""

from __future__ import annotations

import html
import io
import logging
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zstandard
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from awards.models import objector, objector_look
from engine import bundle as bundles
from engine.actor import Actor
from engine.commands import deployments, instances, tasks
from engine.db import Database, metadata
from engine.models import instance, user_task
from engine.process_engine import ProcessEngine
from tests.integration.web.conftest import PASSWORD, Browser, House
from tests.support.deep import count
from web.people import accounts
from web.settings import Settings

Browse = Callable[[str], Browser]
PROCESSES = Path(__file__).resolve().parents[3] / "processes"
KEY = "静质奖申〔2026〕001号"
NAME, CONTACT, NUMBER = "欧阳示例人", "13800000007", "310106199003070010"
PLANTED = (NAME, CONTACT, NUMBER)
TARGET = {"case_key": "other", "other_case": KEY}
FIELDS = {**TARGET, "facts": "指标与年报不一致", "has_proof": "yes", "named": "yes", "consent": "yes"}
OBJECTION = {**FIELDS, "objector": NAME, "contact": CONTACT, "identity": NUMBER}
PDF = b"%PDF-1.4\n" + b"evidence " * 20
ROLES = ("office", "head", "member", "outsider", "elsewhere", "applicant", "clerk", "root", "")
PAGES = count("pages that a role's walk opens in search of planted names", small=30, deep=400)
LINK = re.compile(r'(?:href|src)="(/[^"#]*)')


def jingan() -> dict[str, bytes]:
    """The diagrams of one scheme, with what all schemes share."""
    files = bundles.read_folder(PROCESSES)
    return {name: content for name, content in files.items() if name.startswith(("jingan/", "shared/"))}


@pytest.fixture
def objection(browse: Browse, house: House, engine: ProcessEngine) -> int:
    """A named objection to a running application under the Jing'an rules."""
    deployments.deploy(engine, jingan(), Actor("owner", admin=True))
    people = {"office": "office-clerk", "head": "office-lead", "member": "committee", "outsider": "applicant"}
    for name, role in people.items():
        accounts.add(engine.database, name, f"人员 {name}", PASSWORD, [f"jingan.{role}"])
    accounts.add(engine.database, "elsewhere", "别处经办", PASSWORD, ["hongkou.office-clerk"])
    applicant = {"account": "applicant", "name": "示例精密仪器有限公司", "kind": "organisation"}
    variables: dict[str, Any] = {"case_key": KEY, "cycle": "静质奖届〔2026〕1号", "applicant": applicant}
    variables["closes_on"] = {"$": "date", "v": "2026-03-31"}
    by = Actor("applicant", frozenset({"jingan.applicant"}))
    instances.start(engine, "jingan.application", business_key=KEY, variables=variables, by=by)
    accounts.add(engine.database, "namesake", NAME, PASSWORD, [])  # an account is called as its owner is
    file = (io.BytesIO(PDF), f"{NAME} {CONTACT}.pdf")
    browse("namesake").post("/objections", **OBJECTION, proof=[file])
    house.settle()
    query = select(instance.c.id).where(instance.c.process_id == "jingan.objection")
    with engine.database.reading() as connection:
        return connection.execute(query).scalar_one()


def test_planted_names_and_numbers_are_stored_nowhere(
    browse: Browse, house: House, engine: ProcessEngine, objection: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    handle(engine, house, objection)
    paper = browse("office").client.get(f"/cases/{objection}/file.pdf").get_data()
    tables = stored(engine.database)
    del tables["account"]  # how somebody is called says nothing of what they did
    seen = {"file": text_of(paper), "log": caplog.text, **tables}
    assert found_in(seen) == []
    assert "异议人（静质奖异〔2026〕001号）" in seen["letter"]  # to whom the answer goes


def test_planted_names_and_numbers_are_on_no_page_of_any_role(
    app: Flask, browse: Browse, house: House, engine: ProcessEngine, settings: Settings, objection: int
) -> None:
    handle(engine, house, objection)
    app.extensions["laurel_settings"] = replace(settings, demo=False)  # whose sign-in page names all accounts
    case = f"/cases/{objection}"
    first = [case, f"{case}?story=all", f"{case}/objector", f"{case}/file.pdf", "/", "/cases", "/tasks"]
    first += ["/data/lists.csv", "/data/lists.json", "/data/winners.csv", "/data/winners.json"]
    pages = {
        (who, place): text
        for who in ROLES
        for place, text in walked(browse(who).client if who else app.test_client(), first).items()
    }
    assert len(pages) >= len(ROLES) * len(first)
    assert [(at, word) for at, text in pages.items() for word in PLANTED if word in text] == []


def test_who_handles_it_may_look_and_every_look_is_written_down(
    browse: Browse, engine: ProcessEngine, objection: int
) -> None:
    office = browse("office")
    page = office.post(f"/cases/{objection}/objector", 200, reason="电话答复").get_data(as_text=True)
    assert all(word in page for word in PLANTED)
    browse("head").post(f"/cases/{objection}/objector", 200, reason="复核")
    with engine.database.reading() as connection:
        looks = connection.execute(select(objector_look.c.account, objector_look.c.reason)).all()
    assert looks == [("office", "电话答复"), ("head", "复核")]
    again = office.page(f"/cases/{objection}/objector")
    assert ["电话答复" in again, "复核" in again, NAME in again] == [True, True, False]


def test_no_browser_keeps_what_was_looked_at(browse: Browse, objection: int) -> None:
    answer = browse("office").post(f"/cases/{objection}/objector", 200, reason="电话答复")
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("who", "status"),
    [("member", 403), ("root", 403), ("outsider", 403), ("stranger", 403), ("elsewhere", 404)],
)
def test_nobody_else_may_look(
    browse: Browse, engine: ProcessEngine, objection: int, who: str, status: int
) -> None:
    page = browse(who).post(f"/cases/{objection}/objector", status, reason="好奇").get_data(as_text=True)
    assert [word for word in PLANTED if word in page] == []
    with engine.database.reading() as connection:
        assert connection.execute(select(objector_look)).all() == []


def test_without_a_reason_nothing_is_shown(browse: Browse, engine: ProcessEngine, objection: int) -> None:
    page = browse("office").post(f"/cases/{objection}/objector", 422, reason=" ").get_data(as_text=True)
    assert "请写明为什么查看" in page
    assert NAME not in page
    with engine.database.reading() as connection:
        assert connection.execute(select(objector_look)).all() == []


def test_the_row_alone_says_nothing(engine: ProcessEngine, objection: int) -> None:
    with engine.database.reading() as connection:
        row = connection.execute(select(objector)).one()
    assert (row.objection_key, row.scheme) == ("静质奖异〔2026〕001号", "jingan")
    assert len({row.name, row.contact, row.identity}) == 3
    assert all(sealed.startswith("gAAAA") for sealed in (row.name, row.contact, row.identity))


def found_in(seen: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(place, word) for place, text in seen.items() for word in PLANTED if word in text]


def walked(client: FlaskClient, first: Sequence[str]) -> dict[str, str]:
    """Pages from these on, by their links, as text; papers as what can be read on them."""
    waiting, seen = list(first), dict[str, str]()
    while waiting and len(seen) < PAGES:
        place = waiting.pop(0)
        if place in seen or place.startswith("/static"):
            continue
        answer = client.get(place)
        content = answer.get_data()
        seen[place] = (
            text_of(content) if content.startswith(b"%PDF-1.7") else content.decode(errors="replace")
        )
        if answer.mimetype == "text/html":
            waiting += [html.unescape(link) for link in LINK.findall(seen[place])]
    return seen


def handle(engine: ProcessEngine, house: House, objection: int) -> None:
    """The office handles it to its end: not held, looked into, answered by a letter."""
    lead = Actor("head", frozenset({"jingan.office-lead"}))
    clerk = Actor("office", frozenset({"jingan.office-clerk"}))
    found = {"objection_finding": "指标有据可查", "objection_upheld": "no", "recommend_exclusion": "no"}
    steps = [
        ("decide-late-hold", {"late_hold": "no", "late_hold_reason": "不在公示期"}, lead),
        ("investigate", found, clerk),
    ]
    for element, given, actor in steps:
        query = select(user_task.c.id).where(
            user_task.c.root_id == objection, user_task.c.element == element, user_task.c.status == "open"
        )
        with engine.database.reading() as connection:
            task = connection.execute(query).scalar_one()
        tasks.complete(engine, task, given, actor)
        house.settle()
    with engine.database.reading() as connection:
        state = select(instance.c.status).where(instance.c.id == objection)
        assert connection.execute(state).scalar_one() == "completed"


def stored(database: Database) -> dict[str, str]:
    """Every table as text, packed states unpacked."""
    with database.reading() as connection:
        return {
            table.name: "\n".join(
                unpacked(value) for row in connection.execute(select(table)) for value in row
            )
            for table in metadata.sorted_tables
        }


def unpacked(value: Any) -> str:
    if not isinstance(value, bytes):
        return str(value)
    packed = value[1:] if value[1:5] == zstandard.FRAME_HEADER else value
    raw = zstandard.ZstdDecompressor().decompress(packed) if packed != value else value
    return raw.decode(errors="replace")


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)
