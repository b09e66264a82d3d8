"""What a test case calls: a decision, a decision service or a business knowledge model, found by its name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from conformance.dmn.cases import Case
from engine.dmn import DmnError, DmnModel
from engine.dmn.model import Knowledge
from engine.feel import Environment


class Nameless(Exception):
    """A test case that asks for what its model does not have; the message is Chinese."""


def value_of(model: DmnModel, case: Case, name: str, env: Environment) -> Any:
    """The value of one result of a case. Raises Nameless, and FeelError for a breached budget.

    An evaluation without a valid result is null, as the standard has it.
    """
    try:
        return CALLS.get(case.kind, _decided)(model, case, name, env)
    except DmnError as error:
        env.null(str(error))
        return None


def _decided(model: DmnModel, case: Case, name: str, env: Environment) -> Any:
    """The value of a decision; an input that bears a decision's name is that decision's value."""
    keys = {decision.name: key for key, decision in model.decisions.items()}
    given = {label: value for label, value in case.given.items() if label not in keys}
    decided = {keys[label]: value for label, value in case.given.items() if label in keys}
    return model.evaluate(_key(keys.items(), name), given, env, decided).value


def _served(model: DmnModel, case: Case, name: str, env: Environment) -> Any:
    """The value of a decision service, or of one among its several output decisions."""
    names = ((service.name, key) for key, service in model.services.items())
    key = _key(names, case.invocable or name)
    value = model.evaluate_service(key, case.given, env).value
    several = len(model.services[key].outputs) > 1
    return value.get(name, value) if several and isinstance(value, dict) else value


def _called(model: DmnModel, case: Case, name: str, env: Environment) -> Any:
    """The value of a business knowledge model that is called with the inputs."""
    names = ((part.name, key) for key, part in model.parts.items() if isinstance(part, Knowledge))
    return model.evaluate_knowledge(_key(names, case.invocable or name), case.given, env).value


def _key(names: Iterable[tuple[str, str]], wanted: str) -> str:
    found = dict(names).get(wanted)
    if found is None:
        raise Nameless(f"模型中没有“{wanted}”")
    return found


CALLS = {"decisionService": _served, "bkm": _called}
