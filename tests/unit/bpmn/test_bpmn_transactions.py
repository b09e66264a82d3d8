"""Transactions: they end well, are cancelled and undone, or fail and are not undone (BPMN 2.0.2, 10.3.5, 13.5.6)."""

from __future__ import annotations

import pytest

from tests.unit.bpmn.diagrams import (
    CANCEL,
    boundary,
    compensate,
    diagram,
    end,
    error,
    event_sub,
    flow,
    gateway,
    message,
    multi,
    path,
    script,
    service,
    start,
    sub,
    throw,
    timer,
    transaction,
    undone,
    user,
)

INSIDE = [
    *(start("ts"), user("a"), gateway("parallel", "pg"), user("q"), service("w"), end("we")),
    *(gateway("exclusive", "xg", "fine"), end("te"), end("tc", CANCEL), undone("a"), undone("q")),
    *(
        path("ts", "a", "pg", "q", "xg"),
        flow("xg", "te", id="fine"),
        flow("xg", "tc", "bad"),
        path("pg", "w", "we"),
    ),
]
AROUND = [
    *(boundary("cb", "tx", CANCEL), user("after"), end("e2"), path("cb", "after", "e2")),
    *(boundary("eb", "tx", error("error-1")), end("e3"), path("eb", "e3")),
    *(start(), user("ok"), end(), path("s", "tx", "ok", "e")),
]
SOURCE = diagram(transaction("tx", *INSIDE), *AROUND)


def test_a_transaction_that_ends_well_goes_on_as_any_sub_process(play):
    p = play(SOURCE).do("a").complete("q", bad=False).do("w", "ok")
    assert p.story == "s ts a pg q xg te w we tx ok e"
    assert p.ended("e")


def test_a_cancelled_transaction_is_undone_and_left_by_its_cancel_event(play):
    p = play(SOURCE).do("a").complete("q", bad=True)
    assert p.open == ["uq"]
    assert p.do("uq").open == ["ua"]
    assert p.do("ua", "after").story == "s ts a pg q xg -w uq ua tc -tx cb after e2"
    assert p.ended("e2")


def test_an_error_is_a_hazard_and_undoes_nothing(play):
    p = play(SOURCE).do("a")
    assert p.fail("w", "e-1")
    assert p.story == "s ts a pg -q -w -tx eb e3"
    assert p.ended("e3")


def test_nothing_to_undo(play):
    inside = [start("ts"), user("a"), end("tc", CANCEL), path("ts", "a", "tc")]
    p = play(diagram(transaction("tx", *inside), *AROUND)).do("a", "after")
    assert p.story == "s ts a tc -tx cb after e2"


def test_nothing_interrupts_while_a_cancelled_transaction_is_undone(play):
    """What listened at the boundary has been told nothing in time: the outcome stands already."""
    extra = [boundary("tb", "tx", timer("PT1H")), end("e4"), path("tb", "e4")]
    p = play(diagram(transaction("tx", *INSIDE), *AROUND, *extra)).do("a")
    assert "tb" in p.open
    assert p.complete("q", bad=True).open == ["uq"]


def test_what_completed_in_a_sub_process_still_running_is_undone_too(play):
    nested = sub("sp", start("is"), user("x"), user("y"), undone("x"), path("is", "x", "y"))
    inside = [start("ts"), gateway("parallel", "pg"), nested, user("q"), end("tc", CANCEL), undone("q")]
    inside += [path("ts", "pg", "sp"), path("pg", "q", "tc")]
    p = play(diagram(transaction("tx", *inside), *AROUND)).do("x", "q")
    assert p.do("ux", "uq", "after").story == "s ts pg is x q -y -sp ux uq tc -tx cb after e2"


def test_instances_of_many_that_completed_are_undone_though_the_rest_is_cancelled(play):
    inside = [start("ts"), gateway("parallel", "pg"), user("m", body=multi("[1, 2]")), user("q"), undone("m")]
    inside += [end("tc", CANCEL), path("ts", "pg", "m"), path("pg", "q", "tc")]
    p = play(diagram(transaction("tx", *inside), *AROUND)).do("m", "q")
    assert p.workflow.context(p.find("um").token)["item"] == 1
    assert p.do("um", "after").story == "s ts pg m q -m um tc -tx cb after e2"


def test_a_completed_transaction_can_be_undone_later(play):
    parts = [throw("th", compensate()), end("e9"), start(), path("s", "tx", "th", "e9")]
    inside = [start("ts"), user("a"), undone("a"), end("te"), path("ts", "a", "te")]
    p = play(diagram(transaction("tx", *inside), *parts)).do("a", "ua")
    assert p.story == "s ts a te tx ua th e9"


@pytest.mark.parametrize("sequential", [True, False])
def test_cancelling_one_of_many_transactions_leaves_by_the_event_of_all(play, sequential):
    """The first has ended well and is not undone; only the second was cancelled."""
    undo = script("ua", "log", "append(log, item)", isForCompensation="true")
    inside = [
        start("ts"),
        user("a"),
        gateway("exclusive", "g", "fine"),
        end("te"),
        end("tc", CANCEL),
        undone("a", undo),
    ]
    inside += [path("ts", "a", "g"), flow("g", "te", id="fine"), flow("g", "tc", "item = 2")]
    loop = multi("items", sequential=sequential)
    p = play(diagram(transaction("tx", *inside, loop=loop), *AROUND), {"items": [1, 2, 3], "log": []})
    p.do("a", "a")
    assert p.variables["log"] == [2]
    assert p.do("after").ended("e2")


def test_a_transaction_interrupted_from_outside_is_not_undone(play):
    extra = [boundary("mb", "tx", message()), end("e4"), path("mb", "e4")]
    p = play(diagram(transaction("tx", *INSIDE), *AROUND, *extra)).do("a").deliver("mb")
    assert p.story == "s ts a pg -q -w -tx mb e4"


def test_a_hazard_while_undoing(play):
    """The error of a handler is an error of the transaction."""
    undo = service("ua", isForCompensation="true")
    inside = [start("ts"), user("a"), undone("a", undo), end("tc", CANCEL), path("ts", "a", "tc")]
    p = play(diagram(transaction("tx", *inside), *AROUND)).do("a")
    assert p.fail("ua", "e-1")
    assert p.story == "s ts a -ua -tc -tx eb e3"


def test_an_undoing_under_way_is_taken_over_by_the_cancelling(play):
    """The throw beside the cancel end had begun with `b`; `a`, not begun yet, is undone by the cancelling."""
    inside = [
        start("ts"),
        user("a"),
        user("b"),
        gateway("parallel", "g"),
        throw("th", compensate()),
        user("q"),
    ]
    inside += [
        end("tc", CANCEL),
        undone("a"),
        undone("b"),
        path("ts", "a", "b", "g", "th"),
        path("g", "q", "tc"),
    ]
    p = play(diagram(transaction("tx", *inside), *AROUND)).do("a", "b")
    assert p.open == ["q", "ub"]
    assert p.do("q").open == ["ua"]
    assert p.do("ua", "after").story == "s ts a b g q -ub -th ua tc -tx cb after e2"


def test_an_event_sub_process_in_a_transaction(play):
    body = event_sub("x", message(), user("h"), end("xe"), path("x-s", "h", "xe"), interrupting=False)
    p = play(diagram(transaction("tx", *INSIDE, body), *AROUND)).do("a").deliver("x-s")
    p.complete("q", bad=True).do("uq", "ua", "after")
    assert p.story == "s ts a pg x-s q xg -w -h -x uq ua tc -tx cb after e2"
