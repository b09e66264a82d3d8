"""Soundness: loops without a way out, and what is never done."""

from __future__ import annotations

import pytest

from tests.unit.bpmn.diagrams import (
    CANCEL,
    boundary,
    diagram,
    end,
    error,
    event_sub,
    flow,
    gateway,
    path,
    script,
    start,
    sub,
    timer,
    transaction,
    user,
)
from tests.unit.bpmn.sound import ENDLESS, findings, found, split

# --- loops


def test_a_loop_without_a_way_out():
    (finding,) = [f for f in findings(diagram(*ENDLESS, path("s", "m"))) if f.rule == "endless-loop"]
    assert (finding.severity, finding.element) == ("warning", "a")
    assert finding.message == (
        "到了“a”就再也走不到结束，只能一直循环。走法：s。请给这个循环加一个通到结束的出口。"
    )


def test_a_loop_that_nothing_stops_is_an_error():
    parts = [start(), gateway("exclusive", "m"), script("a", "n", "n + 1"), path("s", "m", "a", "m")]
    (finding,) = findings(diagram(*parts))
    assert (finding.severity, finding.rule, finding.element) == ("error", "endless-loop", "a")
    assert finding.message == (
        "到了“a”就会不停地循环，中间不等任何人和事件，运行时会被强行停下。走法：s。"
        "请给这个循环加一个出口，或在其中加一个要等待的环节。"
    )


# --- what is never done


def test_an_element_behind_a_sub_process_that_never_ends_by_itself():
    parts = [
        start(),
        transaction("t", start("i"), user("a"), end("c", CANCEL), path("i", "a", "c")),
        user("z"),
    ]
    parts += [boundary("b", "t", CANCEL), end(), end("e2"), path("s", "t", "z", "e"), path("b", "e2")]
    (finding,) = findings(diagram(*parts))
    assert (finding.severity, finding.rule, finding.element) == ("warning", "dead-element", "z")
    assert finding.message == (
        "没有一种走法会执行这个元素：前面的“t”从不正常结束，只会因错误、取消或升级离开。"
        "请给“t”里面画一条通到普通结束的路，或删去这个元素。"
    )


@pytest.mark.parametrize(
    ("host", "event"),
    [
        (script("a", "n", "1"), timer("P1D")),
        (sub("a", script("i", "n", "1")), error("error-1")),
        (
            sub(
                "a",
                start("is"),
                user("i"),
                boundary("ib", "i", error()),
                end("ie"),
                path("is", "i", "ie"),
                path("ib", "ie"),
            ),
            error("error-1"),
        ),
    ],
    ids=["nothing waits", "nobody throws", "somebody nearer catches"],
)
def test_an_event_that_cannot_come(host, event):
    parts = [start(), host, boundary("b", "a", event), end(), end("e2"), path("s", "a", "e"), path("b", "e2")]
    (finding,) = [f for f in findings(diagram(*parts)) if f.rule != "dead-end"]
    assert (finding.severity, finding.rule, finding.element) == ("warning", "dead-element", "b")
    assert finding.message.startswith("这个边界事件不会发生：")


@pytest.mark.parametrize(
    "inside",
    [
        [user("i")],
        [start("i"), end("x", error("error-1")), path("i", "x")],
        # What an event sub-process throws itself goes further out (10.5.7).
        [user("i"), event_sub("v", error("error-1"), end("x", error("error-1")), path("v-s", "x"))],
    ],
    ids=["people", "end event", "event sub-process"],
)
def test_an_error_that_can_come(inside):
    parts = [start(), sub("a", *inside), boundary("b", "a", error("error-1")), end(), end("e2")]
    source = diagram(*parts, path("s", "a", "e"), path("b", "e2"))
    assert [f for f in found(source) if f[2] == "b"] == []


def test_a_default_beside_a_way_that_is_always_taken_is_never_taken():
    parts = [
        start(),
        gateway("inclusive", "g", "d"),
        user("a"),
        user("b"),
        user("c"),
        path("s", "g", "a", "e"),
    ]
    parts += [
        flow("g", "b", "n > 1"),
        flow("g", "c", id="d"),
        end(),
        end("e2"),
        path("b", "e2"),
        path("c", "e2"),
    ]
    dead = [f for f in found(diagram(*parts), house_rules=False) if f[1] == "dead-element"]
    assert dead == [("warning", "dead-element", "c")]


def test_what_a_constant_condition_cuts_off_has_that_finding_alone():
    parts = [start(), split("exclusive", "x", ("a", "1 > 2"), ("e", None)), user("a"), end(), end("e2")]
    assert (
        found(diagram(*parts, path("s", "x"), path("a", "e2"))) == []
    )  # the bundle's check tells the condition
