"""Multi-instance activities: one activity for each item of a collection, together or one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.bpmn.elements.activity import Activity
from engine.bpmn.elements.base import Details
from engine.bpmn.token import COMPLETED, Token
from engine.bpmn.values import Evaluation, Value
from engine.feel import Expression, from_json, to_json

MAX_INSTANCES = 2_000


@dataclass(frozen=True, slots=True)
class MultiInstanceDetails(Details):
    """What is gone through, under which name, and what is collected."""

    sequential: bool = False
    collection: Value | None = None
    item: str | None = None
    results: str | None = None
    result: Expression | None = None
    enough: Expression | None = None


class MultiInstance(Activity):
    """The body around the instances. Its token owns theirs; its scope holds the results."""

    def __init__(self, wf_spec: Any, name: str, details: MultiInstanceDetails, inner: Activity) -> None:
        super().__init__(wf_spec, name, details)
        self.inner = inner

    def enter(self, token: Token) -> None:
        """The body itself is no step of the story; its instances are."""
        for boundary in self.boundaries:
            boundary.arm(token)

    def act(self, token: Token) -> bool | None:
        d: MultiInstanceDetails = self.details
        items = self._items(token)
        if len(items) > MAX_INSTANCES:
            token.hold("too-many-instances", f"多实例有 {len(items)} 项，最多 {MAX_INSTANCES} 项")
            return None
        token.tell("multi-instance-started", instances=len(items))
        token.top.variables.open(token, {d.results: [None] * len(items)} if d.results else None)
        token.internal_data.update(instances=len(items), done=0)
        if not items:
            return True
        if d.sequential:
            token.internal_data["items"] = to_json(items)
            self._begin(token, 1, items[0])
        else:
            for index, item in enumerate(items, 1):
                self._begin(token, index, item)
        return None

    def collect(self, token: Token, part: Token) -> None:
        """An instance is about to leave: keep its result and ask whether that is enough."""
        d: MultiInstanceDetails = self.details
        token.internal_data["done"] += 1
        if d.results and d.result is not None:
            value = Evaluation(part).value(d.result, "输出元素")
            index = int(token.top.variables.local(part)["loopCounter"]) - 1
            token.top.variables.put(token, d.results, index, value, part)
        if d.enough is not None and Evaluation(part, self._counters(token)).truth(d.enough, "完成条件"):
            token.internal_data["enough"] = True

    def part_done(self, token: Token) -> None:
        data = token.internal_data
        if data.get("enough") or data["done"] == data["instances"]:
            token.finish()
        elif self.details.sequential:
            self._begin(token, data["done"] + 1, from_json(data["items"][data["done"]]))

    def leave(self, token: Token) -> None:
        """Hand the results out, take away instances that are left, and go on."""
        d: MultiInstanceDetails = self.details
        if d.results:
            variables = token.top.variables
            variables.assign(token.owner, {d.results: variables.local(token)[d.results]}, token)
        ways = self.choose(token)
        for owned in token.owned:
            owned.kill()
        token.tell("multi-instance-completed", instances=token.internal_data["done"])
        self.take(token, ways)

    def cancelled(self, token: Token) -> None:
        """Its instances tell their own end."""

    def _items(self, token: Token) -> list[Any]:
        assert self.details.collection is not None
        found = Evaluation(token).needed(self.details.collection)
        if not isinstance(found, list):
            raise token.failed(f"{self.details.collection.where}的结果不是列表")
        return found

    def _begin(self, token: Token, counter: int, item: Any) -> None:
        d: MultiInstanceDetails = self.details
        part = token.place(self.inner)
        # The result has a place of its own in each instance, so that instances cannot overwrite each other.
        local: dict[str, Any] = {d.result.source.strip(): None} if d.result and _is_name(d.result) else {}
        if d.item:
            local[d.item] = item
        token.top.variables.open(part, {**local, "loopCounter": from_json(counter)})
        self.inner._update(part)

    def _counters(self, token: Token) -> dict[str, Any]:
        data = token.internal_data
        active = sum(t.task_spec is self.inner and t.state != COMPLETED for t in token.owned)
        counters = {
            "numberOfInstances": data["instances"],
            "numberOfActiveInstances": active,
            "numberOfCompletedInstances": data["done"],
            "numberOfTerminatedInstances": 0,
        }
        return {name: from_json(number) for name, number in counters.items()}


def _is_name(expression: Expression) -> bool:
    """Is the expression nothing but one variable name?"""
    return {(expression.source.strip(),)} == set(expression.variables)
