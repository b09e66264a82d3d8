"""Reading a scenario file: its shape is checked before anything is played."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from engine import yaml_text
from engine.clock import SHANGHAI
from engine.errors import LaurelError

STEPS = (
    "complete",
    "claim",
    "message",
    "signal",
    "activate",
    "enough",
    "set",
    "clock",
    "pass",
    "expect",
    "calendar",
    "fail",
    "retry",
    "start",
    "begin",
    "send",
    "cancel",
    "suspend",
    "resume",
)
EXPECTATIONS = {
    *("at", "open", "done", "not reached", "due", "variables", "incidents", "ended", "messages"),
    *("letters", "jobs", "provisional", "started"),
}
_KEYS = {"scenario", "process", "cites", "clock", "given", "start", "steps", "when", "people", "calendar"}


class BadScenario(LaurelError):
    """{file}：{reason}"""

    code, status = "bad-scenario", 422


@dataclass(frozen=True, slots=True)
class Scenario:
    """One story: where it starts, what is done, what must be true."""

    file: str
    title: str
    process: str
    clock: datetime
    starts: list[Mapping[str, Any]]
    steps: list[Mapping[str, Any]]
    given: Mapping[str, list[Mapping[str, Any]]] = field(default_factory=dict)
    when: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    people: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    calendar: Any = None
    cites: tuple[str, ...] = ()

    @property
    def scheme(self) -> str:
        return self.process.rpartition(".")[0]


def read(path: Path, label: str) -> list[Scenario]:
    """The scenarios of one YAML file (several documents are several stories). Raises BadScenario."""
    try:
        documents = list(yaml_text.load_all(path.read_text(encoding="utf-8")))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadScenario(file=label, reason=f"不是正确的 YAML（{error}）") from error
    return [_scenario(document, label) for document in documents if document is not None]


def instant(value: Any, label: str) -> datetime:
    """An instant as written in a scenario; without a zone it is Shanghai time."""
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    except ValueError as error:
        reason = f"“{value}”不是时刻，请写成 2026-09-17T10:00:00+08:00"
        raise BadScenario(file=label, reason=reason) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)


def _scenario(data: Any, label: str) -> Scenario:
    if not isinstance(data, dict):
        raise BadScenario(file=label, reason="一个剧本应是“键: 值”的列表")
    _only(data, _KEYS, label, "剧本")
    for key in ("scenario", "process", "clock", "steps"):
        if key not in data:
            raise BadScenario(file=label, reason=f"缺少“{key}”")
    starts = data.get("start") or []
    scenario = Scenario(
        file=label,
        title=str(data["scenario"]),
        process=str(data["process"]),
        clock=instant(data["clock"], label),
        starts=starts if isinstance(starts, list) else [starts],
        steps=list(data["steps"]),
        given=data.get("given") or {},
        when=data.get("when") or {},
        people=data.get("people") or {},
        calendar=data.get("calendar"),
        cites=tuple(data.get("cites") or ()),
    )
    _check_steps(scenario)
    return scenario


def _check_steps(scenario: Scenario) -> None:
    for number, step in enumerate(scenario.steps, 1):
        kinds = [k for k in STEPS if k in step] if isinstance(step, dict) else []
        if len(kinds) != 1:
            raise BadScenario(
                file=scenario.file, reason=f"第 {number} 步应恰好写明一件事（{'、'.join(STEPS)} 之一）"
            )
        if kinds == ["message"] and "key" not in step:
            raise BadScenario(file=scenario.file, reason=f"第 {number} 步的消息没有写 key（案号）")
        if kinds == ["set"] and not isinstance(step["set"], dict):
            raise BadScenario(file=scenario.file, reason=f"第 {number} 步的 set 应是“变量: 值”的列表")
        if kinds == ["expect"] and not isinstance(step["expect"], dict):
            raise BadScenario(file=scenario.file, reason=f"第 {number} 步的 expect 应是“键: 值”的列表")
        if kinds == ["expect"]:
            _only(step["expect"], EXPECTATIONS, scenario.file, f"第 {number} 步的 expect")
    expected = [s["expect"] for s in scenario.steps if "expect" in s]
    if not any("ended" in e or ("due" in e and ("at" in e or "open" in e)) for e in expected):
        raise BadScenario(
            file=scenario.file, reason="没有任何 expect 写明位置和日期（at/open 与 due）或结局（ended）"
        )


def _only(data: Mapping[str, Any], known: set[str], label: str, where: str) -> None:
    unknown = sorted(str(k) for k in set(data) - known)
    if unknown:
        raise BadScenario(file=label, reason=f"{where}里有不认识的“{'、'.join(unknown)}”")
