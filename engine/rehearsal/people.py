"""What people begin and send by forms, in a story."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from sqlalchemy import Connection, select

from engine.actor import Actor
from engine.commands import beginnings, sending
from engine.definitions import Deployed
from engine.models import subscription
from engine.process_engine import ProcessEngine
from engine.rehearsal.expectations import Failed
from engine.rehearsal.scenario import Scenario
from engine.rehearsal.yaml_values import as_submission

Step = Mapping[str, Any]


class Player(Protocol):
    """What these steps need of the player of a story."""

    pe: ProcessEngine
    scenario: Scenario
    cases: dict[str, int]

    def actor(self, name: str | None) -> Actor: ...
    def case(self, step: Step) -> int: ...
    def add(self, number: int, alias: str | None) -> None: ...


def begin(player: Player, step: Step) -> None:
    """`begin: start event`, filled in `with`, by somebody; its number is told by `key` unless the diagram says it."""
    key = str(step.get("key", f"演练{len(player.cases) + 1}号"))

    def issued(connection: Connection, deployed: Deployed) -> str:
        return key

    process = step.get("process", player.scenario.process)
    submission, by = as_submission(step.get("with") or {}), player.actor(step.get("by"))
    number = beginnings.begin(player.pe, process, step["begin"], submission, by, issue=issued)
    player.add(number, step.get("as"))


def send(player: Player, step: Step) -> None:
    """`send: event`, filled in `with`, by somebody, to the case's place that waits for it."""
    query = select(subscription.c.id).where(
        subscription.c.root_id == player.case(step), subscription.c.element == step["send"]
    )
    with player.pe.database.reading() as connection:
        number = connection.execute(query.order_by(subscription.c.id)).scalar()
    if number is None:
        raise Failed(f"没有在等“{step['send']}”")
    sending.send(player.pe, number, as_submission(step.get("with") or {}), player.actor(step.get("by")))
