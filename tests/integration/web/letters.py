"""Cases that write: a letter to the applicant, a certificate, and a reminder to the office, beside the small scheme."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from sqlalchemy import Row, select

from awards.models import letter, reminder
from engine.actor import Actor
from engine.commands import deployments, instances
from engine.models import instance
from engine.process_engine import ProcessEngine
from tests.integration.web.scheme import APPLICANT, CLERK, FILES
from tests.support import diagrams as d

LETTER = {"template": '="acceptance"', "to": '="applicant"', "facts": '={slot: "质量金奖"}'}
AWARD = {
    "template": '="certificate"',
    "to": '="applicant"',
    "facts": '={name: "示例精密仪器有限公司", certificate: "示例证〔2026〕001号"}',
}
REMINDER = {"to": f'="{CLERK}"', "subject": '="该看一眼了"', "text": '="请核对\n第二行"'}


def drawn(source: bytes, *elements: str) -> bytes:
    """A diagram of one line with its drawing, so that a browser can show it."""
    names = {"bpmndi": "BPMN/20100524/DI", "dc": "DD/20100524/DC", "di": "DD/20100524/DI"}
    spaces = "".join(f' xmlns:{short}="http://www.omg.org/spec/{name}"' for short, name in names.items())
    parts = []
    for at, name in enumerate(elements):
        box = f'<dc:Bounds x="{at * 150}" y="0" width="100" height="80"/>'
        parts.append(f'<bpmndi:BPMNShape id="{name}-s" bpmnElement="{name}">{box}</bpmndi:BPMNShape>')
    for at, (left, right) in enumerate(pairwise(elements)):
        way = "".join(f'<di:waypoint x="{at * 150 + x}" y="40"/>' for x in (100, 150))
        flow = f"{left}-to-{right}"
        parts.append(f'<bpmndi:BPMNEdge id="{flow}-e" bpmnElement="{flow}">{way}</bpmndi:BPMNEdge>')
    plane = f'<bpmndi:BPMNPlane id="plane" bpmnElement="demo.application">{"".join(parts)}</bpmndi:BPMNPlane>'
    end = f'<bpmndi:BPMNDiagram id="drawing"{spaces}>{plane}</bpmndi:BPMNDiagram></bpmn:definitions>'
    return source.replace(b"</bpmn:definitions>", end.encode())


STEPS = ("start", "accept", "award", "remind", "check", "end")
WRITING = drawn(
    d.diagram(
        "demo.application",
        d.start(),
        d.service("accept", "letter", inputs=LETTER),
        d.service("award", "letter", inputs=AWARD),
        d.service("remind", "reminder", inputs=REMINDER),
        d.task("check", groups=CLERK),
        d.end(),
        d.flows(" ".join(STEPS)),
    ),
    *STEPS,
)
ACCEPTANCE = "---\ntitle: 受理通知书\nfacts: slot\n---\n贵方申报{= slot}（{= case.key}）已受理。\n"
CERTIFICATE = (
    "---\ntitle: 获奖证书\nfacts: name, certificate\nsheet: certificate\nholder: = name\ncertificate: = certificate\n---\n"
    "授予{= name}。\n"
)
MORE = {
    "demo/application.bpmn": WRITING,
    "demo/letters/acceptance.md": ACCEPTANCE.encode(),
    "shared/letters/certificate.md": CERTIFICATE.encode(),
}


def write(pe: ProcessEngine, key: str = "示申〔2026〕007号") -> int:
    """A case of `applicant` that has written both letters and the reminder; no paper is printed yet."""
    files = {name: content for name, content in FILES.items() if name != "demo/broken.bpmn"}
    deployments.deploy(pe, {**files, **MORE}, Actor("owner", admin=True))
    by = Actor("applicant", frozenset({APPLICANT}))
    return instances.start(pe, "demo.application", business_key=key, variables={}, by=by, owner="applicant")


def rows(pe: ProcessEngine) -> list[Row[Any]]:
    """The scheme's letters, oldest first."""
    mine = select(letter).where(letter.c.scheme == "demo").order_by(letter.c.id)
    with pe.database.reading() as connection:
        return list(connection.execute(mine))


def reminders(pe: ProcessEngine) -> list[Row[Any]]:
    """The reminders of its cases, oldest first."""
    cases = select(instance.c.id).where(instance.c.process_id == "demo.application")
    mine = select(reminder).where(reminder.c.root_id.in_(cases)).order_by(reminder.c.id)
    with pe.database.reading() as connection:
        return list(connection.execute(mine))
