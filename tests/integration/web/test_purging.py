"""When the term of a case is over, what was said, typed and sent there goes with its history; another case keeps its own."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select

from engine import audit
from engine.actor import Actor
from engine.audit.purging import NotPurgeable
from engine.commands import interventions
from engine.models import history
from engine.process_engine import ProcessEngine
from tests.integration.web.conftest import Browser, House
from tests.integration.web.filing import PDF, deploy
from web.cases import purging
from web.files import stores, upkeep
from web.models import comment, draft, entry_draft, rival_draft, upload

Browse = Callable[[str], Browser]
KEEPER, WITNESS = Actor("keeper", admin=True), Actor("witness")
TABLES = (comment, draft, rival_draft, entry_draft, upload)


@pytest.fixture(autouse=True)
def _own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LAUREL_VAR", str(tmp_path / "var"))


def left(pe: ProcessEngine) -> list[int]:
    with pe.database.reading() as connection:
        counted = (select(func.count()).select_from(table) for table in TABLES)
        return [connection.execute(query).scalar_one() for query in counted]


def talked_of(browse: Browse, house: House, key: str, content: bytes) -> int:
    """A case with a comment, a draft and its rival, a file, and what was typed into a message that was never sent."""
    case = house.apply(key)
    task = house.task(case, "submit")
    browse("clerk").post(f"/cases/{case}/comments", text="请核对原件", back="/tasks")
    applicant = browse("applicant")
    sent = {"_upload": "report", "_file:report": (io.BytesIO(content), "报告.pdf"), "about": "一"}
    applicant.client.post(f"/tasks/{task}/files", data=sent)
    for page, words in (("window-left", "二"), ("window-right", "三")):
        applicant.post(f"/tasks/{task}/form", _page=page, _version="0", about=words)
    row = {"account": "applicant", "page": f"p{case}", "form": f"message:{case}:7", "content": "{}"}
    with house.pe.database.transaction() as connection:
        connection.execute(insert(entry_draft), {**row, "saved_at": house.pe.now()})
    return case


def test_it_goes_with_the_history_in_one_transaction(browse: Browse, house: House) -> None:
    deploy(house.pe)
    purging.lend(house.pe)
    first = talked_of(browse, house, "示申〔2026〕001号", PDF)
    talked_of(browse, house, "示申〔2026〕002号", PDF + b"2")
    before = left(house.pe)
    assert before[0] == 2
    assert all(count % 2 == 0 and count for count in before)
    interventions.cancel(house.pe, first, "办结", KEEPER)
    audit.keep(house.pe, first, date(2036, 12, 31), "保存十年", KEEPER)
    house.clock.set(house.clock.now() + timedelta(days=366 * 11))
    audit.seal_all(house.pe)
    audit.purge(house.pe, first, "期满", KEEPER, WITNESS)
    assert left(house.pe) == [count // 2 for count in before]
    with house.pe.database.reading() as connection:
        told = connection.execute(select(history.c.facts).where(history.c.root_id == first)).scalar_one()
    names = ("comments", "drafts", "rivals", "entries", "files")
    assert told["beside"] == {name: count // 2 for name, count in zip(names, before, strict=True)}
    assert (upkeep.sweep(house.pe), len(list(stores.folder().digests()))) == (1, 1)
    audit.seal_all(house.pe)
    assert audit.verify(house.pe).findings == []


def test_before_the_term_nothing_goes(browse: Browse, house: House) -> None:
    deploy(house.pe)
    purging.lend(house.pe)
    case = talked_of(browse, house, "示申〔2026〕001号", PDF)
    before = left(house.pe)
    with pytest.raises(NotPurgeable):
        audit.purge(house.pe, case, "太早", KEEPER, WITNESS)
    assert left(house.pe) == before
