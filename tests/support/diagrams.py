"""Small diagrams written as text: `diagram("test.p", start(), task("a"), end(), flows("start a end"))`."""

from __future__ import annotations

from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
ZEEBE = "http://camunda.org/schema/zeebe/1.0"
MODELER = "http://camunda.org/schema/modeler/1.0"


def diagram(process_id: str, *parts: str, head: str = "", properties: dict[str, str] | None = None) -> bytes:
    """One executable process; `head` holds messages and errors, which stand beside the process."""
    own = _extension(_properties(properties or {}))
    return (
        f'<bpmn:definitions xmlns:bpmn="{BPMN}" xmlns:zeebe="{ZEEBE}" xmlns:modeler="{MODELER}" '
        'id="definitions" targetNamespace="test" modeler:executionPlatform="Camunda Cloud" '
        'modeler:executionPlatformVersion="8.6.0">'
        f'{head}<bpmn:process id="{process_id}" name="测试" isExecutable="true">{own}{"".join(parts)}'
        "</bpmn:process></bpmn:definitions>"
    ).encode()


def start(name: str = "start", inside: str = "") -> str:
    return f'<bpmn:startEvent id="{name}" name="开始">{inside}</bpmn:startEvent>'


def end(name: str = "end", inside: str = "") -> str:
    return f'<bpmn:endEvent id="{name}" name="结束">{inside}</bpmn:endEvent>'


def task(
    name: str,
    *,
    form: str = "",
    assignee: str = "",
    groups: str = "test.staff",
    due: str = "",
    properties: dict[str, str] | None = None,
    inside: str = "",
) -> str:
    """A user task."""
    assignment = f' assignee="{escape(assignee)}"' if assignee else f' candidateGroups="{groups}"'
    extension = (
        "<zeebe:userTask/>"
        + (f'<zeebe:formDefinition formId="{form}"/>' if form else "")
        + f"<zeebe:assignmentDefinition{assignment}/>"
        + (f"<zeebe:taskSchedule dueDate={quoteattr(due)}/>" if due else "")
        + _properties(properties or {})
    )
    return f'<bpmn:userTask id="{name}" name="{name} 任务">{_extension(extension)}{inside}</bpmn:userTask>'


def service(
    name: str, job_type: str, *, inputs: dict[str, str] | None = None, retries: int = 3, inside: str = ""
) -> str:
    """A service task done by the handler of `job_type`."""
    mapped = "".join(
        f"<zeebe:input source={quoteattr(s)} target={quoteattr(t)}/>" for t, s in (inputs or {}).items()
    )
    mapping = f"<zeebe:ioMapping>{mapped}</zeebe:ioMapping>" if mapped else ""
    extension = f'<zeebe:taskDefinition type="{job_type}" retries="{retries}"/>{mapping}'
    return f'<bpmn:serviceTask id="{name}" name="{name}">{_extension(extension)}{inside}</bpmn:serviceTask>'


def script(name: str, expression: str, result: str) -> str:
    extension = f"<zeebe:script expression={quoteattr('=' + expression)} resultVariable={quoteattr(result)}/>"
    return f'<bpmn:scriptTask id="{name}" name="{name}">{_extension(extension)}</bpmn:scriptTask>'


def call(name: str, process_id: str) -> str:
    extension = f'<zeebe:calledElement processId="{process_id}" propagateAllChildVariables="true" bindingType="deployment"/>'
    return f'<bpmn:callActivity id="{name}" name="{name}">{_extension(extension)}</bpmn:callActivity>'


def gateway(name: str, kind: str = "exclusive", default: str = "") -> str:
    chosen = f' default="{default}"' if default else ""
    return f'<bpmn:{kind}Gateway id="{name}" name="{name}"{chosen}/>'


def catch(name: str, inside: str) -> str:
    return f'<bpmn:intermediateCatchEvent id="{name}" name="{name}">{inside}</bpmn:intermediateCatchEvent>'


def boundary(name: str, host: str, inside: str, *, interrupting: bool = True) -> str:
    cancel = str(interrupting).lower()
    return f'<bpmn:boundaryEvent id="{name}" name="{name}" attachedToRef="{host}" cancelActivity="{cancel}">{inside}</bpmn:boundaryEvent>'


def timer(kind: str, text: str) -> str:
    """`timer("timeDuration", "P1D")`."""
    return f"<bpmn:timerEventDefinition><bpmn:{kind}>{escape(text)}</bpmn:{kind}></bpmn:timerEventDefinition>"


def message(ref: str) -> str:
    return f'<bpmn:messageEventDefinition messageRef="{ref}"/>'


def messages(**keys: str) -> str:
    """Messages for the head: id = name, value = correlation key expression."""
    return "".join(
        f'<bpmn:message id="{name}" name="{name}">'
        + _extension(f"<zeebe:subscription correlationKey={quoteattr('=' + key)}/>" if key else "")
        + "</bpmn:message>"
        for name, key in keys.items()
    )


def flow(source: str, target: str, condition: str = "", name: str = "") -> str:
    inner = f"<bpmn:conditionExpression>={escape(condition)}</bpmn:conditionExpression>" if condition else ""
    key = name or f"{source}-to-{target}"
    return (
        f'<bpmn:sequenceFlow id="{key}" sourceRef="{source}" targetRef="{target}">{inner}</bpmn:sequenceFlow>'
    )


def flows(path: str) -> str:
    """`flows("start a end")`: one flow from each to the next."""
    return "".join(flow(a, b) for a, b in pairwise(path.split()))


def _properties(properties: dict[str, str]) -> str:
    inner = "".join(f'<zeebe:property name="{k}" value={quoteattr(v)}/>' for k, v in properties.items())
    return f"<zeebe:properties>{inner}</zeebe:properties>" if inner else ""


def _extension(inner: str) -> str:
    return f"<bpmn:extensionElements>{inner}</bpmn:extensionElements>" if inner else ""
