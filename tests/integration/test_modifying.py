"""Administrators mend a running case: tokens taken away and put elsewhere, variables set, all told with a reason."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from engine.bpmn import CancelToken, ModificationRefused, SetVariables, StartAfter, StartBefore
from engine.commands import interventions, messages, tasks
from engine.errors import ExpressionFailed, Invalid, NotAllowed, NotOpen
from engine.models import history, job, subscription, user_task, variable
from engine.process_engine import ProcessEngine
from engine.runtime import peek
from tests.integration.house import (
    ADMIN,
    OTHER,
    STAFF,
    deploy,
    kinds,
    open_elements,
    open_task,
    peek_variables,
    row,
    settle,
    start,
)
from tests.support import diagrams as d
from tests.unit.bpmn import diagrams as b

LINE = d.diagram(
    "test.p",
    *(d.start(), d.task("a"), d.task("b"), d.catch("wait", d.message("message-1")), d.task("c"), d.end()),
    d.boundary("late", "a", d.timer("timeDuration", "P1D")),
    d.end("e2"),
    d.flows("start a b wait c end") + d.flows("late e2"),
    head=b.SHARED,
)


def token_at(pe: ProcessEngine, root: int, element: str) -> str:
    with pe.database.reading() as connection:
        return next(w.token for w in peek(pe, connection, root).waiting() if w.element == element)


def told(pe: ProcessEngine, root: int, kind: str) -> list[dict[str, object]]:
    with pe.database.reading() as connection:
        query = select(history.c.facts).where(history.c.root_id == root, history.c.kind == kind)
        return list(connection.execute(query).scalars())


def test_a_token_is_moved_and_its_rows_with_it(pe: ProcessEngine) -> None:
    deploy(pe, p=LINE)
    root = start(pe, key="K-1")
    token = token_at(pe, root, "a")
    interventions.modify(
        pe, root, [CancelToken(token), SetVariables({"key": "K-1"}), StartBefore("wait")], "走错了", ADMIN
    )
    with pe.database.reading() as connection:
        assert connection.execute(select(user_task.c.status)).scalars().all() == ["cancelled"]
        assert connection.execute(select(job.c.status)).scalars().all() == ["cancelled"]
        assert connection.execute(select(subscription.c.element)).scalars().all() == ["wait"]
        assert connection.execute(select(variable.c.text)).scalars().all() == ["K-1"]
    (entry,) = told(pe, root, "modified")
    assert entry["reason"] == "走错了"
    assert entry["instructions"] == [
        {"do": "CancelToken", "token": token},
        {"do": "SetVariables", "values": {"key": "K-1"}, "token": None},
        {"do": "StartBefore", "element": "wait", "inside": None},
    ]
    assert row(pe, root).version == 2


def test_start_after_goes_on_behind_an_element(pe: ProcessEngine) -> None:
    deploy(pe, p=LINE)
    root = start(pe)
    interventions.modify(pe, root, [CancelToken(token_at(pe, root, "a")), StartAfter("a")], "已办", ADMIN)
    assert open_elements(pe, root) == ["b"]
    interventions.set_variables(pe, root, {"key": "K-1"}, "补录", ADMIN)
    tasks.complete(pe, open_task(pe, root, "b"), {}, OTHER)
    messages.publish(pe, "filed", "K-1", {}, STAFF)
    settle(pe)
    assert open_elements(pe, root) == ["c"]


def test_a_refused_modification_changes_nothing(pe: ProcessEngine) -> None:
    deploy(pe, p=LINE)
    root = start(pe)
    token = token_at(pe, root, "a")
    with pytest.raises(ModificationRefused):
        interventions.modify(pe, root, [CancelToken(token), StartBefore("nowhere")], "试", ADMIN)
    with pytest.raises(ModificationRefused):
        interventions.modify(pe, root, [StartBefore("late")], "试", ADMIN)
    with pytest.raises(Invalid):
        interventions.modify(pe, root, [StartBefore("b")], "", ADMIN)
    with pytest.raises(NotAllowed):
        interventions.modify(pe, root, [StartBefore("b")], "试", STAFF)
    assert (open_elements(pe, root), row(pe, root).version, told(pe, root, "modified")) == (["a"], 1, [])
    tasks.complete(pe, open_task(pe, root, "a"), {}, STAFF)
    assert open_elements(pe, root) == ["b"]


def test_a_case_whose_last_token_is_taken_away_is_cancelled(pe: ProcessEngine) -> None:
    deploy(pe, p=LINE)
    root = start(pe)
    interventions.modify(pe, root, [CancelToken(token_at(pe, root, "a"))], "不办了", ADMIN)
    assert row(pe, root).status == "cancelled"
    with pytest.raises(NotOpen):
        interventions.modify(pe, root, [StartBefore("b")], "再办", ADMIN)


def test_a_call_that_is_taken_away_cancels_what_it_called(pe: ProcessEngine) -> None:
    child = d.diagram("test.child", d.start(), d.task("inner"), d.end(), d.flows("start inner end"))
    parts = (d.start(), d.call("c", "test.child"), d.task("outer"), d.end())
    deploy(pe, child=child, p=d.diagram("test.p", *parts, d.flows("start c outer end")))
    root = start(pe)
    token = token_at(pe, root, "c")
    interventions.modify(pe, root, [CancelToken(token), StartBefore("c")], "从头再办", ADMIN)
    assert open_elements(pe, root) == ["inner"]
    tasks.complete(pe, open_task(pe, root, "inner"), {}, STAFF)
    assert open_elements(pe, root) == ["outer"]


def test_variables_are_set_and_conditions_asked_anew(pe: ProcessEngine) -> None:
    waits = d.diagram(
        "test.p",
        *(d.start(), d.catch("wait", b.conditional("amount > 10")), d.task("after"), d.end()),
        d.flows("start wait after end"),
    )
    deploy(pe, p=waits)
    root = start(pe, amount=1)
    interventions.set_variables(pe, root, {"amount": 5}, "更正", ADMIN)
    assert (open_elements(pe, root), peek_variables(pe, root)["amount"]) == ([], 5)
    interventions.set_variables(pe, root, {"amount": 11}, "再更正", ADMIN)
    assert open_elements(pe, root) == ["after"]
    assert [entry["values"] for entry in told(pe, root, "variables-set")] == [{"amount": 5}, {"amount": 11}]


def test_a_condition_that_cannot_be_asked_refuses_the_change(pe: ProcessEngine) -> None:
    parts = (d.start(), d.task("a"), d.gateway("g", default="g-to-end"), d.task("b"), d.end())
    flows = d.flows("start a g end") + d.flow("g", "b", "amount.value > 1") + d.flow("b", "end")
    deploy(pe, p=d.diagram("test.p", *parts, flows))
    root = start(pe, amount=1)
    with pytest.raises(ExpressionFailed):
        interventions.modify(pe, root, [StartAfter("a")], "试", ADMIN)
    assert (open_elements(pe, root), kinds(pe, root).count("modified")) == (["a"], 0)


def test_an_ad_hoc_sub_process_begins_what_is_chosen_and_ends_when_told(pe: ProcessEngine) -> None:
    inside = [d.task("visit"), d.task("phone")]
    parts = (d.start(), b.ad_hoc("check", *inside), d.task("after"), d.end())
    deploy(pe, p=d.diagram("test.p", *parts, d.flows("start check after end")))
    root = start(pe)
    token = token_at(pe, root, "check")
    assert open_elements(pe, root) == []
    interventions.begin(pe, root, token, "visit", "先走访", ADMIN)
    interventions.begin(pe, root, token, "phone", "再电话", ADMIN)
    assert open_elements(pe, root) == ["phone", "visit"]
    tasks.complete(pe, open_task(pe, root, "visit"), {}, STAFF)
    with pytest.raises(NotOpen):
        interventions.begin(pe, root, token, "after", "不在里面", ADMIN)
    interventions.enough(pe, root, token, "够了", ADMIN)
    assert open_elements(pe, root) == ["after"]  # the rest is cancelled (13.3.5)
    assert [k for k in kinds(pe, root) if k.startswith("ad-hoc")] == [
        "ad-hoc-begun",
        "ad-hoc-begun",
        "ad-hoc-ended",
    ]


def test_an_escalation_of_what_was_called_is_caught_at_the_call(pe: ProcessEngine) -> None:
    child = d.diagram(
        "test.child",
        *(d.start(), b.throw("raise", b.escalation("escalation-1")), d.task("inner"), d.end()),
        d.flows("start raise inner end"),
        head=b.SHARED,
    )
    told_of = d.boundary("told", "c", b.escalation("escalation-1"), interrupting=False)
    parts = (d.start(), d.call("c", "test.child"), told_of, d.task("look"), d.end(), d.end("e2"))
    parent = d.diagram("test.p", *parts, d.flows("start c end") + d.flows("told look e2"), head=b.SHARED)
    deploy(pe, child=child, p=parent)
    root = start(pe)
    assert open_elements(pe, root) == ["inner", "look"]
    assert told(pe, root, "escalation-uncaught") == []


def test_an_escalation_that_no_caller_catches_is_recorded_and_stops_nobody(pe: ProcessEngine) -> None:
    child = d.diagram(
        "test.child",
        *(d.start(), b.throw("raise", b.escalation("escalation-1")), d.task("inner"), d.end()),
        d.flows("start raise inner end"),
        head=b.SHARED,
    )
    deploy(
        pe,
        child=child,
        p=d.diagram("test.p", d.start(), d.call("c", "test.child"), d.end(), d.flows("start c end")),
    )
    root = start(pe)
    settle(pe)
    assert open_elements(pe, root) == ["inner"]
    assert [entry["code"] for entry in told(pe, root, "escalation-uncaught")] == ["x-1"]
