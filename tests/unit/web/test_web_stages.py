"""The strip of main steps, for diagrams of every kind."""

from __future__ import annotations

from engine.bpmn import Definition, parse
from tests.unit.bpmn.diagrams import (
    ad_hoc,
    compensate,
    diagram,
    element,
    end,
    event_sub,
    gateway,
    message,
    path,
    service,
    start,
    throw,
    transaction,
    undone,
    user,
)
from web.cases import stages

DEAL = transaction("deal", start("i"), user("inner"), end("j"), path("i", "inner", "j"))


def read(source: bytes) -> Definition:
    (definition,) = parse(source, "p.bpmn")
    return definition


def test_steps_are_what_no_case_can_pass_by() -> None:
    parts = [start(), user("a"), gateway("parallel", "g"), user("b"), service("c"), DEAL]
    free = ad_hoc("free", user("choice"), enough="true")
    ways = path("s", "a", "g", "b", "deal", "free", "e") + path("g", "c", "deal")
    assert stages.main_steps(read(diagram(*parts, free, end(), ways))) == ("a", "deal", "free")


def test_what_only_may_happen_or_only_undoes_is_no_step() -> None:
    aside = event_sub("stop", message(), user("mend"), end("x"), path("stop-s", "mend", "x"))
    parts = [start(), user("a"), undone("a"), throw("t", compensate()), element("manualTask", "m"), end()]
    assert stages.main_steps(read(diagram(*parts, aside, path("s", "a", "t", "m", "e")))) == ("a", "m")


def test_the_strip_says_what_is_done_and_where_it_stands() -> None:
    parts = [start(), user("a"), DEAL, user("b"), end(), path("s", "a", "deal", "b", "e")]
    shown = stages.strip(read(diagram(*parts)), {"s", "a"}, "deal")
    assert [(stage.name, stage.state) for stage in shown] == [("a", "ok"), ("deal", "at"), ("b", "far")]
