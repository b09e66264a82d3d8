"""Which elements an application of one kind may come to: only what certainly belongs to another kind is cut off."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from engine.bpmn import Definition, parse
from engine.feel import Environment
from engine.forms import parse_form
from tests.support import diagrams as d
from web.applicants.following import reached
from web.applicants.papers import fills, hidden, open_to

ENV = Environment(now=datetime(2026, 3, 2, tzinfo=UTC))
KIND = 'applicant.kind = "organisation"'


def forked(kind: str, first: str, second: str = "", default: str = "") -> Definition:
    """A gateway before `a` and `b`, with conditions on its flows or one as its default."""
    parts = [d.flow("start", "which"), d.flow("which", "a", first), d.flow("which", "b", second)]
    drawn = d.diagram(
        "test.p",
        d.start(),
        d.gateway("which", kind, default),
        d.task("a"),
        d.task("b"),
        d.end("end-a"),
        d.end("end-b"),
        *parts,
        d.flows("a end-a"),
        d.flows("b end-b"),
    )
    (definition,) = parse(drawn, "test.bpmn", house_rules=False)
    return definition


def tasks(definition: Definition, kind: str) -> set[str]:
    return reached(definition, kind, ENV) & {"a", "b"}


@pytest.mark.parametrize(("kind", "expected"), [("organisation", {"a"}), ("person", {"b"})])
def test_a_gateway_that_asks_for_the_kind_leads_one_way(kind: str, expected: set[str]) -> None:
    assert tasks(forked("exclusive", KIND, default="which-to-b"), kind) == expected


@pytest.mark.parametrize("kind", ["organisation", "person"])
def test_a_gateway_that_asks_for_anything_else_leaves_both_ways_open(kind: str) -> None:
    assert tasks(forked("exclusive", 'result = "pass"', default="which-to-b"), kind) == {"a", "b"}


def test_of_two_kinds_named_each_goes_its_own_way() -> None:
    ways = forked("exclusive", KIND, 'applicant.kind = "person"')
    assert tasks(ways, "organisation") == {"a"}
    assert tasks(ways, "person") == {"b"}


def test_an_inclusive_gateway_shuts_only_what_does_not_hold_and_the_default() -> None:
    assert tasks(forked("inclusive", KIND, 'level = "top"'), "organisation") == {"a", "b"}
    assert tasks(forked("inclusive", KIND, 'level = "top"'), "person") == {"b"}
    assert tasks(forked("inclusive", KIND, default="which-to-b"), "organisation") == {"a"}
    assert tasks(forked("inclusive", KIND, default="which-to-b"), "person") == {"b"}


def test_parallel_ways_are_all_open() -> None:
    assert tasks(forked("parallel", ""), "person") == {"a", "b"}


def component(key: str, hide: str = "") -> dict[str, object]:
    conditional = {"conditional": {"hide": hide}} if hide else {}
    return {"type": "textfield", "id": f"field_{key}", "key": key, "label": key, **conditional}


def test_a_field_is_hidden_from_a_kind_only_if_nothing_else_decides() -> None:
    own, mixed, answered = (
        component("own", '=applicant.kind != "person"'),
        component("mixed", '=applicant.kind != "person" or level = "top"'),
        component("answered", '=post != "leader"'),
    )
    group = {"type": "group", "id": "group_all", "label": "全部", "components": [own, mixed, answered]}
    form = parse_form(json.dumps({"type": "default", "id": "test.form", "components": [group]}).encode())

    def names(kind: str, empty: frozenset[str] = frozenset()) -> list[str]:
        return [name for c in open_to(form.components, kind, ENV, empty) for name in fills(c)]

    assert names("person") == ["own", "mixed", "answered"]
    assert names("organisation") == ["mixed", "answered"]
    assert names("organisation", frozenset({"post"})) == [
        "mixed"
    ]  # nobody of this kind is asked for the post
    assert not hidden(form.components[0], "person", ENV)
