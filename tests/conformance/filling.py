"""Fills the obvious gaps of a model that was only drawn, so that it can be deployed by the rules of the house.

What is filled is what a drawing leaves open: ids of the house, that a process is executable, conditions of branches,
who does a job, which form, process, message, signal or code is meant, how long and how often, what is in a
collapsed sub-process. Nothing that is drawn is taken away or moved; what says something that the house does not do
stays, and is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from conformance.bpmn.camunda import translate
from engine.bpmn.global_tasks import GLOBAL_TASKS
from engine.bpmn.names import ACTIVITIES, BPMN, FLOW_NODES, SUB_PROCESSES, ZEEBE, local
from engine.xml import as_bytes, parse_xml

JOB, STUB, FORM = "publish-message", "miwg.stub", "miwg.stub"
_JOBS = ("serviceTask", "sendTask", "businessRuleTask", "scriptTask")
_CALLABLE = ("process", *GLOBAL_TASKS)
_PEOPLE = ("potentialOwner", "humanPerformer", "performer", "resourceRole", "rendering")
_SHARED = {"message": "name", "signal": "name", "error": "errorCode", "escalation": "escalationCode"}
_THROWING = ("intermediateThrowEvent", "endEvent")
_TIMES = ("timeDate", "timeDuration", "timeCycle")


def filled(data: bytes, name: str) -> bytes:
    """The model `name` (`c-1-0`) as a file of the folder `miwg`. Raises Refused if it is in a foreign dialect."""
    root = parse_xml(translate(data, name), name)
    _Filler(root, name).run()
    return as_bytes(root)


class _Filler:
    def __init__(self, root: etree._Element, name: str) -> None:
        self.root, self.name = root, name

    def run(self) -> None:
        self._processes()
        self._rename()
        for element in list(self.root.iter(f"{BPMN}*")):
            kind = local(element)
            if kind in FLOW_NODES:
                self._node(element, kind)
            if kind.endswith("EventDefinition"):
                self._event(element, kind.removesuffix("EventDefinition"))
        self._shared()

    # --- ids

    def _processes(self) -> None:
        drawn = [p for p in self.root.iter(f"{BPMN}process") if any(local(c) in FLOW_NODES for c in p)]
        for number, process in enumerate(drawn):
            process.set("isExecutable", "true")
            process.set("id", process.get("id") or f"process-{number}")

    def _rename(self) -> None:
        """Ids of the house, wherever one is named: as an attribute, as a text, with a prefix."""
        names: dict[str, str] = {}
        processes = 0
        for number, element in enumerate(self.root.iter(f"{BPMN}*")):
            if element.get("id") and local(element) in _CALLABLE:
                names[element.get("id")] = f"miwg.{self.name}" + (f"-{processes}" if processes else "")
                processes += 1
            elif element.get("id"):
                names[element.get("id")] = f"n-{number}"
        for element in self.root.iter():
            if not isinstance(element.tag, str):
                continue
            for key, value in element.attrib.items():
                if key != "name" and value.rpartition(":")[2] in names:
                    element.set(key, names[value.rpartition(":")[2]])
            text = (element.text or "").strip()
            if text.rpartition(":")[2] in names:
                element.text = names[text.rpartition(":")[2]]

    # --- what an element leaves open

    def _node(self, element: etree._Element, kind: str) -> None:
        for child in [c for c in element if local(c) in _PEOPLE]:
            element.remove(child)
        if kind in _JOBS:
            self._job(element)
        if kind == "callActivity":
            self._call(element)
        if kind in SUB_PROCESSES and not any(local(c) in FLOW_NODES for c in element):
            etree.SubElement(element, f"{BPMN}task", id=f"{element.get('id')}-inside")
        form = self._extension(element, "formDefinition")
        if form is not None:
            form.set("formId", FORM)
        if kind == "receiveTask":
            self._refer(element, "message")
        if kind in _THROWING and element.find(f"{BPMN}messageEventDefinition") is not None:
            self._job(element)
        if kind in ACTIVITIES:
            self._repeats(element)
        if kind.endswith("Gateway") or kind in ACTIVITIES:
            self._branches(element, kind)

    def _job(self, element: etree._Element) -> None:
        for script in element.findall(f"{BPMN}script"):
            element.remove(script)
        job = self._extension(element, "taskDefinition")
        if job is not None:
            job.set("type", JOB)
        elif all(self._extension(element, name) is None for name in ("script", "calledDecision")):
            self._extend(element, "taskDefinition", type=JOB)

    def _call(self, element: etree._Element) -> None:
        called = self._extension(element, "calledElement")
        if called is None:
            self._extend(element, "calledElement", processId=STUB)
        elif called.get("processId") not in {p.get("id") for p in self.root.iter(f"{BPMN}process")}:
            called.set("processId", STUB)

    def _repeats(self, element: etree._Element) -> None:
        several = element.find(f"{BPMN}multiInstanceLoopCharacteristics")
        said = several is None or self._extension(several, "loopCharacteristics") is not None
        if not said and several.find(f"{BPMN}loopCardinality") is None:
            several.insert(0, _text("loopCardinality", "2"))
        loop = element.find(f"{BPMN}standardLoopCharacteristics")
        if loop is not None and loop.find(f"{BPMN}loopCondition") is None:
            loop.set("loopMaximum", loop.get("loopMaximum") or "2")

    def _branches(self, element: etree._Element, kind: str) -> None:
        """Each branch gets a condition of its own, the last is the default."""
        flows = [f for f in self._flows() if f.get("sourceRef") == element.get("id")]
        decides = kind in ("exclusiveGateway", "inclusiveGateway") and len(flows) > 1
        for flow in flows:
            written = flow.find(f"{BPMN}conditionExpression")
            if written is not None and not (written.text or "").startswith("="):
                flow.remove(written)
                written = None
            if decides and written is None and flow.get("id") != element.get("default"):
                flow.append(_text("conditionExpression", f'=choice = "{flow.get("id")}"'))
        if decides and not element.get("default"):
            element.set("default", flows[-1].get("id"))
        into = [f for f in self._flows() if f.get("targetRef") == element.get("id")]
        if kind == "complexGateway" and len(into) > 1 and element.find(f"{BPMN}activationCondition") is None:
            element.append(_text("activationCondition", "=activationCount >= 1"))

    def _event(self, element: etree._Element, kind: str) -> None:
        if kind in _SHARED and local(element.getparent()) in FLOW_NODES:
            throws = local(element.getparent()) in _THROWING
            if kind in ("message", "signal") or throws or element.get(f"{kind}Ref"):
                self._refer(element, kind)
        if kind == "timer" and not any((c.text or "").strip() for c in element if local(c) in _TIMES):
            for child in list(element):
                element.remove(child)
            element.append(_text("timeDuration", "PT1H"))
        if kind == "conditional":
            for child in element.findall(f"{BPMN}condition"):
                element.remove(child)
            element.append(_text("condition", "=go"))
        if kind == "link" and not element.get("name"):
            element.set("name", element.getparent().get("name") or "link")

    # --- what is shared

    def _refer(self, element: etree._Element, kind: str) -> None:
        known = {x.get("id") for x in self.root.iterchildren(f"{BPMN}{kind}")}
        if element.get(f"{kind}Ref") not in known:
            number = f"{kind}-{element.get('id') or len(known)}"
            self.root.insert(0, etree.Element(f"{BPMN}{kind}", id=number))
            element.set(f"{kind}Ref", number)

    def _shared(self) -> None:
        for kind, named in _SHARED.items():
            for element in self.root.iterchildren(f"{BPMN}{kind}"):
                element.set(named, element.get(named) or element.get("id"))
                if kind == "message" and self._extension(element, "subscription") is None:
                    self._extend(element, "subscription", correlationKey="=case_key")

    def _flows(self) -> Iterator[etree._Element]:
        return self.root.iter(f"{BPMN}sequenceFlow")

    @staticmethod
    def _extension(element: etree._Element, name: str) -> etree._Element | None:
        return element.find(f"{BPMN}extensionElements/{ZEEBE}{name}")

    @staticmethod
    def _extend(element: etree._Element, name: str, **said: str) -> None:
        inside = element.find(f"{BPMN}extensionElements")
        if inside is None:
            inside = etree.Element(f"{BPMN}extensionElements")
            element.insert(len(element.findall(f"{BPMN}documentation")), inside)
        etree.SubElement(inside, f"{ZEEBE}{name}", said)


def _text(tag: str, text: str) -> etree._Element:
    made = etree.Element(f"{BPMN}{tag}")
    made.text = text
    return made


def place(file: str) -> str:
    """`C.1.0.bpmn` -> `c-1-0`."""
    return re.sub(r"[^a-z0-9]+", "-", file.removesuffix(".bpmn").lower())
