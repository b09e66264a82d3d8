"""Short words for tests of drawn diagrams: who acts, three small diagrams, what stands."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table, select

from engine.actor import Actor
from engine.commands import diagrams as commands
from engine.commands import proposals
from engine.process_engine import ProcessEngine
from engine.queries import diagrams
from tests.support import diagrams as d

OWNER = Actor("owner", frozenset({"test.process-owner"}))
COLLEAGUE = Actor("colleague", frozenset({"test.process-owner"}))
JUDGE = Actor("judge", frozenset({"test.process-approver"}))
BOTH = Actor("both", frozenset({"test.process-owner", "test.process-approver"}))
OTHERS = Actor("others", frozenset({"demo.process-owner"}))
ADMIN = Actor("root", admin=True)
CLERK = Actor("clerk", frozenset({"test.staff"}))

SIMPLE = d.diagram("test.p", d.start(), d.task("a"), d.end(), d.flows("start a end"))
LONGER = d.diagram("test.p", d.start(), d.task("a"), d.task("b"), d.end(), d.flows("start a b end"))
LOST = d.diagram("test.p", d.start(), d.task("a"), d.task("b"), d.end(), d.flows("start a end"))
WHY = "与条文一致"


def standing(pe: ProcessEngine, by: Actor = OWNER, process: str = "test.p") -> Any:
    with pe.database.reading() as connection:
        return diagrams.one(connection, by, process)


def rows(pe: ProcessEngine, table: Table) -> list[Any]:
    with pe.database.reading() as connection:
        return list(connection.execute(select(table).order_by(table.c.id)))


def opened(pe: ProcessEngine) -> str:
    """The digest that a page opened now would carry."""
    row = standing(pe)
    return str(row["draft_digest"] or row["digest"])


def errors(findings: Any) -> set[tuple[str, str | None]]:
    return {(f.rule, f.element) for f in findings if f.severity == "error"}


def put_forward(pe: ProcessEngine, content: bytes = LONGER, by: Actor = OWNER) -> str:
    """Draw, save, propose; the digest of the proposal."""
    drawn = commands.save(pe, "test.p", content, opened(pe), by)
    proposals.propose(pe, "test.p", drawn, WHY, by)
    return drawn


def resent(pe: ProcessEngine, by: Actor) -> str:
    """The draft put forward as it is, by somebody else."""
    drawn = opened(pe)
    proposals.propose(pe, "test.p", drawn, WHY, by)
    return drawn
