"""Soundness: what parts and meets as it should is left alone, what does not is told with a cure."""

from __future__ import annotations

import pytest

from tests.unit.bpmn.diagrams import (
    TERMINATE,
    boundary,
    catch,
    diagram,
    end,
    event_sub,
    flow,
    gateway,
    link,
    message,
    path,
    start,
    sub,
    throw,
    timer,
    user,
)
from tests.unit.bpmn.sound import ENDLESS, block, findings, found, split


@pytest.mark.parametrize(
    ("fork", "join", "expected"),
    [
        ("parallel", "parallel", []),
        ("parallel", "inclusive", []),
        ("parallel", "exclusive", [("warning", "lack-of-synchronisation", "j")]),
        ("exclusive", "parallel", [("error", "deadlock", "j")]),
        ("exclusive", "inclusive", []),
        ("exclusive", "exclusive", []),
        ("inclusive", "parallel", [("error", "deadlock", "j")]),
        ("inclusive", "inclusive", []),
    ],
)
def test_a_fork_and_a_join(fork, join, expected):
    """BPMN 2.0.2, 13.4: a parallel join waits for every flow, an inclusive one for what can come."""
    if fork == "inclusive":  # the default is taken alone, so both ways need a condition
        parts = [
            start(),
            gateway("inclusive", "g", "f-g-c"),
            user("a"),
            user("b"),
            end(),
            user("c"),
            end("e2"),
        ]
        parts += [flow("g", "a", "n > 1"), flow("g", "b", "m > 1"), path("g", "c", "e2"), gateway(join, "j")]
        source = diagram(*parts, path("s", "g"), path("a", "j"), path("b", "j", "e"))
    else:
        source = block(fork, join)
    assert found(source) == expected


def test_a_standstill_is_told_with_what_is_missing_a_way_there_and_a_cure():
    names = {b'name="g"': "是否补正", b'name="j"': "汇总", b'name="a"': "补正", b'name="b"': "直接受理"}
    source = block("exclusive", "parallel")
    for plain, name in names.items():
        source = source.replace(plain, f'name="{name}"'.encode())
    assert [f.message for f in findings(source)] == [
        "流程会卡住：“汇总”要等从“直接受理”来的令牌，它却不会来。走法：s → 是否补正（去补正） → 补正。"
        "请让分开和汇合用同一种网关：分开处改用并行网关，或把这里改为包容网关（只等会来的）或排他网关（不等待）。"
    ]


def test_what_has_no_name_is_told_by_its_kind_and_id():
    source = block("parallel", "exclusive").replace(b' name="j"', b"").replace(b' name="s"', b"")
    (finding,) = [f for f in findings(source) if f.rule == "lack-of-synchronisation"]
    assert finding.message == (
        "几个令牌在排他网关“j”没有汇合就往下走，“z”会办不止一次。走法：开始事件 → a → b。"
        "只该办一次的，请先用并行网关或包容网关汇合；本来就要办几次的，可以不改。"
    )


REMINDED = [user("r"), boundary("b", "a", timer("PT1H"), False), path("b", "r", "e2"), end("e2")]
LOOP = [start(), gateway("exclusive", "m"), user("a"), split("exclusive", "x", ("m", "n > 1"), ("e", None))]
LINKED = [start(), split("parallel", "g", ("t1", None), ("t2", None)), throw("t1", link("l"))]
LINKED += [throw("t2", link("k")), catch("c1", link("l")), catch("c2", link("k")), gateway("parallel", "j")]


@pytest.mark.parametrize(
    "parts",
    [
        [*LOOP, end(), path("s", "m", "a", "x")],
        [start(), user("a"), *REMINDED, end(), path("s", "a", "e")],
        [*LINKED, end(), path("s", "g"), path("c1", "j"), path("c2", "j", "e")],
        # A terminate end ends what waits at a join.
        [
            start(),
            split("parallel", "g", ("a", None), ("j", None)),
            user("a"),
            gateway("parallel", "j"),
            end(),
        ]
        + [split("exclusive", "x", ("j", "n > 1"), ("t", None)), end("t", TERMINATE)]
        + [path("s", "g"), path("a", "x"), path("j", "e")],
        # Of an event gateway one event comes.
        [start(), gateway("eventBased", "g"), catch("m", message()), catch("t", timer("P1D")), end()]
        + [gateway("exclusive", "j"), path("s", "g", "m", "j", "e"), path("g", "t", "j")],
        # An interrupting event leads to the same join.
        [start(), split("parallel", "g", ("a", None), ("c", None)), user("a"), user("c"), end()]
        + [boundary("b", "a", message()), gateway("exclusive", "m"), gateway("parallel", "j")]
        + [path("s", "g"), path("a", "m"), path("b", "m", "j"), path("c", "j", "e")],
        # An inclusive join does not wait for a reminder that may never come.
        [start(), split("parallel", "g", ("a", None), ("c", None)), user("a"), user("c"), user("r"), end()]
        + [
            boundary("b", "a", timer("P1D"), False),
            gateway("inclusive", "j"),
            end("e2"),
            path("b", "r", "e2"),
        ]
        + [path("s", "g"), path("a", "j"), path("c", "j", "e")],
        # Several tokens end by themselves.
        [start(), split("parallel", "g", ("a", None), ("c", None)), user("a"), user("c"), end(), end("e2")]
        + [path("s", "g"), path("a", "e"), path("c", "e2")],
        # An interrupting event sub-process ends an endless scope.
        [
            start(),
            sub(
                "w",
                start("i"),
                *ENDLESS[1:],
                path("i", "m"),
                event_sub("v", message(), end("ve"), path("v-s", "ve")),
            ),
        ]
        + [end(), path("s", "w", "e")],
    ],
    ids=[
        "loop",
        "reminder",
        "links",
        "terminate",
        "event gateway",
        "boundary",
        "inclusive",
        "ends",
        "event sub-process",
    ],
)
def test_what_comes_to_its_end_is_left_alone(parts):
    assert found(diagram(*parts)) == []
