"""Commands on instances: start one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection

from engine import once
from engine.actor import Actor
from engine.births import Birth
from engine.definitions import Deployed
from engine.errors import NotAllowed
from engine.feel import from_json
from engine.process_engine import ProcessEngine
from engine.runtime import KeyTaken, starting
from engine.unit import unit

__all__ = ["Filled", "IssueKey", "KeyTaken", "start"]

# Gives the next key in the transaction that is handed to it.
IssueKey = Callable[[Connection, Deployed], str]
# What a caller keeps of a form in the commit of what came of it: told the root instance and the form's values.
Filled = Callable[[Connection, int, Mapping[str, Any]], None]


def start(
    pe: ProcessEngine,
    process_id: str,
    *,
    business_key: str | IssueKey | None,
    variables: Mapping[str, Any],
    by: Actor,
    owner: str | None = None,
    key_variable: str | None = None,
    token: str | None = None,
    alongside: Filled | None = None,
) -> int:
    """Start the newest version of a process; returns the instance's id.

    `variables` is JSON-able data. The business key is given, or issued inside the transaction of the start,
    so that a number is used up only by an instance that exists; `key_variable` names the variable that
    carries it as well. Asked again with the same `token` (the form's own), it answers with the instance that
    was started before. `alongside` is told the instance and its first variables, as for a start form. Raises
    UnknownProcess, KeyTaken (a running instance of the process has this business
    key), NotAllowed (the process names its starter groups).
    """
    with unit(pe, by) as work:
        before = once.answered(work.connection, by.name, token, pe.now())
        if before is not None:
            return int(before)
        deployed = pe.definitions.newest(work.connection, process_id)
        starters = deployed.definition.properties.get("candidate-starter-groups", "")
        groups = {g.strip() for g in starters.split(",") if g.strip()}
        if groups and not groups & by.groups:
            raise NotAllowed(what=deployed.definition.name, who="、".join(sorted(groups)), actor=by.name)
        key = business_key(work.connection, deployed) if callable(business_key) else business_key
        given = {**variables, key_variable: key} if key_variable else dict(variables)
        birth = Birth(deployed, from_json(given), business_key=key, owner=owner)
        with starting(work, birth) as tree:
            pass
        if alongside is not None:
            alongside(work.connection, tree.root_id, given)
        once.answer(work.connection, by.name, token, str(tree.root_id))
        return tree.root_id
