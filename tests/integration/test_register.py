"""The register holds each case under its own number."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from awards.models import application
from engine.process_engine import ProcessEngine
from tests.integration.house import deploy, row, settle, start
from tests.support import diagrams as d


@pytest.mark.parametrize("handler", ["awards.close-application", "awards.enter-application"])
def test_a_case_without_a_number_touches_no_other_case(pe: ProcessEngine, handler: str) -> None:
    inputs = {"applicant": '"91310106"', "status": '"closed"'}
    enter = d.service("enter", "awards.enter-application", inputs=inputs)
    deploy(
        pe,
        p=d.diagram("test.p", d.start(), enter, d.end(), d.flows("start enter end")),
        q=d.diagram(
            "test.q", d.start(), d.service("do", handler, inputs=inputs), d.end(), d.flows("start do end")
        ),
    )
    numbered = start(pe, key="K-1")
    nameless = start(pe, "test.q")
    settle(pe)
    with pe.database.reading() as connection:
        entered = connection.execute(select(application.c.case_key, application.c.status)).all()
    assert entered == [("K-1", "open")]
    assert (row(pe, numbered).status, row(pe, nameless).status) == ("completed", "active")
