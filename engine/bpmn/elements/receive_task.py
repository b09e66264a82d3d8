"""Receive tasks: work that is done by a message."""

from __future__ import annotations

from engine.bpmn.elements.activity import Activity
from engine.bpmn.elements.catching import CatchEvent


class ReceiveTask(CatchEvent, Activity):
    """A task that is done when its message comes."""
