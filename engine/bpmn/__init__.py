"""The kernel: BPMN 2.0 on SpiffWorkflow's task tree. The only place that knows SpiffWorkflow."""

from engine.bpmn.codec import StateUnreadable
from engine.bpmn.contract import Changes, Happened, Outcome, Services, Wait
from engine.bpmn.layout import Box, Layout, Line, Shape, layouts
from engine.bpmn.model import Definition, Element, Flow
from engine.bpmn.parser import check, parse
from engine.bpmn.workflow import Workflow

__all__ = [
    "Box",
    "Changes",
    "Definition",
    "Element",
    "Flow",
    "Happened",
    "Layout",
    "Line",
    "Outcome",
    "Services",
    "Shape",
    "StateUnreadable",
    "Wait",
    "Workflow",
    "check",
    "layouts",
    "parse",
]
