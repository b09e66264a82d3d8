"""Soundness: joins that wait for what does not come, and how sure that is."""

from __future__ import annotations

import pytest

from tests.unit.bpmn.diagrams import (
    activated,
    boundary,
    diagram,
    end,
    error,
    escalation,
    gateway,
    message,
    path,
    script,
    start,
    sub,
    timer,
    user,
)
from tests.unit.bpmn.sound import block, findings, forked, found, split


@pytest.mark.parametrize(
    ("between", "expected"),
    [
        # The condition never holds, so nobody comes by that way.
        (
            [split("exclusive", "x", ("a", "1 > 2"), ("e2", None)), user("a"), end("e2")]
            + [path("g", "x"), path("a", "j")],
            [("error", "deadlock", "j")],
        ),
        # It may be interrupted, and then goes elsewhere.
        (
            [user("a"), boundary("b", "a", message()), end("e2"), path("g", "a", "j"), path("b", "e2")],
            [("error", "deadlock", "j")],
        ),
        # Nobody throws the escalation for which the join waits, and without it nothing comes.
        (
            [sub("w", script("t", "n", "1")), boundary("b", "w", escalation(), False), end("e2")]
            + [path("g", "w", "e2"), path("b", "j")],
            [("error", "deadlock", "j"), ("warning", "dead-end", "t")],
        ),
        # Which of them comes first is left to people: a reminder may not come at all.
        (
            [
                user("a"),
                boundary("b", "a", timer("P1D"), False),
                end("e2"),
                path("g", "a", "e2"),
                path("b", "j"),
            ],
            [("error", "deadlock", "j")],
        ),
        # The sub-process is only ever left by an error, which goes elsewhere.
        (
            [sub("w", start("i"), user("a"), end("x", error("error-1")), path("i", "a", "x"))]
            + [boundary("b", "w", error("error-1")), end("e2"), path("g", "w", "j"), path("b", "e2")],
            [("error", "deadlock", "j")],
        ),
    ],
    ids=["condition", "boundary", "nobody escalates", "reminder", "only by an error"],
)
def test_a_join_waits_for_what_does_not_come(between, expected):
    source = diagram(*forked(*between))
    assert sorted(f for f in found(source) if f[1] != "constant-condition") == expected


def test_what_left_by_a_boundary_event_is_cured_there():
    between = [user("a"), boundary("b", "a", message()), end("e2"), path("g", "a", "j"), path("b", "e2")]
    (finding,) = findings(diagram(*forked(*between)))
    assert finding.message == (
        "流程会卡住：“j”要等从“a”来的令牌，它却不会来。走法：s → c → b → e2。"
        "有令牌从边界事件离开了；请让那条路也通到这里，或把这里改为包容网关（只等会来的）。"
    )


def test_an_unreachable_way_into_a_parallel_join_is_waited_for_where_the_house_lets_it_stand():
    source = diagram(*forked(user("lost"), user("a"), path("lost", "lost", "j"), path("g", "a", "j")))
    assert found(source) == [("error", "unreachable", "lost")]
    assert found(source, house_rules=False) == [
        ("warning", "unreachable", "lost"),
        ("error", "deadlock", "j"),
    ]


def test_house_rules_change_nothing_in_what_soundness_says():
    source = (
        block("exclusive", "parallel").replace(b'id="z"', b'id="Last_Task"').replace(b'"z"', b'"Last_Task"')
    )
    assert found(source) == [("error", "kebab-case", "Last_Task")]
    assert found(source, house_rules=False) == [("error", "deadlock", "j")]


def decided(second: str) -> bytes:
    """Two decisions one after the other; only if both say yes does a token get to the join alone."""
    parts = [start(), split("exclusive", "x", ("a", "n > 1"), ("e2", None)), user("a"), end("e2"), end()]
    parts += [split("exclusive", "y", ("f", second), ("e3", None)), end("e3"), gateway("parallel", "f")]
    parts += [split("exclusive", "k", ("j", "m > 1"), ("e4", None)), end("e4"), gateway("parallel", "j")]
    return diagram(*parts, path("s", "x"), path("a", "y"), path("f", "k"), path("f", "j", "e"))


def test_choices_that_read_the_same_may_exclude_each_other_so_that_is_only_a_warning():
    assert found(decided("o > 2")) == [("error", "deadlock", "j")]
    (finding,) = findings(decided("n < 1"))
    assert (finding.severity, finding.rule, finding.element) == ("warning", "deadlock", "j")
    assert finding.message.endswith("如果条件之间的关系或外面的定时能保证不会这样，可以不改。")


@pytest.mark.parametrize(("event", "severity"), [(timer("P9D"), "warning"), (message(), "error")])
def test_a_deadline_around_it_ends_a_standstill(event, severity):
    inner = [
        start("i"),
        split("exclusive", "g", ("a", "n > 1"), ("d", None)),
        user("a"),
        user("d"),
        end("ie"),
    ]
    inner += [gateway("parallel", "j"), path("i", "g"), path("a", "j"), path("d", "j", "ie")]
    parts = [start(), sub("w", *inner), boundary("b", "w", event), end(), end("e2")]
    assert found(diagram(*parts, path("s", "w", "e"), path("b", "e2"))) == [(severity, "deadlock", "j")]


def test_a_standstill_inside_is_told_once_and_not_for_what_follows():
    inner = [
        start("i"),
        split("exclusive", "g", ("a", "n > 1"), ("d", None)),
        user("a"),
        user("d"),
        end("ie"),
    ]
    inner += [gateway("parallel", "j"), path("i", "g"), path("a", "j"), path("d", "j", "ie")]
    parts = [start(), split("parallel", "f", ("w", None), ("c", None)), sub("w", *inner), user("c"), end()]
    parts += [gateway("parallel", "k"), path("s", "f"), path("w", "k"), path("c", "k", "e")]
    assert found(diagram(*parts)) == [("error", "deadlock", "j")]


def test_inclusive_joins_that_wait_for_each_other():
    """Each comes to the other's second flow only through itself (13.4.3 waits for both)."""
    parts = [start(), split("parallel", "g", ("o1", None), ("o2", None)), end(), end("e2")]
    parts += [gateway("inclusive", "o1"), gateway("inclusive", "o2")]
    parts += [
        split("exclusive", "x1", ("o2", "n > 1"), ("e", None)),
        split("exclusive", "x2", ("o1", "m > 1"), ("e2", None)),
    ]
    source = diagram(*parts, path("s", "g"), path("o1", "x1"), path("o2", "x2"))
    assert [f for f in found(source) if f[1] == "deadlock"] == [("error", "deadlock", "o1")]


def test_a_complex_join_that_too_few_come_to():
    parts = forked(user("a"), path("g", "a", "j"), join="parallel")
    parts[3] = activated("j", "activationCount > 2")
    assert found(diagram(*parts)) == [("error", "deadlock", "j")]
    parts[3] = activated("j", "activationCount > 1")
    assert found(diagram(*parts)) == []
    parts[3] = activated("j", "activationCount > threshold")
    assert [f for f in found(diagram(*parts)) if f[1] == "deadlock"] == []


def test_a_choice_whose_only_condition_never_holds_is_no_join_that_waits():
    """The condition itself has a finding of its own, where expressions are judged."""
    never = [
        start(),
        split("exclusive", "x", ("a", "1 > 2")),
        user("a"),
        end(),
        path("s", "x"),
        path("a", "e"),
    ]
    assert found(diagram(*never)) == []


def test_a_join_behind_a_choice_without_a_way_waits_for_it():
    parts = [start(), split("parallel", "f", ("x", None), ("c", None)), user("c"), end()]
    parts += [split("exclusive", "x", ("a", "1 > 2")), user("a"), gateway("parallel", "k")]
    parts += [path("s", "f"), path("a", "k"), path("c", "k", "e")]
    assert found(diagram(*parts)) == [("error", "deadlock", "k")]
