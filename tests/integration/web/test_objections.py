"""Whose an objection is: a named one its objector's, an anonymous one nobody's; played on the Jing'an diagrams."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Row, select

from engine import bundle as bundles
from engine.actor import Actor
from engine.commands import deployments, instances
from engine.db import metadata
from engine.models import instance
from engine.process_engine import ProcessEngine
from tests.integration.web.conftest import PASSWORD, Browser, House
from web import accounts

Browse = Callable[[str], Browser]
PROCESSES = Path(__file__).resolve().parents[3] / "processes"
KEY = "静质奖申〔2026〕001号"
FIELDS = {"case_key": KEY, "facts": "指标与年报不一致", "has_proof": "yes"}
NAMED = {**FIELDS, "named": "yes", "objector": "示例市民", "contact": "objector@example.invalid"}


@pytest.fixture
def case(engine: ProcessEngine) -> int:
    """A running application under the Jing'an rules, and somebody of its office."""
    deployments.deploy(engine, bundles.read_folder(PROCESSES), Actor("owner", admin=True))
    accounts.add(engine.database, "office", "办公室甲", PASSWORD, ["jingan.office-lead"])
    applicant = {"account": "applicant", "name": "示例精密仪器有限公司", "kind": "organisation"}
    variables = {"case_key": KEY, "cycle": "静质奖届〔2026〕1号", "applicant": applicant}
    variables["closes_on"] = {"$": "date", "v": "2026-03-31"}
    by = Actor("applicant", frozenset({"jingan.applicant"}))
    process = "jingan.application"
    return instances.start(engine, process, business_key=KEY, variables=variables, by=by, owner="applicant")


def objection(house: House) -> Row[Any]:
    """The one objection that was opened."""
    house.settle()
    query = select(instance).where(instance.c.process_id == "jingan.objection")
    with house.pe.database.reading() as connection:
        return connection.execute(query).one()


def test_a_named_objection_belongs_to_its_objector(browse: Browse, house: House, case: int) -> None:
    stranger = browse("stranger")
    stranger.post("/objections", **NAMED)
    assert "进展可以在“案件”里查看" in stranger.page("/objections/new")
    found = objection(house)
    assert (found.owner, found.title) == ("stranger", f"对 {KEY} 的异议")
    assert re.findall(r'href="/cases/(\d+)"', stranger.page("/cases")) == [str(found.id)]
    assert f"对 {KEY} 的异议" in stranger.page(f"/cases/{found.id}")


def test_objectors_see_only_what_owners_may(browse: Browse, house: House, case: int) -> None:
    stranger = browse("stranger")
    stranger.post("/objections", **NAMED)
    root = objection(house).id
    page = stranger.page(f"/cases/{root}")
    assert "示例精密仪器有限公司" not in page  # what the look-up brought of the other's case
    assert re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page) == [("评选周期", "静质奖届〔2026〕1号")]
    assert "示例精密仪器有限公司" in browse("office").page(f"/cases/{root}")
    stranger.page(f"/cases/{case}", status=404)
    browse("rival").page(f"/cases/{root}", status=404)
    browse("applicant").page(f"/cases/{root}", status=404)  # who objected is not told to whom it concerns


def test_an_anonymous_objection_leaves_no_account_anywhere(
    browse: Browse, house: House, engine: ProcessEngine, case: int
) -> None:
    stranger = browse("stranger")
    stranger.post(
        "/objections", **FIELDS, named="no", objector="示例市民", contact="objector@example.invalid"
    )
    found = objection(house)
    assert (found.owner, found.started_by) == (None, "laurel")
    stranger.page(f"/cases/{found.id}", status=404)
    signed_in = {"account", "session"}  # that an account exists and is signed in says nothing of what it did
    with engine.database.reading() as connection:
        kept = {
            table.name: str(connection.execute(select(table)).all())
            for table in metadata.sorted_tables
            if table.name not in signed_in
        }
    traces = [
        (table, word) for table, rows in kept.items() for word in ("stranger", "示例市民") if word in rows
    ]
    assert traces == []
