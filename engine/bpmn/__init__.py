"""The kernel: BPMN 2.0 on SpiffWorkflow's task tree. The only place that knows SpiffWorkflow."""

from engine.bpmn.codec import StateUnreadable
from engine.bpmn.contract import Changes, Happened, Outcome, Services, Signal, Wait
from engine.bpmn.dataflow import Called, Dataflow, Loop, Source
from engine.bpmn.explain import Branch, Explanation, Place
from engine.bpmn.layout import Box, Layout, Line, Shape, layouts
from engine.bpmn.migration import migration_findings
from engine.bpmn.model import Definition, Element, Flow
from engine.bpmn.modification import CancelToken, ModificationRefused, SetVariables, StartAfter, StartBefore
from engine.bpmn.parser import check, parse
from engine.bpmn.timers import Timer, following
from engine.bpmn.workflow import Workflow

__all__ = [
    "Box",
    "Branch",
    "Called",
    "CancelToken",
    "Changes",
    "Dataflow",
    "Definition",
    "Element",
    "Explanation",
    "Flow",
    "Happened",
    "Layout",
    "Line",
    "Loop",
    "ModificationRefused",
    "Outcome",
    "Place",
    "Services",
    "SetVariables",
    "Shape",
    "Signal",
    "Source",
    "StartAfter",
    "StartBefore",
    "StateUnreadable",
    "Timer",
    "Wait",
    "Workflow",
    "check",
    "following",
    "layouts",
    "migration_findings",
    "parse",
]
