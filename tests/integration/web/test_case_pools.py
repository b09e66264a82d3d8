"""One file, two executable pools that talk by messages: both are deployed, each has cases and pages of its own."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from engine.actor import Actor
from engine.commands import deployments
from engine.errors import Refused
from engine.models import definition, instance
from tests.integration.web.conftest import Browser, House
from tests.integration.web.scheme import FILES, REVIEWER
from tests.integration.web.test_cases import text, tokens
from tests.support import diagrams as d

Browse = Callable[[str], Browser]


def tell(name: str, message: str) -> str:
    inputs = {
        "message_name": f'="{message}"',
        "correlation_key": "=case_key",
        "payload": "={case_key: case_key}",
    }
    return d.service(name, "publish-message", inputs=inputs)


ASKING = d.diagram(
    "demo.opinion",
    *(d.start(), tell("ask", "demo.asked"), d.catch("answer", d.message("demo.answered")), d.end()),
    d.flows("start ask answer end"),
    head=d.messages(**{"demo.asked": "", "demo.answered": "case_key"}),
)
ANSWERING = d.diagram(
    "demo.opinion-expert",
    d.start("asked", d.message("demo.asked")),
    *(d.task("think", groups=REVIEWER), tell("tell", "demo.answered"), d.end("told")),
    d.flows("asked think tell told"),
)
POOLS = (
    '<bpmn:collaboration id="talk"><bpmn:participant id="office" processRef="demo.opinion"/>'
    '<bpmn:participant id="expert" processRef="demo.opinion-expert"/>'
    '<bpmn:messageFlow id="mf" sourceRef="ask" targetRef="asked"/></bpmn:collaboration>'
)


def file(asking: bytes = ASKING) -> bytes:
    """Both processes and the collaboration in one file."""
    answering = ANSWERING[ANSWERING.index(b"<bpmn:process") : ANSWERING.index(b"</bpmn:definitions>")]
    end = b"</bpmn:definitions>"
    return asking.replace(end, answering + end).replace(
        b"<bpmn:process", POOLS.encode() + b"<bpmn:process", 1
    )


@pytest.fixture(autouse=True)
def deployed(house: House) -> None:
    deployments.deploy(house.pe, {**FILES, "demo/opinion.bpmn": file()}, Actor("owner", admin=True))


def versions(house: House) -> list[tuple[str, int, str]]:
    query = select(definition.c.process_id, definition.c.version, definition.c.file)
    opinions = query.where(definition.c.process_id.startswith("demo.opinion")).order_by(definition.c.id)
    with house.pe.database.reading() as connection:
        return [(row.process_id, row.version, row.file) for row in connection.execute(opinions)]


def expert_case(house: House) -> int:
    query = select(instance.c.id).where(instance.c.process_id == "demo.opinion-expert")
    with house.pe.database.reading() as connection:
        return int(connection.execute(query).scalar_one())


def test_each_pool_is_a_definition_of_the_same_file(house: House) -> None:
    both = [("demo.opinion", 1, "demo/opinion.bpmn"), ("demo.opinion-expert", 1, "demo/opinion.bpmn")]
    assert versions(house) == both


def test_a_change_in_the_file_is_a_version_of_both(house: House) -> None:
    changed = file(ASKING.replace(b'name="answer"', b'name="heard"'))
    done = deployments.deploy(house.pe, {**FILES, "demo/opinion.bpmn": changed}, Actor("owner", admin=True))
    found = [
        (x["process"], x["version"]) for x in done.definitions if x["process"].startswith("demo.opinion")
    ]
    assert found == [("demo.opinion", 2), ("demo.opinion-expert", 2)]


def test_the_pools_talk_and_each_case_shows_its_own_part(browse: Browse, house: House) -> None:
    asked = house.start("demo.opinion", "示例一", case_key="示例一")
    house.settle()
    expert = expert_case(house)
    clerk = browse("clerk")
    assert tokens(clerk.page(f"/cases/{asked}"))["walked"] == [
        "start",
        "start-to-ask",
        "ask",
        "ask-to-answer",
    ]
    assert tokens(clerk.page(f"/cases/{expert}"))["walked"] == ["asked", "asked-to-think"]
    page = clerk.page(f"/cases/{expert}")
    assert 'data-process="demo.opinion-expert"' in page
    assert re.findall(r"<b>(.*?)</b> <small>", page[page.index('<ul class="outline">') :]) == [
        "开始",
        "think 任务",
        "tell",
        "结束",
    ]
    house.complete(expert, "think", "reviewer")
    house.settle()
    for case in (asked, expert):
        assert "本案已经办结" in text(clerk.page(f"/cases/{case}"))


def test_both_pools_have_their_findings(house: House) -> None:
    wrong = file().replace(b'candidateGroups="demo.review-group"', b'candidateGroups="demo.nobody"')
    with pytest.raises(Refused) as refused:
        deployments.deploy(house.pe, {**FILES, "demo/opinion.bpmn": wrong}, Actor("owner", admin=True))
    assert [(f.rule, f.element) for f in refused.value.findings] == [("missing-group", "think")]
