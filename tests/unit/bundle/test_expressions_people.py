"""What people hand in by forms is known after a start and after a message; forms know who fills them in."""

from __future__ import annotations

import pytest

from tests.support import diagrams as d
from tests.unit.bundle.files import field, form, found

UNKNOWN = [("unknown-variable", "error", "b")]
FORM = form(field("number", "score"))


def said(**named: str) -> str:
    properties = "".join(
        f"<zeebe:property name='{n.replace('_', '-')}' value='{v}'/>" for n, v in named.items()
    )
    bound = '<zeebe:formDefinition formId="p.form"/>'
    return f"<bpmn:extensionElements>{bound}<zeebe:properties>{properties}</zeebe:properties></bpmn:extensionElements>"


STARTERS = {"candidate_starter_groups": "p.staff"}


def begun(name: str, **more: str) -> dict[str, bytes]:
    """A process that begins with the form and then reads a name."""
    first = d.start("start", said(**STARTERS, **more))
    body = (first, d.script("b", name, "result"), d.end(), d.flows("start b end"))
    return {"p/main.bpmn": d.diagram("p.main", *body), "p/forms/form.form": FORM}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (begun("score"), []),
        (begun("scores"), UNKNOWN),
        (begun("case_key"), UNKNOWN),
        (begun("case_key", key_variable="case_key"), []),
        (begun("starter"), UNKNOWN),
    ],
)
def test_a_start_form_says_what_comes_in(files: dict[str, bytes], expected: list[object]) -> None:
    assert found(files) == expected


@pytest.mark.parametrize(("name", "expected"), [("score", []), ("scores", UNKNOWN)])
def test_a_message_form_says_what_comes_in(name: str, expected: list[object]) -> None:
    wait = d.catch("a", said(sender='="org-1"') + d.message("news"))
    body = (d.start(), wait, d.script("b", name, "result"), d.end(), d.flows("start a b end"))
    diagram = d.diagram("p.main", *body, head=d.messages(news='"k"'), properties={"given": ""})
    assert found({"p/main.bpmn": diagram, "p/forms/form.form": FORM}) == expected


@pytest.mark.parametrize(
    ("expression", "rules"),
    [("=starter.account", []), ("=score + 1", []), ("=case_key", ["unknown-variable"])],
)
def test_a_start_form_knows_who_fills_it_in_and_nothing_of_a_case(expression: str, rules: list[str]) -> None:
    computed = {
        "type": "expression",
        "id": "c",
        "key": "made",
        "expression": expression,
        "computeOn": "change",
    }
    files = begun("score", key_variable="case_key") | {
        "p/forms/form.form": form(field("number", "score"), computed)
    }
    assert [rule for rule, _, _ in found(files)] == rules


def test_forms_and_groups_of_people_must_be_there() -> None:
    files = begun("score") | {"p/groups.yaml": b"groups:\n  p.stuff: clerks\n"}
    del files["p/forms/form.form"]
    assert sorted(rule for rule, _, element in found(files) if element == "start") == [
        "missing-form",
        "missing-group",
    ]
