"""Steps of a story that administrators take: free work, variables, standing still, trying again, ending."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from sqlalchemy import select

from engine.actor import Actor
from engine.commands import incidents, interventions
from engine.explain import Waiting, explain
from engine.models import incident
from engine.process_engine import ProcessEngine
from engine.rehearsal.expectations import Failed, called_by, part
from engine.rehearsal.yaml_values import as_json

Step = Mapping[str, Any]
REASON = "演练"


class Player(Protocol):
    """What these steps need of the player of a story."""

    pe: ProcessEngine

    def actor(self, name: str | None) -> Actor: ...
    def case(self, step: Step) -> int: ...


def activate(player: Player, step: Step) -> None:
    """`activate: talk`: begin an element of an ad-hoc sub-process."""
    element = step["activate"]
    for wait in _free(player, step):
        if element in [choice["element"] for choice in wait.facts["choices"]]:
            at = (wait.instance_id, wait.facts["token"])
            interventions.begin(player.pe, *at, element, REASON, player.actor(step.get("by")))
            return
    raise Failed(f"没有可以由人开始“{element}”的即席子流程")


def enough(player: Player, step: Step) -> None:
    """`enough: visit`: say that an ad-hoc sub-process has done enough."""
    for wait in _free(player, step):
        if wait.element == step["enough"]:
            at = (wait.instance_id, wait.facts["token"])
            interventions.enough(player.pe, *at, REASON, player.actor(step.get("by")))
            return
    raise Failed(f"“{step['enough']}”不是正在等人选择的即席子流程")


def change(player: Player, step: Step) -> None:
    """`set: {score: 70}`: change variables, of a called part with `in`; conditions that read them are asked anew."""
    with player.pe.database.reading() as connection:
        instance = part(player.pe, connection, player.case(step), step.get("in"))
    values = as_json(step["set"])
    interventions.set_variables(player.pe, instance, values, REASON, player.actor(step.get("by")))


def cancel(player: Player, step: Step) -> None:
    _whole(player, step, "cancel", interventions.cancel)


def suspend(player: Player, step: Step) -> None:
    _whole(player, step, "suspend", interventions.suspend)


def resume(player: Player, step: Step) -> None:
    _whole(player, step, "resume", interventions.resume)


def retry(player: Player, step: Step) -> None:
    """`retry: print`: try once more what failed at an element."""
    query = select(incident.c.id).where(
        incident.c.root_id == player.case(step),
        incident.c.element == step["retry"],
        incident.c.resolved_at.is_(None),
    )
    with player.pe.database.reading() as connection:
        number = connection.execute(query).scalar()
    if number is None:
        raise Failed(f"“{step['retry']}”没有未解决的故障")
    incidents.retry(player.pe, number, Actor("administrator", admin=True))


def _whole(player: Player, step: Step, word: str, command: Callable[..., None]) -> None:
    """What concerns the whole case; the step's text is the reason."""
    command(player.pe, player.case(step), str(step[word]), player.actor(step.get("by")))


def _free(player: Player, step: Step) -> list[Waiting]:
    """The ad-hoc sub-processes of the case that wait for somebody to choose; `in` names a call activity."""
    inside = step.get("in")
    with player.pe.database.reading() as connection:
        waits = explain(player.pe, connection, player.case(step))
        free = [w for w in waits if w.kind == "ad-hoc"]
        return [w for w in free if inside is None or called_by(connection, w.instance_id) == inside]
