"""A new scheme is a folder: its names reach the pages beside Jing'an's, and no code knows of it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from engine import bundle as bundles
from engine.actor import Actor
from engine.commands import deployments, instances
from engine.process_engine import ProcessEngine
from tests.integration.web.conftest import PASSWORD, Browser
from tests.support import diagrams as d
from web.people import accounts

Browse = Callable[[str], Browser]
PROCESSES = Path(__file__).resolve().parents[3] / "processes"
OWNER = Actor("owner", admin=True)

SCHEME = """
name: 滨港质量奖（示例）
short_name: 滨港奖
kinds: {application: 提名}
stages: {long-list: 入围, final: 终评}
facts: {nominee.name: 被提名人, nominee.size: 规模}
values: {small: 小型}
"""
GROUPS = """
groups:
  harbour.office-clerk: 滨港评审秘书
"""
APPLICATION = d.diagram(
    "harbour.application",
    d.start(),
    d.task("look", groups="harbour.office-clerk"),
    d.end(),
    d.flows("start look end"),
    properties={"title": "=nominee.name"},
)
CYCLE = d.diagram(
    "harbour.cycle",
    d.start(),
    d.task("plan", groups="harbour.office-clerk"),
    d.end(),
    d.flows("start plan end"),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """All processes, with the folder of somebody who wants one more award."""
    processes = tmp_path / "processes"
    shutil.copytree(PROCESSES, processes)
    place = processes / "harbour"
    place.mkdir()
    (place / "scheme.yaml").write_text(SCHEME, encoding="utf-8")
    (place / "groups.yaml").write_text(GROUPS, encoding="utf-8")
    (place / "application.bpmn").write_bytes(APPLICATION)
    (place / "cycle.bpmn").write_bytes(CYCLE)
    return processes


@pytest.fixture
def cases(engine: ProcessEngine, folder: Path) -> dict[str, int]:
    """One case and one cycle of the new scheme, deployed beside Jing'an, and a secretary for both schemes."""
    done = deployments.deploy(engine, bundles.read_folder(folder), OWNER)
    assert done.warnings == []
    groups = ["harbour.office-clerk", "jingan.office-lead"]
    accounts.add(engine.database, "secretary", "秘书", PASSWORD, groups)
    nominee = {"name": "示例码头有限公司", "size": "small"}
    variables = {"nominee": nominee, "cycle": "滨港2026", "stage": "final"}
    started = {
        "application": instances.start(
            engine, "harbour.application", business_key="滨提001", variables=variables, by=OWNER
        ),
        "cycle": instances.start(
            engine, "harbour.cycle", business_key="滨港2026", variables={"cycle": "滨港2026"}, by=OWNER
        ),
    }
    lead = Actor("lead", frozenset({"jingan.office-lead"}))
    instances.start(engine, "jingan.cycle", business_key="静届", variables={"cycle": "静届"}, by=lead)
    return started


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_its_names_stand_on_the_inbox(browse: Browse, cases: dict[str, int]) -> None:
    page = words(browse("secretary").page("/tasks?view=group"))
    assert "look 任务 滨港质量奖（示例） · 提名 滨提001 示例码头有限公司 滨港评审秘书 待认领" in page
    assert "静安区政府质量奖 · 评选周期 静届 区审定办负责人 待认领" in page
    assert "奖项 滨港奖 静安区奖" in page


def test_its_names_stand_on_the_case_page(browse: Browse, cases: dict[str, int]) -> None:
    page = browse("secretary").page(f"/cases/{cases['application']}")
    assert "案件 › 滨港质量奖（示例） 提名 › 滨提001" in words(page)
    assert "等滨港评审秘书认领" in words(page).replace(" ", "")
    assert re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page) == [
        ("评选周期", "滨港2026"),
        ("被提名人", "示例码头有限公司"),
        ("规模", "小型"),
    ]


def test_its_stages_stand_on_the_cycle_page(browse: Browse, cases: dict[str, int]) -> None:
    page = browse("secretary").page(f"/cycles/{cases['cycle']}")
    assert re.findall(r'<span class="l">(.*?)</span><span class="v">(\d+)</span>', page) == [
        ("全部案件", "1"),
        ("终评", "1"),
    ]
    assert '<td data-l="阶段">终评</td>' in page


def test_filters_offer_its_names(browse: Browse, cases: dict[str, int]) -> None:
    page = browse("secretary").page("/cases")
    assert re.findall(r'<option value="(harbour|jingan|application|objection)">(.*?)</option>', page) == [
        ("application", "申报、提名"),
        ("objection", "异议、反映处理"),
        ("harbour", "滨港质量奖（示例）"),
        ("jingan", "静安区政府质量奖"),
    ]
