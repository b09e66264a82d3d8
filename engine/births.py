"""A new instance: its workflow begun, its row written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.bpmn import Workflow
from engine.definitions import Deployed
from engine.feel import to_json
from engine.instance_rows import bear
from engine.unit import Unit


@dataclass(frozen=True, slots=True)
class Birth:
    """What is to begin, and as whose child. `variables` and `payload` (of what begins it) are FEEL values."""

    deployed: Deployed
    variables: Mapping[str, Any]
    business_key: str | None = None
    owner: str | None = None
    parent_id: int | None = None
    parent_token: str | None = None
    start_element: str | None = None
    payload: Mapping[str, Any] | None = None

    def workflow(self, work: Unit) -> Workflow:
        """The workflow, moved until it waits. Raises NotOpen, ExpressionFailed."""
        return Workflow.start(
            self.deployed.definition,
            dict(self.variables),
            work.pe.services(work.connection, self.deployed, hold=work.hold),
            start_element=self.start_element,
            payload=dict(self.payload) if self.payload is not None else None,
        )

    def row(self, work: Unit, root_id: int | None) -> dict[str, Any]:
        """The instance's new row; without `root_id` it is a root."""
        return bear(
            work.connection,
            root_id=root_id,
            parent_id=self.parent_id,
            parent_token=self.parent_token,
            definition_id=self.deployed.id,
            process_id=self.deployed.process_id,
            business_key=self.business_key,
            owner=self.owner,
            started_at=work.pe.now(),
            started_by=work.actor.name,
        )

    def told(self) -> dict[str, Any]:
        """What the story says of it."""
        return {
            "process": self.deployed.process_id,
            "version": self.deployed.version,
            "key": self.business_key,
            "parent": self.parent_id,
            "variables": to_json(dict(self.variables)),
        }
