"""Roles that look after one kind of case see all of that kind in their scheme, and nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import update

from engine.actor import Actor
from engine.commands import deployments
from tests.integration.web.conftest import Browser, House
from tests.integration.web.scheme import FILES
from tests.support import diagrams as d
from web.models import account

Browse = Callable[[str], Browser]
KINDS = {"archive": "demo.retention", "follow-up": "demo.after-award"}


@pytest.fixture
def kept(house: House) -> dict[str, int]:
    """A case of each kind, which begins with a task for the office, and an application."""
    more = {
        f"demo/{p[5:]}.bpmn": d.diagram(
            p, d.start(), d.task("look", groups="demo.office-clerk"), d.end(), d.flows("start look end")
        )
        for p in KINDS.values()
    }
    deployments.deploy(house.pe, {**FILES, **more}, Actor("owner", admin=True))
    return {"application": house.apply(), **{role: house.start(p, role) for role, p in KINDS.items()}}


@pytest.mark.parametrize("role", KINDS)
@pytest.mark.parametrize("scheme", ["demo", "other"])
def test_they_see_their_kind_of_their_scheme(
    browse: Browse, house: House, kept: dict[str, int], role: str, scheme: str
) -> None:
    with house.pe.database.transaction() as connection:
        named = update(account).where(account.c.name == "stranger")
        connection.execute(named.values(groups=[f"{scheme}.{role}"]))
    seen = {name: browse("stranger").client.get(f"/cases/{case}").status_code for name, case in kept.items()}
    assert seen == {name: 200 if (name, scheme) == (role, "demo") else 404 for name in kept}
