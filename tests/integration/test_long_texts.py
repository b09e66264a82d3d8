"""Long answers: kept whole in the case, searched by what they begin with."""

from __future__ import annotations

from sqlalchemy import select

from engine.actor import Actor
from engine.commands import deployments, instances
from engine.models import variable
from engine.process_engine import ProcessEngine
from tests.integration.house import peek_variables
from tests.support import diagrams as d

ADMIN = Actor("admin", admin=True)


def test_two_thousand_characters_are_more_than_an_index_takes(pe: ProcessEngine) -> None:
    """PostgreSQL refuses a row of an index of more than 2,704 bytes; the text itself is not shortened."""
    groups = b"groups:\n  a.office-clerk: a\n"
    task = d.task("do", groups="a.office-clerk")
    diagram = d.diagram("a.long", d.start(), task, d.end(), d.flows("start do end"))
    deployments.deploy(pe, {"shared/groups.yaml": groups, "a/long.bpmn": diagram}, ADMIN)
    text = "".join(chr(0x4E00 + n * 7 % 20_000) for n in range(2_000))
    root = instances.start(pe, "a.long", business_key="L", variables={"report": text}, by=ADMIN)
    with pe.database.reading() as connection:
        kept = connection.execute(select(variable.c.text).where(variable.c.instance_id == root)).scalar_one()
    assert kept == text[:450]
    assert peek_variables(pe, root)["report"] == text
