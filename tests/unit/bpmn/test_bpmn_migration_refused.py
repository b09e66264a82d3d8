"""Instance migration: what would be lost is found before anything is changed."""

from __future__ import annotations

import pytest

from engine.bpmn import migration_findings, parse
from engine.errors import NotOpen, Refused
from tests.unit.bpmn.diagrams import (
    boundary,
    cardinality,
    compensate,
    diagram,
    end,
    event_sub,
    gateway,
    message,
    multi,
    path,
    repeat,
    service,
    start,
    sub,
    throw,
    timer,
    undone,
    user,
)


def refused(p, source: bytes, **mapping: str) -> list[tuple[str, str | None]]:
    """The findings of the validation, which a migration refuses with."""
    state, new = p.workflow.encode(), parse(source, "p.bpmn")[0]
    found = migration_findings(state, p.definition, new, mapping)
    with pytest.raises(Refused) as raised:
        p.migrate(source, mapping)
    assert raised.value.findings == found
    return [(f.rule, f.element) for f in found]


OLD = [
    start(),
    user("a"),
    boundary("t", "a", timer("PT5H")),
    end(),
    path("s", "a", "e"),
    end("te"),
    path("t", "te"),
]


JOIN = [start(), gateway("parallel", "g"), user("a"), user("b"), gateway("parallel", "j"), end()]


def test_a_flow_that_is_gone_is_named(play):
    p = play(diagram(*JOIN, path("s", "g", "a", "j", "e"), path("g", "b", "j"))).do("a")
    new = diagram(*JOIN, user("c"), path("s", "g", "a", "c", "j", "e"), path("g", "b", "j"))
    assert refused(p, new) == [("migration-flow", "j")]
    p.migrate(new, {"f-a-j": "f-c-j"})
    assert p.do("b").ended("e")


def test_what_could_no_longer_be_undone_is_found(play):
    parts = [start(), user("a"), user("b"), end(), path("s", "a", "b", "e")]
    p = play(diagram(*parts, throw("th", compensate()), undone("a"), path("b", "th"))).do("a")
    assert refused(p, diagram(*parts)) == [("migration-compensation", "a")]


UNDONE = [start(), user("a"), user("b"), throw("th", compensate()), end(), path("s", "a", "b", "th", "e")]
UNDOER = user("ua", isForCompensation="true")


@pytest.mark.parametrize(
    "new",
    [
        [*UNDONE[:3], user("ua"), end(), path("s", "a", "b", "ua", "e")],
        [*UNDONE, undone("b", UNDOER.replace('"ua"', '"ub"')), user("ua"), path("b", "ua")],
        [
            *UNDONE,
            sub("sp", user("x"), undone("x", UNDOER).replace('targetRef="ux"', 'targetRef="ua"')),
            path("b", "sp"),
        ],
    ],
    ids=["a task of the flow", "a task beside another handler", "a handler in another scope"],
)
def test_an_element_of_the_handlers_name_that_undoes_something_else_is_no_handler(play, new):
    p = play(diagram(*UNDONE, undone("a"))).do("a")
    assert refused(p, diagram(*new)) == [("migration-compensation", "a")]


def test_what_a_throw_has_still_to_undo_in_another_scope_is_found(play):
    """An event sub-process undoes its own scope first and then the one around it: the second plan waits."""
    throwing = [user("c"), throw("th", compensate()), end("xe"), path("x-s", "c", "th", "xe")]
    parts = [start(), user("a"), user("b"), end(), path("s", "a", "b", "e")]
    body = event_sub("x", message(), *throwing, undone("c"))
    p = play(diagram(*parts, undone("a"), body)).do("a").deliver("x-s").do("c")
    assert p.open == ["uc"]
    assert refused(p, diagram(*parts, body)) == [("migration-compensation", "a")]
    assert p.do("uc", "ua").ended("xe")


def test_what_a_completed_sub_process_can_still_undo_is_found(play):
    def drawn(*more: str) -> bytes:
        inside = sub(
            "sp", start("ss"), user("a"), user("c"), end("se"), path("ss", "a", "c", "se"), undone("a"), *more
        )
        return diagram(start(), inside, user("b"), throw("th", compensate()), path("s", "sp", "b", "th"))

    p = play(drawn(undone("c"))).do("a", "c")
    assert refused(p, drawn()) == [("migration-compensation", "c")]
    assert p.do("b", "uc", "ua").ended()


@pytest.mark.parametrize(
    ("new", "mapping", "finding"),
    [
        ([user("x"), path("s", "x", "e")], {}, ("migration-unmapped", "a")),
        ([service("a"), path("s", "a", "e")], {}, ("migration-type", "a")),
        ([user("a", body=multi("[1]")), path("s", "a", "e")], {}, ("migration-multi-instance", "a")),
        ([user("a", body=repeat("true")), path("s", "a", "e")], {}, ("migration-multi-instance", "a")),
        ([sub("sp", user("a")), path("s", "sp", "e")], {}, ("migration-scope", "a")),
        ([user("a"), path("s", "a", "e")], {"nobody": "a"}, ("migration-mapping", "nobody")),
        ([user("a"), path("s", "a", "e")], {"a": "nobody"}, ("migration-unmapped", "a")),
    ],
)
def test_what_would_be_lost_is_found(play, new, mapping, finding):
    p = play(diagram(*OLD))
    assert refused(p, diagram(start(), end(), *new), **mapping) == [finding]
    assert p.do("a").ended("e")


@pytest.mark.parametrize("loop", [multi("[1, 2]", sequential=True), cardinality("2"), repeat("true"), ""])
def test_another_multi_instance_is_found_once_for_all_its_instances(play, loop):
    p = play(diagram(start(), user("a", body=multi("[1, 2]")), end(), path("s", "a", "e")))
    new = diagram(start(), user("a", body=loop), end(), path("s", "a", "e"))
    assert set(refused(p, new)) <= {("migration-multi-instance", "a"), ("migration-unmapped", "a")}
    assert ("migration-multi-instance", "a") in refused(p, new)


def test_an_ended_instance_is_not_migrated(play):
    p = play(diagram(*OLD)).do("a")
    with pytest.raises(NotOpen):
        p.migrate(diagram(*OLD))


def test_the_process_may_have_another_id(play):
    p = play(diagram(start(), sub("sp", user("a")), end(), path("s", "sp", "e")))
    p.migrate(
        diagram(start(), sub("sq", user("a")), end(), path("s", "sq", "e"), process_id="q"), {"sp": "sq"}
    )
    assert p.do("a").ended("e")
