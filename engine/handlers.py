"""Job types that the engine itself knows: publishing a message."""

from __future__ import annotations

from engine.bpmn.periods import parse_duration
from engine.registries import Assignment, JobHandler, Outgoing, Variables


def _publish(assignment: Assignment) -> Variables:
    """Inputs: message_name, correlation_key, payload (context, optional), time_to_live (ISO duration, optional)."""
    given = assignment.variables
    ttl = given.get("time_to_live")
    wait = parse_duration(str(ttl)).after(assignment.now) - assignment.now if ttl else None
    payload = given.get("payload") or {}
    assignment.outgoing.append(
        Outgoing(str(given["message_name"]), str(given["correlation_key"]), dict(payload), wait)
    )
    assignment.notes.append(
        ("message-published", {"message": given["message_name"], "key": str(given["correlation_key"])})
    )
    return {}


PUBLISH_MESSAGE = JobHandler("publish-message", "inside", _publish)
