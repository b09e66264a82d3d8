"""Ad-hoc sub-processes: what is inside is begun from outside, in any order (BPMN 2.0.2, 10.3.5 and 13.3.5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.bpmn.elements.base import Details
from engine.bpmn.elements.sub_process import SubProcess
from engine.bpmn.token import Token
from engine.bpmn.values import Evaluation, Value, shown
from engine.errors import NotOpen
from engine.feel import Expression


@dataclass(frozen=True, slots=True)
class AdHocDetails(Details):
    """When it has enough, whether one at a time, what is begun at once, and what becomes of the rest."""

    sequential: bool = False
    enough: Expression | None = None
    cancels_rest: bool = True
    first: Value | None = None


class AdHoc(SubProcess):
    """Its token waits, and takes acts: begin an element inside, or end the whole.

    The completion condition is asked whenever an activity directly inside completes. Then the rest is
    cancelled, or may go on to its end. Without a condition only an answer to its own wait ends it.
    """

    kind = "ad-hoc"

    def act(self, token: Token) -> None:
        first = self._first(token)
        self.open(token)
        try:
            for element in first:
                self.begin(token, element)
        except NotOpen as error:
            raise token.failed(f"{self.details.first.where}：{error}") from error

    def open(self, token: Token) -> Token:
        root = super().open(token)
        token.open_wait()
        return root

    def begin(self, token: Token, element: str) -> None:
        """Begin an element inside. Raises NotOpen if it cannot be begun, or not now."""
        root = token.top.subprocesses[token.id].task_tree
        node = root.task_spec.choices.get(element)
        if node is None:
            raise NotOpen(what=element, state="不能由人单独开始")
        if "enough" in token.internal_data:
            raise NotOpen(what=self.bpmn_name or token.element, state="满足完成条件，不再开始新的环节")
        if self.details.sequential and any(not t.task_spec.armed(t) for t in root.owned):
            raise NotOpen(
                what=node.bpmn_name or element, state="须等正在办理的环节办完，因为这里一次只办一个"
            )
        root.send(node)

    def answered(self, token: Token) -> None:
        """It has enough, as somebody outside says."""
        root = token.top.subprocesses[token.id].task_tree
        token.internal_data["enough"] = True
        token.top.close_if_empty(root)

    def enough(self, host: Token, token: Token) -> bool:
        d: AdHocDetails = self.details
        if "enough" not in host.internal_data:
            evaluation = Evaluation(token, seen_from=token.owner)
            if d.enough is None or not evaluation.truth(d.enough, "完成条件"):
                return False
            host.internal_data["enough"] = True
        return d.cancels_rest

    def settle(self, host: Token) -> bool:
        if "enough" not in host.internal_data:
            return False
        if self.details.cancels_rest:
            host.top.subprocesses[host.id].task_tree.clear()
        return True

    def facts(self, token: Token) -> dict[str, Any]:
        root = token.top.subprocesses[token.id].task_tree
        return {"activities": list(root.task_spec.choices), "sequential": self.details.sequential}

    def _first(self, token: Token) -> list[str]:
        """The ids of the elements that begin at once."""
        if self.details.first is None:
            return []
        found = Evaluation(token).needed(self.details.first)
        if not isinstance(found, list):
            raise token.failed(f"{self.details.first.where}须是列表，得到的是{shown(found)}")
        return [str(item) for item in found]
