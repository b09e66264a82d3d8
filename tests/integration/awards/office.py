"""Short words for tests of the office's job types: call a handler in a transaction of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.process_engine import ProcessEngine
from engine.registries import Assignment


def assigned(pe: ProcessEngine, job_type: str, inputs: Mapping[str, Any], **said: Any) -> Assignment:
    """An assignment of the case `K-1` of `test.application`, or what `said` tells otherwise."""
    told: dict[str, Any] = {
        "type": job_type,
        "key": "test",
        "variables": inputs,
        "headers": {},
        "root_id": 1,
        "instance_id": 1,
        "process_id": "test.application",
        "business_key": "K-1",
        "now": pe.now(),
        "connection": None,
    }
    return Assignment(**{**told, **said})


def do(pe: ProcessEngine, job_type: str, inputs: Mapping[str, Any], **said: Any) -> Mapping[str, Any]:
    """What a handler answers that works inside a transaction."""
    handler = pe.registries.handlers[job_type]
    assert handler.kind == "inside"
    with pe.database.transaction() as connection:
        assignment = assigned(pe, job_type, inputs, **{"connection": connection, **said})
        return handler.call(assignment) or {}
