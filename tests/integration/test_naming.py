"""Names follow deployments: the newest counts, at once here and soon on other nodes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

import assembly
from engine.actor import Actor
from engine.clock import LentClock
from engine.commands import deployments
from engine.errors import Refused
from engine.models import resource
from engine.process_engine import ProcessEngine
from engine.vocabulary import Vocabulary

OWNER = Actor("owner")


def named(name: str) -> dict[str, bytes]:
    """A folder of a scheme that says nothing but its name and its clerks'."""
    return {
        "pier/scheme.yaml": f"name: {name}".encode(),
        "pier/groups.yaml": f"pier.clerk: {name}经办".encode(),
    }


def names(pe: ProcessEngine) -> Vocabulary:
    with pe.database.reading() as connection:
        return pe.vocabulary(connection)


def seen(pe: ProcessEngine) -> tuple[str, str]:
    return names(pe).scheme("pier"), names(pe).group("pier.clerk")


def test_the_newest_deployment_gives_the_names(pe: ProcessEngine) -> None:
    assert seen(pe) == ("pier", "pier.clerk")
    for name in ("码头奖", "港口奖", "码头奖"):  # the third brings back what the first one stored
        deployments.deploy(pe, named(name), OWNER)
        assert seen(pe) == (name, f"{name}经办")
    with pe.database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(resource)).scalar() == 4


def test_a_scheme_keeps_its_names_when_another_is_deployed(pe: ProcessEngine) -> None:
    deployments.deploy(pe, named("码头奖"), OWNER)
    deployments.deploy(pe, {"dock/scheme.yaml": "name: 船坞奖".encode()}, OWNER)
    assert seen(pe) == ("码头奖", "码头奖经办")
    assert names(pe).scheme("dock.cycle") == "船坞奖"


def test_a_refused_deployment_names_nothing(pe: ProcessEngine) -> None:
    deployments.deploy(pe, named("码头奖"), OWNER)
    with pytest.raises(Refused):
        deployments.deploy(pe, {**named("港口奖"), "pier/cycle.bpmn": b"<"}, OWNER)
    assert seen(pe) == ("码头奖", "码头奖经办")


def test_another_node_sees_new_names_within_a_minute(pe: ProcessEngine, clock: LentClock) -> None:
    other = assembly.process_engine(pe.database.url, clock)
    deployments.deploy(pe, named("码头奖"), OWNER)
    assert seen(other) == ("码头奖", "码头奖经办")
    deployments.deploy(pe, named("港口奖"), OWNER)
    assert seen(other) == ("码头奖", "码头奖经办")
    clock.set(clock.now() + timedelta(seconds=61))
    assert seen(other) == ("港口奖", "港口奖经办")
    known = names(other)
    clock.set(clock.now() + timedelta(seconds=61))
    assert names(other) is known  # nothing newer came, so nothing was parsed again
    other.database.dispose()
