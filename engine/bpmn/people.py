"""Whom a diagram lets begin a case or send it a message: the forms and groups at its start and message events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.bpmn.model import Definition, Element
from engine.feel import Environment
from engine.feel import compile as compile_feel

STARTERS = "candidate-starter-groups"  # on a process or its start event, as Camunda calls them
SENDERS = "candidate-sender-groups"  # on an event that waits for a message
SENDER = "sender"  # the same for one account
KEY, KEY_VARIABLE = "business-key", "key-variable"
STARTER = "starter"  # what a start or message form knows of the person who fills it


@dataclass(frozen=True, slots=True)
class Senders:
    """Who may send a message to a case, as the case stands."""

    account: str | None
    groups: frozenset[str]

    def admit(self, name: str, groups: frozenset[str]) -> bool:
        """Whether a person is one of them."""
        return name == self.account or bool(groups & self.groups)


def begun_by_people(definition: Definition) -> dict[str, str | None]:
    """The start events with a form or groups of their own: the event's id and the form's, if it has one."""
    found = {element: definition.dataflow[element].form for element in definition.starts}
    return {e: form for e, form in found.items() if form or STARTERS in definition.elements[e].properties}


def starter_groups(properties: Mapping[str, str], whole: Mapping[str, str]) -> frozenset[str]:
    """The groups that may begin at a start event: its own, else those of its process (`whole`)."""
    return names(properties.get(STARTERS, whole.get(STARTERS, "")))


def sent_by_people(definition: Definition, element: str) -> bool:
    """Whether people may send what an element waits for."""
    found = definition.elements.get(element)
    if found is None or element in definition.starts or definition.dataflow[element].heard is None:
        return False
    return SENDERS in found.properties or SENDER in found.properties


def senders(element: Element, context: Mapping[str, Any], env: Environment) -> Senders:
    """Who may send the message that the element waits for, with these variables. Raises FeelError."""
    account = _read(element.properties.get(SENDER, ""), context, env)
    groups = _read(element.properties.get(SENDERS, ""), context, env)
    listed = names(groups) if isinstance(groups, str) else frozenset(str(g) for g in groups or () if g)
    return Senders(str(account) if account else None, listed)


def known_of(account: str, groups: frozenset[str]) -> dict[str, Any]:
    """What a start or message form knows beside the case: who fills it in, as `starter`."""
    return {STARTER: {"account": account, "groups": sorted(groups)}}


def names(text: str) -> frozenset[str]:
    """Fixed names with commas between them."""
    return frozenset(part.strip() for part in text.split(",") if part.strip())


def fixed(text: str) -> str:
    """The text, if it is no FEEL."""
    return "" if text.startswith("=") else text


def _read(text: str, context: Mapping[str, Any], env: Environment) -> Any:
    return compile_feel(text[1:]).evaluate(dict(context), env) if text.startswith("=") else text
