"""What the instances of a drive amount to."""

from __future__ import annotations

from collections.abc import Sequence

from conformance.bpmn.report import Case
from conformance.bpmn.running import Running
from engine.bpmn import Wait

_NAMED = {"message": "消息", "signal": "信号", "condition": "条件", "join": "汇合", "compensation": "补偿"}
_CAN_MOVE = ("user-task", "job", "timer")


def judge(
    file: str,
    instances: Sequence[Running],
    unborn: Sequence[tuple[str, str]],
    story: tuple[str, ...],
    exhausted: bool,
) -> Case:
    """The worst of all instances: an incident, a wait, or the end. `unborn` could not even begin, and why."""
    failed = [*unborn, *(running.failed for running in instances if running.failed is not None)]
    for element, reason in failed:
        return Case(file, "incident", element or None, reason, None, story)
    waits = [wait for running in instances for wait in running.waiting()]
    for wait in waits:
        if wait.kind == "incident":
            return Case(file, "incident", wait.element, wait.facts["message"], None, story)
    if not any(running.active for running in instances):
        return Case(file, "completed", story=story)
    moving = next((wait for wait in waits if wait.kind in _CAN_MOVE), None)
    if exhausted and moving is not None:
        reason = "走满了规定的步数，流程还在继续。"
        return Case(file, "incident", moving.element, reason, None, story)
    standing = [wait for wait in waits if wait.kind != "call"]
    if not standing:
        return Case(file, "crashed", None, "流程没有结束，却也没有任何等待。", None, story)
    named = "、".join(dict.fromkeys(_name(wait) for wait in standing))
    return Case(file, "waiting", standing[0].element, None, named, story)


def _name(wait: Wait) -> str:
    said = wait.facts.get("name") or wait.element
    return f"{_NAMED.get(wait.kind, wait.kind)} {said}"
