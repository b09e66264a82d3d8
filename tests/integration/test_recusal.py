"""Who declares a conflict of interest loses the case at once, everywhere; all others keep it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import select

from engine.actor import Actor
from engine.commands import deployments, handing, tasks
from engine.errors import ExpressionFailed, NotAllowed, NotFound, Refused
from engine.models import history, recusal, user_task
from engine.process_engine import ProcessEngine
from engine.queries import cases, inbox
from engine.queries.inbox import Counts, Filters
from tests.integration.house import (
    GROUPS,
    OTHER,
    STAFF,
    kinds,
    open_elements,
    open_incidents,
    open_task,
    peek_variables,
    start,
)
from tests.support import diagrams as d
from tests.support.interleaving import interleave

ADMIN = Actor("clerk", admin=True)  # the same account: an administrator may have a conflict too
LEAD = Actor("lead", frozenset({"test.office-lead"}))
FORM = {
    "type": "default",
    "id": "test.declaration",
    "components": [{"type": "checkbox", "id": "field_conflict", "key": "conflict", "label": "有利害关系"}],
}
SCORE = {
    "type": "default",
    "id": "test.score",
    "components": [{"type": "number", "id": "field_score", "key": "score", "label": "得分"}],
}


def written(recuses: str = "=conflict") -> bytes:
    """A score; then, side by side, a declaration, a task of the group and one of the clerk alone."""
    return d.diagram(
        "test.p",
        *(d.start(), d.task("rate", form="test.score"), d.gateway("split", "parallel")),
        d.task("declare", form="test.declaration", properties={"recuses": recuses}),
        *(d.task("shared"), d.task("own", assignee="clerk"), d.gateway("join", "parallel"), d.end()),
        d.flows("start rate split declare join end") + d.flows("split shared join"),
        d.flows("split own join"),
    )


def prepare(pe: ProcessEngine, recuses: str = "=conflict") -> int:
    """A case where the clerk has given a score and claimed the group's task."""
    files = {
        "shared/groups.yaml": GROUPS,
        "test/p.bpmn": written(recuses),
        "test/forms/declaration.form": json.dumps(FORM).encode(),
        "test/forms/score.form": json.dumps(SCORE).encode(),
    }
    deployments.deploy(pe, files, Actor("owner"))
    root = start(pe, key="K-1")
    tasks.complete(pe, open_task(pe, root, "rate"), {"score": 612}, STAFF)
    tasks.claim(pe, open_task(pe, root, "shared"), STAFF)
    return root


def declare(pe: ProcessEngine, root: int, conflict: bool) -> None:
    tasks.complete(pe, open_task(pe, root, "declare"), {"conflict": conflict}, STAFF)


def seen(pe: ProcessEngine, root: int, actor: Actor) -> dict[str, Any]:
    """What every question about a case and its tasks answers to somebody."""
    everything = Filters()
    with pe.database.reading() as connection:
        numbers = connection.execute(select(user_task.c.id).order_by(user_task.c.id)).scalars().all()
        views = {
            view: sorted(
                row["element"] for row in inbox.page(connection, actor, view, everything, pe.now()).rows
            )
            for view in ("mine", "group", "all", "done")
        }
        return {
            **views,
            "case": cases.one(connection, actor, root) is not None,
            "list": cases.page(connection, actor).total,
            "search": cases.page(connection, actor, text="K-1").total,
            "keys": list(cases.by_keys(connection, actor, ["K-1"])),
            "counts": inbox.counts(connection, actor, pe.now()),
            "assigned": inbox.assigned_count(connection, actor, pe.now()),
            "steps": [name for name, _ in inbox.steps(connection, actor, "done", pe.now())],
            "opened": [n for n in numbers if inbox.task(connection, actor, n) is not None],
            "next": inbox.next_task(connection, actor, root),
        }


NOTHING: dict[str, Any] = {
    **{key: [] for key in ("mine", "group", "all", "done", "keys", "steps", "opened")},
    **dict.fromkeys(("list", "search", "assigned"), 0),
    "case": False,
    "counts": Counts(0, 0, 0, 0),
    "next": None,
}


def test_the_case_is_gone_for_who_is_recused(pe: ProcessEngine) -> None:
    root = prepare(pe)
    before = seen(pe, root, STAFF)
    assert (before["mine"], before["group"], before["done"]) == (["own", "shared"], ["declare"], ["rate"])
    assert (before["case"], before["list"], before["assigned"], len(before["opened"])) == (True, 1, 2, 4)
    declare(pe, root, conflict=True)
    assert seen(pe, root, STAFF) == NOTHING
    assert seen(pe, root, ADMIN) == NOTHING


def test_others_keep_it_and_may_claim_what_was_given_back(pe: ProcessEngine) -> None:
    root = prepare(pe)
    declare(pe, root, conflict=True)
    others = seen(pe, root, OTHER)
    assert (others["case"], others["group"], others["next"]) == (
        True,
        ["shared"],
        open_task(pe, root, "shared"),
    )
    lead = seen(pe, root, LEAD)
    assert (lead["case"], lead["all"], lead["counts"].all) == (True, ["own", "shared"], 2)
    tasks.complete(pe, open_task(pe, root, "shared"), {}, OTHER)
    assert open_elements(pe, root) == ["own"]


def test_no_command_reaches_its_tasks(pe: ProcessEngine) -> None:
    root = prepare(pe)
    declaration = open_task(pe, root, "declare")
    declare(pe, root, conflict=True)
    own, shared = open_task(pe, root, "own"), open_task(pe, root, "shared")
    for task in (own, shared, declaration):
        for command in (tasks.claim, tasks.release):
            with pytest.raises(NotFound):
                command(pe, task, STAFF)
        with pytest.raises(NotFound):
            tasks.complete(pe, task, {}, STAFF)
        with pytest.raises(NotFound):
            handing.assign(pe, task, OTHER, STAFF)
    with pytest.raises(NotAllowed):
        handing.assign(pe, shared, STAFF, OTHER)
    assert open_elements(pe, root) == ["own", "shared"]


def test_it_is_told_and_what_was_given_stays(pe: ProcessEngine) -> None:
    root = prepare(pe)
    declare(pe, root, conflict=True)
    with pe.database.reading() as connection:
        rows = connection.execute(select(recusal)).all()
        told = connection.execute(select(history).where(history.c.kind == "recused")).one()
    assert [tuple(row) for row in rows] == [(root, "clerk", "declare", pe.now())]
    assert (told.root_id, told.element, told.actor) == (root, "declare", "clerk")
    assert [k for k in kinds(pe, root) if k != "moved"][-3:] == ["task-completed", "recused", "task-released"]
    assert peek_variables(pe, root)["score"] == 612


def test_without_a_conflict_nothing_is_lost(pe: ProcessEngine) -> None:
    root = prepare(pe)
    declare(pe, root, conflict=False)
    assert (seen(pe, root, STAFF)["case"], seen(pe, root, STAFF)["mine"]) == (True, ["own", "shared"])
    assert "recused" not in kinds(pe, root)


def test_another_case_stays_open_to_who_is_recused(pe: ProcessEngine) -> None:
    root, second = prepare(pe), start(pe, key="K-2")
    declare(pe, root, conflict=True)
    found = seen(pe, second, STAFF)
    assert (found["case"], found["list"], found["search"], found["group"]) == (True, 1, 0, ["rate"])


def test_a_condition_that_is_neither_true_nor_false_lets_nobody_past(pe: ProcessEngine) -> None:
    root = prepare(pe, recuses="=conflcit")
    with pytest.raises(ExpressionFailed):
        declare(pe, root, conflict=True)
    assert open_elements(pe, root) == ["declare", "own", "shared"]
    assert [(i.code, i.element) for i in open_incidents(pe)] == [("expression-failed", "declare")]


@pytest.mark.parametrize(("written_so", "rule"), [("=1 +", "feel-syntax"), ('="yes"', "feel-type")])
def test_a_condition_that_cannot_be_one_is_refused(pe: ProcessEngine, written_so: str, rule: str) -> None:
    with pytest.raises(Refused) as refused:
        prepare(pe, recuses=written_so)
    assert [(f.rule, f.element) for f in refused.value.findings] == [(rule, "declare")]


def test_a_completion_that_waited_for_the_declaration_counts_no_more(pe: ProcessEngine) -> None:
    """PostgreSQL reads the task before it waits for the root; the recusal of meanwhile is seen all the same."""
    root = prepare(pe)
    own, declaration = open_task(pe, root, "own"), open_task(pe, root, "declare")
    won, lost = interleave(
        pe,
        lambda: tasks.complete(pe, declaration, {"conflict": True}, STAFF),
        lambda: tasks.complete(pe, own, {}, STAFF),
    )
    assert (won, type(lost)) == (root, NotFound)
    assert open_elements(pe, root) == ["own", "shared"]
