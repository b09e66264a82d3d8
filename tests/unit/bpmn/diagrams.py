"""Writes the smallest diagrams for tests: a process as a list of elements and flows."""

from __future__ import annotations

import itertools
from xml.sax.saxutils import quoteattr

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="definitions" targetNamespace="t">'
)
SHARED = (
    '<bpmn:message id="message-1" name="filed"><bpmn:extensionElements>'
    '<zeebe:subscription correlationKey="=key"/></bpmn:extensionElements></bpmn:message>'
    '<bpmn:message id="message-2" name="withdrawn"><bpmn:extensionElements>'
    '<zeebe:subscription correlationKey="=key"/></bpmn:extensionElements></bpmn:message>'
    '<bpmn:error id="error-1" errorCode="e-1"/><bpmn:error id="error-2" errorCode="e-2"/>'
    '<bpmn:escalation id="escalation-1" escalationCode="x-1"/>'
    '<bpmn:escalation id="escalation-2" escalationCode="x-2"/>'
    '<bpmn:signal id="signal-1" name="frozen"/><bpmn:signal id="signal-2" name="thawed"/>'
)


def diagram(*parts: str, process_id: str = "p", shared: str = "") -> bytes:
    """A file with one executable process; every element gets its id as name."""
    process = f'<bpmn:process id="{process_id}" isExecutable="true">{"".join(parts)}</bpmn:process>'
    return (HEAD + SHARED + shared + process + "</bpmn:definitions>").encode()


def element(tag: str, id: str, body: str = "", ext: str = "", **attributes: str) -> str:
    """Any element; `ext` are its extension elements."""
    written = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
    extensions = f"<bpmn:extensionElements>{ext}</bpmn:extensionElements>" if ext else ""
    return f'<bpmn:{tag} id="{id}" name="{id}"{written}>{extensions}{body}</bpmn:{tag}>'


def flow(source: str, target: str, condition: str | None = None, id: str | None = None) -> str:
    """A sequence flow `f-source-target`."""
    inside = f"<bpmn:conditionExpression>={_text(condition)}</bpmn:conditionExpression>" if condition else ""
    number = id or f"f-{source}-{target}"
    return f'<bpmn:sequenceFlow id="{number}" sourceRef="{source}" targetRef="{target}">{inside}</bpmn:sequenceFlow>'


def path(*ids: str) -> str:
    """Flows from each element to the next."""
    return "".join(flow(a, b) for a, b in itertools.pairwise(ids))


def start(id: str = "s", event: str = "", **attributes: str) -> str:
    return element("startEvent", id, event, **attributes)


def end(id: str = "e", event: str = "", ext: str = "") -> str:
    return element("endEvent", id, event, ext)


def user(id: str, ext: str = "", body: str = "", **attributes: str) -> str:
    return element("userTask", id, body, ext, **attributes)


def service(id: str, ext: str = "", body: str = "", **attributes: str) -> str:
    return element("serviceTask", id, body, job(id) + ext, **attributes)


def script(id: str, result: str, expression: str, ext: str = "", body: str = "", **attributes: str) -> str:
    said = f'<zeebe:script expression={quoteattr("=" + expression)} resultVariable="{result}"/>'
    return element("scriptTask", id, body, said + ext, **attributes)


def gateway(kind: str, id: str, default: str | None = None) -> str:
    return element(f"{kind}Gateway", id, **({"default": default} if default else {}))


def sub(id: str, *parts: str, ext: str = "", loop: str = "", **attributes: str) -> str:
    return element("subProcess", id, loop + "".join(parts), ext, **attributes)


def transaction(id: str, *parts: str, ext: str = "", loop: str = "") -> str:
    return element("transaction", id, loop + "".join(parts), ext)


def ad_hoc(
    id: str,
    *parts: str,
    enough: str | None = None,
    first: str | None = None,
    loop: str = "",
    ext: str = "",
    **attributes: str,
) -> str:
    """An ad-hoc sub-process; `enough` is its completion condition, `first` what begins at once."""
    said = f"<zeebe:adHoc activeElementsCollection={quoteattr('=' + first)}/>" if first else ""
    condition = f"<bpmn:completionCondition>={_text(enough)}</bpmn:completionCondition>" if enough else ""
    return element("adHocSubProcess", id, loop + "".join(parts) + condition, said + ext, **attributes)


def event_sub(
    id: str, event: str, *parts: str, interrupting: bool = True, ext: str = "", start_ext: str = ""
) -> str:
    """An event sub-process whose start event is `<id>-s`; `ext` are its own extensions."""
    begin = element("startEvent", f"{id}-s", event, start_ext, isInterrupting=str(interrupting).lower())
    return element("subProcess", id, begin + "".join(parts), ext, triggeredByEvent="true")


def boundary(id: str, host: str, event: str, interrupting: bool = True, ext: str = "") -> str:
    cancel = str(interrupting).lower()
    return element("boundaryEvent", id, event, ext, attachedToRef=host, cancelActivity=cancel)


def catch(id: str, event: str, ext: str = "") -> str:
    return element("intermediateCatchEvent", id, event, ext)


def throw(id: str, event: str, ext: str = "") -> str:
    return element("intermediateThrowEvent", id, event, ext)


def message(ref: str = "message-1") -> str:
    return f'<bpmn:messageEventDefinition messageRef="{ref}"/>'


def timer(text: str, kind: str = "timeDuration") -> str:
    return f"<bpmn:timerEventDefinition><bpmn:{kind}>{_text(text)}</bpmn:{kind}></bpmn:timerEventDefinition>"


def error(ref: str | None = None) -> str:
    return f'<bpmn:errorEventDefinition errorRef="{ref}"/>' if ref else "<bpmn:errorEventDefinition/>"


def escalation(ref: str | None = None) -> str:
    said = f' escalationRef="{ref}"' if ref else ""
    return f"<bpmn:escalationEventDefinition{said}/>"


def signal(ref: str = "signal-1") -> str:
    return f'<bpmn:signalEventDefinition signalRef="{ref}"/>'


def conditional(expression: str) -> str:
    """A conditional event; the expression without its `=`."""
    said = f"<bpmn:condition>={_text(expression)}</bpmn:condition>"
    return f"<bpmn:conditionalEventDefinition>{said}</bpmn:conditionalEventDefinition>"


def compensate(activity: str | None = None, wait: bool = True) -> str:
    said = f' activityRef="{activity}"' if activity else ""
    return f'<bpmn:compensateEventDefinition waitForCompletion="{str(wait).lower()}"{said}/>'


def undone(host: str, handler: str | None = None) -> str:
    """A compensation event at `host`, and the handler (a user task if none is given) that `u<host>` names."""
    number = f"u{host}"
    made = handler or user(number, isForCompensation="true")
    line = f'<bpmn:association id="as-{host}" sourceRef="cb-{host}" targetRef="{number}"/>'
    return boundary(f"cb-{host}", host, compensate()) + made + line


def link(name: str) -> str:
    return f'<bpmn:linkEventDefinition name="{name}"/>'


CANCEL = "<bpmn:cancelEventDefinition/>"
TERMINATE = "<bpmn:terminateEventDefinition/>"


def job(kind: str, retries: str = "3") -> str:
    return f'<zeebe:taskDefinition type={quoteattr(kind)} retries="{retries}"/>'


def io(inputs: dict[str, str] | None = None, outputs: dict[str, str] | None = None) -> str:
    """Mappings target -> FEEL source."""
    into = "".join(
        f'<zeebe:input source={quoteattr("=" + s)} target="{t}"/>' for t, s in (inputs or {}).items()
    )
    out = "".join(
        f'<zeebe:output source={quoteattr("=" + s)} target="{t}"/>' for t, s in (outputs or {}).items()
    )
    return f"<zeebe:ioMapping>{into}{out}</zeebe:ioMapping>"


def properties(**named: str) -> str:
    """`four_eyes="a"` becomes the property `four-eyes`."""
    inside = "".join(
        f'<zeebe:property name="{n.replace("_", "-")}" value={quoteattr(v)}/>' for n, v in named.items()
    )
    return f"<zeebe:properties>{inside}</zeebe:properties>"


def multi(
    collection: str,
    item: str | None = "item",
    results: str | None = None,
    result: str | None = None,
    enough: str | None = None,
    sequential: bool = False,
) -> str:
    """Multi-instance characteristics; expressions without their `=`."""
    said = f"inputCollection={quoteattr('=' + collection)}"
    said += f' inputElement="{item}"' if item else ""
    said += f' outputCollection="{results}" outputElement={quoteattr("=" + str(result))}' if results else ""
    condition = f"<bpmn:completionCondition>={_text(enough)}</bpmn:completionCondition>" if enough else ""
    return (
        f'<bpmn:multiInstanceLoopCharacteristics isSequential="{str(sequential).lower()}">'
        f"<bpmn:extensionElements><zeebe:loopCharacteristics {said}/></bpmn:extensionElements>{condition}"
        "</bpmn:multiInstanceLoopCharacteristics>"
    )


def cardinality(number: str, enough: str | None = None, sequential: bool = False) -> str:
    """Multi-instance characteristics by number: digits, or an expression with its `=`."""
    condition = f"<bpmn:completionCondition>={_text(enough)}</bpmn:completionCondition>" if enough else ""
    return (
        f'<bpmn:multiInstanceLoopCharacteristics isSequential="{str(sequential).lower()}">'
        f"<bpmn:loopCardinality>{_text(number)}</bpmn:loopCardinality>{condition}"
        "</bpmn:multiInstanceLoopCharacteristics>"
    )


def repeat(condition: str | None = None, maximum: str | None = None, before: bool = False) -> str:
    """Standard loop characteristics; the condition without its `=`."""
    said = f' loopMaximum="{maximum}"' if maximum else ""
    inside = f"<bpmn:loopCondition>={_text(condition)}</bpmn:loopCondition>" if condition else ""
    return (
        f'<bpmn:standardLoopCharacteristics testBefore="{str(before).lower()}"{said}>{inside}'
        "</bpmn:standardLoopCharacteristics>"
    )


def activated(id: str, condition: str, default: str | None = None) -> str:
    """A complex gateway with its activation condition."""
    inside = f"<bpmn:activationCondition>={_text(condition)}</bpmn:activationCondition>"
    return element("complexGateway", id, inside, **({"default": default} if default else {}))


def call(id: str, process: str = "q", ext: str = "", body: str = "", **said: str) -> str:
    written = "".join(f' {name}="{value}"' for name, value in said.items())
    return element(
        "callActivity", id, body, f"<zeebe:calledElement processId={quoteattr(process)}{written}/>" + ext
    )


def _text(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
