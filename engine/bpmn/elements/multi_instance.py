"""Multi-instance activities: one activity for each item of a collection, together or one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.bpmn.elements.base import Details
from engine.bpmn.elements.repeated import Repeated
from engine.bpmn.token import Token
from engine.bpmn.values import Evaluation, Value, shown, whole
from engine.bpmn.variables import written
from engine.feel import Expression, from_json

MAX_INSTANCES = 2_000


@dataclass(frozen=True, slots=True)
class MultiInstanceDetails(Details):
    """What is gone through, or how many there are; under which name, and what is collected."""

    sequential: bool = False
    collection: Value | None = None
    cardinality: Value | None = None
    item: str | None = None
    results: str | None = None
    result: Expression | None = None
    enough: Expression | None = None


class MultiInstance(Repeated):
    """The body around the instances. Its token owns theirs; its scope holds the results.

    Beside its token stand how many instances there are, how many are done and how many were terminated;
    of sequential instances the items, so that what happens to the collection meanwhile changes nothing.
    """

    keeps_outputs = True

    def act(self, token: Token) -> bool | None:
        d: MultiInstanceDetails = self.details
        items = self._items(token) if d.cardinality is None else None
        count = self._cardinality(token) if items is None else len(items)
        if count > MAX_INSTANCES:
            token.hold("too-many-instances", f"多实例有 {count} 项，最多 {MAX_INSTANCES} 项")
            return None
        token.tell("multi-instance-started", instances=count)
        token.top.variables.open(token, {d.results: [None] * count} if d.results else None)
        token.internal_data.update(instances=count, done=0)
        if not count:
            return True
        if d.sequential:
            token.internal_data["items"] = None if items is None else self._kept(items, token)
            self._begin(token, 1, items and items[0])
        else:
            for index in range(count):
                self._begin(token, index + 1, items and items[index])
        return None

    def collect(self, token: Token, part: Token) -> None:
        """Keep the instance's result and ask whether that is enough."""
        d: MultiInstanceDetails = self.details
        done = token.internal_data["done"] + 1
        if d.results and d.result is not None:
            value = Evaluation(part).value(d.result, "输出元素")
            index = int(token.top.variables.local(part)["loopCounter"]) - 1
            token.top.variables.put(token, d.results, index, value, part)
        enough = d.enough is not None and Evaluation(part, self._counters(token, done)).truth(
            d.enough, "完成条件"
        )
        token.internal_data["done"] = done
        if enough:
            token.internal_data["enough"] = True

    def part_done(self, token: Token) -> None:
        data = token.internal_data
        begun = data["done"] + data.get("terminated", 0)
        if data.get("enough") or begun == data["instances"]:
            token.finish()
        elif self.details.sequential:
            self._begin(token, begun + 1, data["items"] and from_json(data["items"][begun]))

    def lost(self, token: Token) -> None:
        token.internal_data["terminated"] = token.internal_data.get("terminated", 0) + 1
        self.part_done(token)

    def leave(self, token: Token) -> None:
        """Hand the results out first."""
        d: MultiInstanceDetails = self.details
        if d.results:
            variables = token.top.variables
            variables.assign(token.owner, {d.results: variables.local(token)[d.results]}, token)
        super().leave(token)

    def over(self, token: Token) -> None:
        token.tell("multi-instance-completed", instances=token.internal_data["done"])

    def _items(self, token: Token) -> list[Any]:
        assert self.details.collection is not None
        found = Evaluation(token).needed(self.details.collection)
        if not isinstance(found, list):
            raise token.failed(f"{self.details.collection.where}须是列表，得到的是{shown(found)}")
        return found

    def _kept(self, items: list[Any], token: Token) -> Any:
        """The items as JSON. Raises ExpressionFailed for what is no data."""
        name = self.details.item or "item"
        return written({name: items}, token)[name]

    def _cardinality(self, token: Token) -> int:
        value: Value = self.details.cardinality
        found = Evaluation(token).needed(value)
        try:
            count = whole(found)
        except ValueError as error:
            raise token.failed(f"{value.where}须是整数，得到的是{shown(found)}") from error
        if count < 0:
            raise token.failed(f"{value.where}须是不小于 0 的整数，得到的是{shown(found)}")
        return count

    def _begin(self, token: Token, counter: int, item: Any) -> None:
        d: MultiInstanceDetails = self.details
        # The result has a place of its own in each instance, so that instances cannot overwrite each other.
        local: dict[str, Any] = {d.result.source.strip(): None} if d.result and _is_name(d.result) else {}
        if d.item:
            local[d.item] = item
        self.begin(token, counter, local)

    def _counters(self, token: Token, done: int) -> dict[str, Any]:
        """The attributes of BPMN 2.0.2, 10.3.8, as they are once the present instance has completed."""
        instances, terminated = token.internal_data["instances"], token.internal_data.get("terminated", 0)
        counters = {
            "numberOfInstances": instances,
            "numberOfActiveInstances": 0 if self.details.sequential else instances - done - terminated,
            "numberOfCompletedInstances": done,
            "numberOfTerminatedInstances": terminated,
        }
        return {name: from_json(number) for name, number in counters.items()}


def _is_name(expression: Expression) -> bool:
    """Is the expression nothing but one variable name?"""
    return {(expression.source.strip(),)} == set(expression.variables)
