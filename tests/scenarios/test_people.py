"""Every place where people begin a case or send one a message is played by a story."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from engine import bundle as bundles
from engine import yaml_text
from engine.bpmn import Definition
from engine.bpmn.people import begun_by_people, sent_by_people

PROCESSES = Path(__file__).resolve().parents[2] / "processes"


def definitions() -> list[Definition]:
    return list(bundles.read(bundles.read_folder(PROCESSES)).definitions.values())


def steps() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every step of every story, with the process that its story is about."""
    for file in sorted(PROCESSES.glob("*/scenarios/*.yaml")):
        for story in yaml_text.load_all(file.read_text(encoding="utf-8")):
            for step in story["steps"]:
                yield step.get("process", story["process"]), step


def test_every_way_in_is_gone_by_a_story() -> None:
    ways = {(d.process_id, element) for d in definitions() for element in begun_by_people(d)}
    gone = {(process, step["begin"]) for process, step in steps() if "begin" in step}
    assert ways - gone == set()
    assert gone <= ways


def test_every_message_of_people_is_sent_by_a_story() -> None:
    heard = {e for d in definitions() for e in d.elements if sent_by_people(d, e)}
    assert heard == {str(step["send"]) for _, step in steps() if "send" in step}
