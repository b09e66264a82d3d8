"""The kernel under the same acts, saved and reloaded after each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from engine.bpmn import Outcome, Services, Wait, Workflow, parse
from tests.support.tokengame.model import Act
from tests.support.tokengame.tree import Sub
from tests.support.tokengame.xml import Diagram

SERVICES = Services(now=datetime(2027, 3, 1, 1, tzinfo=UTC), hold=True)


class Kernel:
    """One instance of the tree's diagram. `ends` are the end events reached so far, on all levels."""

    def __init__(self, tree: Sub, variables: Mapping[str, Any]) -> None:
        diagram = Diagram(tree)
        self.known = diagram.ends
        self.ends: list[str] = []
        (self.definition,) = parse(diagram.text(), "drawn.bpmn", house_rules=False)
        self.workflow = Workflow.start(self.definition, dict(variables), SERVICES)
        self.reload()

    def reload(self) -> None:
        """Take what happened, save, and go on with what was saved."""
        happened = self.workflow.drain().happened
        self.ends += [
            each.element
            for each in happened
            if each.kind == "element-completed" and each.element in self.known
        ]
        self.workflow = Workflow.decode(self.definition, self.workflow.encode())

    def act(self, act: Act, token: str) -> bool:
        """Make the act at this token; False if nobody caught what it threw."""
        caught = True
        match act.how:
            case "set":
                self.workflow.set_variables(dict(act.values), SERVICES)
            case "error":
                caught = self.workflow.throw_error(token, act.code, dict(act.values), SERVICES)
            case "escalation":
                caught = self.workflow.throw_escalation(token, act.code, dict(act.values), SERVICES)
            case "timer":
                self.workflow.fire(token, SERVICES)
            case "signal":
                self.workflow.signal(token, dict(act.values), SERVICES)
            case "message":
                self.workflow.deliver(token, dict(act.values), SERVICES)
            case _:
                self.workflow.complete(token, dict(act.values), SERVICES)
        self.reload()
        return caught

    def waiting(self) -> list[Wait]:
        """What is awaited from outside; tokens at merges wait for their like, but only while the instance runs."""
        over = self.outcome.state != "active"
        return [each for each in self.workflow.waiting() if over or each.kind != "join"]

    def sees(self, token: str) -> dict[str, Any]:
        """The variables at a token."""
        return dict(self.workflow.context(token))

    @property
    def variables(self) -> dict[str, Any]:
        """The instance's variables."""
        return dict(self.workflow.variables())

    @property
    def outcome(self) -> Outcome:
        """How the instance stands."""
        return self.workflow.outcome
