"""What a check says about names: they come from YAML, and what has none is pointed at."""

from __future__ import annotations

import pytest

from engine import bundle as bundles
from engine.errors import Finding
from tests.support import diagrams as d

STEP = d.diagram(
    "pier.application", d.start(), d.task("a", groups="pier.clerk"), d.end(), d.flows("start a end")
)
GROUPS = "groups: {pier.clerk: 码头经办}".encode()
SCHEME = "{name: 码头质量奖, kinds: {application: 提名}, stages: {first: 初评}}".encode()
PIER = {"pier/application.bpmn": STEP, "pier/groups.yaml": GROUPS, "pier/scheme.yaml": SCHEME}


def findings(**files: bytes) -> list[tuple[str, str, str | None]]:
    """Rule, severity and place of what is found when files of the folder `pier` are replaced or added."""
    changed = {f"pier/{name.replace('__', '.')}": content for name, content in files.items()}
    return [(f.rule, f.severity, f.element) for f in bundles.read({**PIER, **changed}).findings]


def staged(expression: str) -> bytes:
    """An application whose first step gives it a stage."""
    mapping = f"<zeebe:ioMapping><zeebe:output source='={expression}' target='stage'/></zeebe:ioMapping>"
    task = d.task("a", groups="pier.clerk").replace(
        "</bpmn:extensionElements>", f"{mapping}</bpmn:extensionElements>"
    )
    return d.diagram("pier.application", d.start(), task, d.end(), d.flows("start a end"))


def test_a_scheme_is_a_folder_with_its_own_names() -> None:
    bundle = bundles.read(PIER)
    assert bundle.findings == []
    names = bundle.vocabulary
    assert names.group("pier.clerk") == "码头经办"
    assert (names.scheme("pier.application"), names.kind("pier.application")) == ("码头质量奖", "提名")


@pytest.mark.parametrize(
    ("expression", "unnamed"),
    [
        ('"first"', []),
        ('"last"', ["last"]),
        ('if score &gt; 5 then "first" else "second"', ["second"]),
        ('if result = "none" then null else "first"', []),
        ("next_stage", []),
    ],
)
def test_stages_need_names(expression: str, unnamed: list[str]) -> None:
    bundle = bundles.read({**PIER, "pier/application.bpmn": staged(expression)})
    message = "阶段“{}”没有名称，请写进 scheme.yaml 的 stages。"
    assert [(f.rule, f.severity, f.element, f.message) for f in bundle.findings] == [
        ("unnamed-stage", "warning", "a", message.format(stage)) for stage in unnamed
    ]


def test_schemes_and_kinds_need_names() -> None:
    assert findings(scheme__yaml=b"kinds: {application: Nomination}") == [
        ("unnamed-scheme", "warning", "pier")
    ]
    assert findings(scheme__yaml="name: 码头质量奖".encode()) == [
        ("unnamed-kind", "warning", "pier.application")
    ]


def test_a_process_that_others_call_is_no_kind_of_case() -> None:
    caller = d.diagram(
        "pier.application", d.start(), d.call("c", "pier.part"), d.end(), d.flows("start c end")
    )
    part = d.diagram("pier.part", d.start(), d.end(), d.flows("start end"))
    assert findings(application__bpmn=caller, part__bpmn=part) == []


def test_a_called_process_in_which_people_work_needs_a_name() -> None:
    caller = d.diagram(
        "pier.application", d.start(), d.call("c", "pier.part"), d.end(), d.flows("start c end")
    )
    part = d.diagram(
        "pier.part", d.start(), d.task("sign", groups="pier.clerk"), d.end(), d.flows("start sign end")
    )
    files = {"application__bpmn": caller, "part__bpmn": part}
    assert [one for one in findings(**files) if one[0] == "unnamed-part"] == [
        ("unnamed-part", "warning", "pier.part")
    ]
    named = "name: 码头质量奖\nkinds: {application: 提名}\nparts: {part: 初审}".encode()
    assert [one for one in findings(scheme__yaml=named, **files) if one[0] == "unnamed-part"] == []


def test_shared_names_hold_for_every_scheme() -> None:
    files = {**PIER, "pier/scheme.yaml": "name: 码头质量奖".encode()}
    files["shared/vocabulary.yaml"] = "kinds: {application: 申报}".encode()
    assert bundles.read(files).findings == []


@pytest.mark.parametrize(
    ("path", "content", "rule", "message"),
    [
        (
            "pier/vocabulary.yaml",
            b"kinds: {}",
            "yaml",
            "vocabulary.yaml 只放在 shared 里；这个办法自己的名称写进 scheme.yaml。",
        ),
        ("shared/vocabulary.yaml", b"facts: [a, b]", "yaml", "“facts”应是“编号: 名称”的列表。"),
        ("shared/vocabulary.yaml", b"- a", "yaml", "内容应是“键: 值”的列表。"),
        ("shared/groups.yaml", GROUPS, "duplicate-id", "候选组“pier.clerk”写了两次，只留一处。"),
    ],
)
def test_names_that_cannot_be_read_are_refused(path: str, content: bytes, rule: str, message: str) -> None:
    element = {"yaml": "facts" if b"facts" in content else None, "duplicate-id": "pier.clerk"}[rule]
    assert bundles.read({**PIER, path: content}).findings == [Finding(rule, message, path, element)]
