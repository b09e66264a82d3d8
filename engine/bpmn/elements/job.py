"""Service and send tasks, job-based script and rule tasks, message throw and end events: work for a handler."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from engine.bpmn.elements.activity import Activity
from engine.bpmn.elements.base import Details, Node
from engine.bpmn.token import Token
from engine.bpmn.values import Evaluation, Value, said, shown, whole
from engine.feel import to_json

RETRIES = (0, 1_000)


@dataclass(frozen=True, slots=True)
class Job:
    """The type that chooses the handler, how often it is tried, and fixed headers."""

    type: Value
    retries: Value
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class JobDetails(Details):
    """An element whose work is a job."""

    job: Job | None = None


class _Worked(Node):
    """Opens a job and waits for its result."""

    kind = "job"

    def act(self, token: Token) -> bool | None:
        job: Job = self.details.job
        evaluation = Evaluation(token)
        retries = evaluation.needed(job.retries)
        try:
            facts = {"type": str(evaluation.needed(job.type)), "retries": whole(retries, RETRIES)}
        except ValueError as error:
            raise token.failed(f"{said(RETRIES, '重试次数')}，得到的是{shown(retries)}") from error
        token.open_wait(facts)
        return None

    def facts(self, token: Token) -> dict[str, Any]:
        own = token.top.variables.local(token)
        return {**super().facts(token), "headers": dict(self.details.job.headers), "variables": to_json(own)}


class ServiceTask(_Worked, Activity):
    """A task done by the handler of its type."""


class MessageThrow(_Worked):
    """A message that is sent by the handler of its type."""


class NoneThrow(Node):
    """An intermediate throw event without meaning for the engine: a milestone."""
