"""Bodies that share a role: a list that cannot be read or widens what a body sees, and groups that nobody has."""

from __future__ import annotations

import json
from typing import Any

import pytest

from engine import bundle as bundles
from engine.vocabulary import Vocabulary, group_functions
from tests.support import diagrams as d
from tests.unit.bundle.files import field, form

RIGHT = {"p.adviser": {"requirement": "P-1", "groups": {"p.adviser-north": "北", "p.adviser-south": "南"}}}
TASK = d.task("a", groups="p.clerk")


def found(bodies: Any = RIGHT, part: str = TASK, offered: str = "1") -> list[tuple[str, str, str | None]]:
    """Rule, file and element of what is wrong with a list, a task or a form's options."""
    groups = {"groups": {"p.clerk": "经办", "p.adviser": "顾问"}, "bodies": bodies}
    files = {
        "p/main.bpmn": d.diagram("p.main", d.start(), part, d.end(), d.flows("start a end")),
        "p/scheme.yaml": "{name: 示例奖, articles: [{id: P-1, title: 一}]}".encode(),
        "p/groups.yaml": json.dumps(groups).encode(),
        "p/forms/form.form": form(field("select", "body", valuesExpression=f"=[{offered}]")),
    }
    read = bundles.read(files, functions=group_functions(Vocabulary()))
    rules = ("bodies", "missing-group", "missing-article", "duplicate-id", "unknown-function")
    return [(f.rule, f.file, f.element) for f in read.findings if f.rule in rules]


def of(**role: Any) -> dict[str, Any]:
    return {"p.adviser": RIGHT["p.adviser"] | role}


@pytest.mark.parametrize(
    ("bodies", "rule", "element"),
    [
        (["p.adviser"], "bodies", "bodies"),
        ({"p.adviser": None}, "bodies", "p.adviser"),
        (of(groups=["p.adviser-north"]), "bodies", "p.adviser"),
        (of(groups={"p.office-north": "北"}), "bodies", "p.office-north"),  # would see every case
        (of(groups={"q.adviser-north": "北"}), "bodies", "q.adviser-north"),
        (of(requirement="P-9"), "missing-article", "p.adviser"),
        ({"p.adviser": {"groups": {}}}, "missing-article", "p.adviser"),
        ({"p.judge": {"requirement": "P-1", "groups": {}}}, "missing-group", "p.judge"),
    ],
)
def test_a_wrong_list_is_told(bodies: Any, rule: str, element: str) -> None:
    assert found(bodies) == [(rule, "p/groups.yaml", element)]


def test_a_right_list_and_an_empty_one_are_right() -> None:
    assert found() == found(of(groups=None)) == found(of(groups={})) == []


def test_a_body_is_a_group_like_any_other() -> None:
    assert found(part=d.task("a", groups="p.adviser-north")) == []
    assert found(of(groups={}), d.task("a", groups="p.adviser-north")) == [
        ("missing-group", "p/main.bpmn", "a")
    ]


@pytest.mark.parametrize(
    ("source", "wrong"),
    [
        ("=[&quot;p.adviser-north&quot;, &quot;p.clerk&quot;]", 0),
        ("=if x then &quot;p.adviser-west&quot; else &quot;p.clerk&quot;", 1),
        ("=if x = &quot;person&quot; then [&quot;p.clerk&quot;] else y.group", 0),
        ("=groups under(&quot;p.adviser&quot;).group", 0),
        ("=groups under(&quot;p.advisor&quot;).group", 1),
    ],
)
def test_groups_written_in_the_expression_of_a_task_must_be_there(source: str, wrong: int) -> None:
    told = [("missing-group", "p/main.bpmn", "a")]
    assert found(part=d.task("a", groups=source)) == told * wrong


def test_a_form_asks_for_a_role_that_is_there() -> None:
    assert found(offered='groups under("p.adviser")') == []
    assert found(offered='groups under("p.advisor")') == [
        ("missing-group", "p/forms/form.form", "field_body")
    ]
