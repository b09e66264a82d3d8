"""Whom a diagram lets begin a case or send it a message: what the check says, and what the definition tells."""

from __future__ import annotations

import pytest

from engine.bpmn import check, parse
from engine.bpmn.people import begun_by_people, senders, sent_by_people
from engine.feel import Environment
from tests.unit.bpmn.diagrams import (
    boundary,
    catch,
    diagram,
    element,
    end,
    event_sub,
    flow,
    message,
    path,
    signal,
    start,
    timer,
    user,
)

FORM = '<zeebe:formDefinition formId="p.form"/>'


def said(form: str = "", **properties: str) -> str:
    """Extension elements: a form, and properties with `_` for `-`."""
    named = "".join(
        f'<zeebe:property name="{name.replace("_", "-")}" value="{value}"/>'
        for name, value in properties.items()
    )
    return f"{form}<zeebe:properties>{named}</zeebe:properties>"


def begun(ext: str, event: str = "", whole: str = "") -> bytes:
    """A process with this start event; `whole` are its own extension elements."""
    own = f"<bpmn:extensionElements>{whole}</bpmn:extensionElements>" if whole else ""
    return diagram(own, start("s", event, ext=ext), user("x"), end(), path("s", "x", "e"))


def waits(ext: str, event: str = message()) -> bytes:
    return diagram(start(), catch("x", event, ext), end(), path("s", "x", "e"))


def rules(source: bytes) -> list[tuple[str, str | None]]:
    found = check(source, "p.bpmn")
    return [
        (f.rule, f.element) for f in found if f.rule in ("people", "feel-expression", "unsupported-extension")
    ]


STARTERS = {"candidate_starter_groups": "p.clerk"}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (begun(said(FORM, **STARTERS)), []),
        (begun(said(FORM), whole=said(**STARTERS)), []),
        (begun(said(FORM)), [("people", "s")]),
        (begun(said(FORM, **STARTERS), message()), []),
        (begun(said(FORM, **STARTERS), timer("R/P1D", "timeCycle")), [("people", "s")]),
        (begun(said(FORM, **STARTERS), signal()), [("people", "s")]),
        (begun(said(key_variable="case_key")), [("people", "s")]),
        (begun(said(key_variable="case_key", **STARTERS)), []),
        (begun(said(FORM, business_key="=number", **STARTERS)), []),
        (begun(said(FORM, business_key="number", **STARTERS)), [("feel-expression", "s")]),
        (begun(said(FORM, sender="=owner", **STARTERS)), [("people", "s")]),
        (waits(said(FORM, sender="=owner")), []),
        (waits(said(FORM, candidate_sender_groups="p.clerk")), []),
        (waits(said("", candidate_sender_groups='=["p.clerk"]'.replace('"', "&quot;"))), []),
        (waits(said(FORM)), [("people", "x")]),
        (waits(said(FORM, sender="=owner"), timer("P1D")), [("people", "x"), ("people", "x")]),
        (waits(said("", candidate_starter_groups="p.clerk")), [("people", "x")]),
        (diagram(start(), user("x", said(sender="=owner")), end(), path("s", "x", "e")), [("people", "x")]),
        (diagram(start(), user("x", FORM), end(), path("s", "x", "e")), []),
    ],
)
def test_who_may_begin_and_send_is_said_where_it_counts(
    source: bytes, expected: list[tuple[str, str | None]]
) -> None:
    assert rules(source) == expected


def test_the_ways_in_are_told_with_their_forms_and_needs() -> None:
    (definition,) = parse(begun(said(FORM, **STARTERS)), "p.bpmn")
    assert begun_by_people(definition) == {"s": "p.form"}
    assert {(n.kind, n.name) for n in definition.needs if n.element == "s"} == {
        ("form", "p.form"),
        ("group", "p.clerk"),
    }
    assert definition.forms == {"p.form"}


def test_groups_of_the_process_alone_open_no_page() -> None:
    (definition,) = parse(begun("", whole=said(**STARTERS)), "p.bpmn")
    assert begun_by_people(definition) == {}
    (open_,) = parse(begun(said(**STARTERS)), "p.bpmn")
    assert begun_by_people(open_) == {"s": None}


@pytest.mark.parametrize(
    ("properties", "account", "groups"),
    [
        ({"sender": "=owner"}, "org-1", frozenset()),
        ({"candidate_sender_groups": "p.clerk, p.lead"}, None, {"p.clerk", "p.lead"}),
        ({"candidate_sender_groups": "=[scheme + &quot;.clerk&quot;]"}, None, {"q.clerk"}),
        ({"sender": "=nobody", "candidate_sender_groups": "=nobody"}, None, frozenset()),
    ],
)
def test_senders_follow_the_variables(
    properties: dict[str, str], account: str | None, groups: frozenset[str]
) -> None:
    (definition,) = parse(waits(said(**properties)), "p.bpmn")
    found = senders(
        definition.elements["x"], {"owner": "org-1", "scheme": "q", "nobody": None}, Environment()
    )
    assert (found.account, found.groups) == (account, groups)
    assert sent_by_people(definition, "x")
    assert not found.admit("stranger", frozenset({"p.other"}))


def test_boundaries_and_event_sub_processes_hear_people_too() -> None:
    spoken = said(FORM, sender="=owner")
    body = event_sub("w", message("message-2"), end("e2"), flow("w-s", "e2"), start_ext=spoken)
    source = diagram(
        start(),
        user("x"),
        boundary("b", "x", message(), ext=spoken),
        end(),
        end("e3"),
        body,
        path("s", "x", "e"),
        path("b", "e3"),
    )
    (definition,) = parse(source, "p.bpmn")
    assert [e for e in definition.elements if sent_by_people(definition, e)] == ["b", "w-s"]
    assert rules(source) == []


def test_the_sentence_beside_an_element_is_kept() -> None:
    noted = element("startEvent", "s", "<bpmn:documentation>写 一\n句</bpmn:documentation>")
    (definition,) = parse(diagram(noted, end(), path("s", "e")), "p.bpmn")
    assert definition.elements["s"].documentation == "写 一 句"
