"""What a check says about compensation and transactions (BPMN 2.0.2, 10.3.5 and 10.7)."""

from __future__ import annotations

import pytest

from engine.bpmn import check
from tests.unit.bpmn.diagrams import (
    CANCEL,
    boundary,
    compensate,
    diagram,
    element,
    end,
    event_sub,
    flow,
    message,
    path,
    start,
    sub,
    throw,
    transaction,
    undone,
    user,
)

THROW = [throw("th", compensate()), end(), path("th", "e")]
INSIDE = [start("ss"), user("x"), end("se"), path("ss", "x", "se")]
HANDLER = user("ua", isForCompensation="true")
BODY = event_sub("y", compensate(), end("ye"), path("y-s", "ye"))


def findings(*parts: str, severity: str = "error") -> list[tuple[str, str | None]]:
    source = diagram(start(), *parts)
    return [(f.rule, f.element) for f in check(source, "p.bpmn") if f.severity == severity]


def line(*parts: str) -> list[tuple[str, str | None]]:
    return findings(user("a"), *THROW, path("s", "a", "th"), *parts)


def association(source: str, target: str, id: str = "as") -> str:
    return f'<bpmn:association id="{id}" sourceRef="{source}" targetRef="{target}"/>'


def test_a_handler_with_its_association_is_right():
    assert line(undone("a")) == []


@pytest.mark.parametrize(
    ("parts", "finding"),
    [
        ([boundary("cb", "a", compensate())], ("compensation", "cb")),
        ([boundary("cb", "a", compensate()), user("b"), association("cb", "b")], ("compensation", "b")),
        ([boundary("cb", "a", compensate()), association("cb", "nobody")], ("compensation", "cb")),
        ([boundary("cb", "a", compensate()), HANDLER, path("cb", "ua")], ("compensation", "cb")),
        ([HANDLER], ("compensation", "ua")),
        ([undone("a"), path("ua", "e")], ("compensation", "ua")),
        ([undone("a"), boundary("bb", "ua", message()), path("bb", "e")], ("compensation", "bb")),
        (
            [undone("a"), boundary("cb", "a", compensate()), association("cb", "ua", "as2")],
            ("duplicate-catcher", "cb"),
        ),
        ([BODY], ("compensation", "y")),
        ([user("c", isForCompensation="true"), undone("a"), association("cb-a", "c", "as2")], ("compensation", "cb-a")),
    ],
)  # fmt: skip
def test_a_handler_that_would_not_run_as_drawn(parts, finding):
    assert finding in line(*parts)


def scope(*parts: str) -> list[tuple[str, str | None]]:
    return findings(sub("sp", *INSIDE, *parts), *THROW, path("s", "sp", "th"))


def test_a_sub_process_is_undone_in_one_way():
    assert scope(BODY) == []
    assert ("duplicate-catcher", "z") in scope(BODY, BODY.replace('"y', '"z'))
    assert ("duplicate-catcher", "sp") in findings(
        sub("sp", *INSIDE, BODY), undone("sp"), *THROW, path("s", "sp", "th")
    )


@pytest.mark.parametrize(("named", "wrong"), [("a", False), ("b", True), ("x", True), ("nobody", True)])
def test_a_throw_names_an_activity_of_its_scope_that_can_be_undone(named, wrong):
    """`b` has no handler; `x` lies in a sub-process."""
    inside = sub("sp", *INSIDE, undone("x"))
    parts = [user("a"), user("b"), inside, undone("a"), throw("t", compensate(named)), end(), path("t", "e")]
    assert findings(*parts, path("s", "a", "b", "sp", "t")) == [("compensation", "t")] * wrong


def test_an_event_sub_process_may_name_an_activity_of_the_scope_around_it():
    body = event_sub("y", message(), throw("t", compensate("a")), end("ye"), path("y-s", "t", "ye"))
    assert line(undone("a"), body) == []


def test_a_throw_that_can_undo_nothing_is_warned_of():
    found = findings(user("a"), *THROW, path("s", "a", "th"), severity="warning")
    assert found == [("nothing-to-undo", "th")]


TX = [start("ts"), user("x"), end("tc", CANCEL), path("ts", "x", "tc")]
OUT = [end(), path("s", "tx", "e"), end("e2"), path("cb", "e2")]


def test_a_transaction_with_its_way_out_is_right():
    assert findings(transaction("tx", *TX), boundary("cb", "tx", CANCEL), *OUT) == []


def test_a_transaction_that_can_be_cancelled_needs_a_way_out():
    assert findings(transaction("tx", *TX), *OUT[:2]) == [("transaction", "tx")]


def test_a_cancel_event_that_never_comes_is_warned_of():
    parts = [transaction("tx", *INSIDE), boundary("cb", "tx", CANCEL), *OUT]
    assert findings(*parts) == []
    assert findings(*parts, severity="warning") == [("never-cancelled", "cb")]


@pytest.mark.parametrize(
    ("parts", "finding"),
    [
        ([sub("tx", *TX), *OUT[:2]], ("transaction", "tc")),
        ([sub("tx", *INSIDE), boundary("cb", "tx", CANCEL), *OUT], ("transaction", "cb")),
        ([transaction("tx", *TX), boundary("cb", "tx", CANCEL, False), *OUT], ("cancel-interrupts", "cb")),
        (
            [transaction("tx", *TX), boundary("cb", "tx", CANCEL), boundary("c2", "tx", CANCEL), *OUT, flow("c2", "e2")],
            ("duplicate-catcher", "c2"),
        ),
        ([transaction("tx", sub("sp", *TX), end("te"), path("sp", "te")), *OUT[:2]], ("transaction", "tc")),
        ([element("transaction", "tx", "".join(INSIDE), triggeredByEvent="true"), *OUT[:2]], ("transaction", "tx")),
    ],
)  # fmt: skip
def test_cancelling_where_the_standard_has_no_place_for_it(parts, finding):
    assert finding in findings(*parts)


def test_a_compensation_event_sub_process_may_be_marked_as_such():
    """Some editors write isForCompensation on it; it needs no association."""
    assert scope(BODY.replace("triggeredByEvent", 'isForCompensation="true" triggeredByEvent')) == []
    other = event_sub("y", message(), end("ye"), path("y-s", "ye"))
    marked = other.replace("triggeredByEvent", 'isForCompensation="true" triggeredByEvent')
    assert ("compensation", "y") in scope(marked)
