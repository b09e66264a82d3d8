"""A process whose tasks ask for files, and what tests of files share."""

from __future__ import annotations

from sqlalchemy import select

from engine.actor import Actor
from engine.commands import deployments
from engine.process_engine import ProcessEngine
from tests.integration.web.scheme import CLERK, FILES, REVIEWER, field, form
from tests.support import diagrams as d
from web.models import upload

PDF = b"%PDF-1.7\n the report"
JPG = b"\xff\xd8\xff\xe0" + b"\0" * 64
FORM = form(
    "demo.submission",
    field("textfield", "about", "说明"),
    field("filepicker", "report", "自评报告", accept=".pdf,.docx"),
    field(
        "filepicker", "proof", "证明", conditional={"hide": '=about != "附证明"'}, validate={"required": True}
    ),
    field("filepicker", "photos", "照片", multiple=True),
)
FILING = d.diagram(
    "demo.application",
    d.start(),
    d.task("submit", form="demo.submission", assignee="=applicant.account"),
    d.task("judge", form="demo.opinion", groups=REVIEWER),
    d.task("check", groups=CLERK),
    d.end(),
    d.flows("start submit judge check end"),
)
OPINION = form("demo.opinion", field("filepicker", "opinion", "评审意见"))


def deploy(pe: ProcessEngine) -> None:
    """The process in the place of the scheme's own application."""
    more = {"demo/forms/submission.form": FORM, "demo/forms/opinion.form": OPINION}
    deployments.deploy(pe, {**FILES, **more, "demo/application.bpmn": FILING}, Actor("o", admin=True))


def ids(pe: ProcessEngine) -> list[int]:
    """Every upload."""
    with pe.database.reading() as connection:
        return list(connection.execute(select(upload.c.id).order_by(upload.c.id)).scalars())
