"""Specs by which a scope's activities are undone, made only where the diagram says how to undo one."""

from __future__ import annotations

from typing import Any

from engine.bpmn.elements.activity import Activity
from engine.bpmn.elements.repeated import Repeated
from engine.bpmn.elements.sub_process import SubProcess
from engine.bpmn.elements.undoing import Reopened, Undo
from engine.bpmn.reading.parts import NodePart, ScopePart
from engine.bpmn.rewrite import spec_name


def connect_undoing(spec: Any, scope: ScopePart) -> None:
    """Give every activity of the scope that can be undone what undoes it."""
    nodes: dict[str, Any] = spec.task_specs
    for part in scope.nodes.values():
        if part.undoable:
            node = nodes[spec_name(part)]
            _connect(spec, part, node.inner if isinstance(node, Repeated) else node)
    if scope.undoable:
        Undo(spec)
    for part in scope.compensators:
        spec.start.compensator = nodes[spec_name(part)]


def _connect(spec: Any, part: NodePart, node: Activity) -> None:
    if part.handler is not None:
        node.handler = spec.task_specs[spec_name(part.handler)]
    inside = part.inside
    if isinstance(node, SubProcess) and inside is not None and (inside.undoable or inside.compensators):
        node.reopened = Reopened(spec, f"{spec_name(part)} again", part.details, node.spec)
        node.undoes_itself = bool(inside.compensators)
