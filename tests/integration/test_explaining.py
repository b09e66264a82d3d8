"""Why each token waits: every kind of wait, with the facts that a person needs."""

from __future__ import annotations

from datetime import timedelta

from engine import jobs
from engine.clock import LentClock
from engine.commands import interventions, tasks
from engine.explain import Waiting, explain
from engine.jobs import claiming
from engine.process_engine import ProcessEngine
from engine.registries import Assignment, JobHandler, Variables
from tests.integration.house import ADMIN, STAFF, deploy, open_task, settle, start
from tests.support import diagrams as d
from tests.unit.bpmn import diagrams as b

DAY = timedelta(days=1)


def waits(pe: ProcessEngine, root: int) -> dict[str, Waiting]:
    """What a case waits for, by element."""
    with pe.database.reading() as connection:
        found = explain(pe, connection, root)
    assert len({w.element for w in found}) == len(found)
    return {w.element: w for w in found}


def one(pe: ProcessEngine, *parts: str, path: str, **variables: object) -> Waiting:
    """The only thing that a case waits for."""
    deploy(pe, p=d.diagram("test.p", *parts, d.flows(path), head=b.SHARED))
    (found,) = waits(pe, start(pe, **variables)).values()
    return found


def test_a_task_and_for_whom_and_what_follows(pe: ProcessEngine, clock: LentClock) -> None:
    due = '=date and time("2026-03-09T00:00:00+08:00")'
    parts = (d.start(), d.task("a", due=due), d.gateway("g", default="g-to-b"), d.task("b"), d.task("c"))
    flows = d.flows("start a g b end") + d.flow("g", "c", "amount > 10") + d.flow("c", "end")
    deploy(pe, p=d.diagram("test.p", *parts, d.end(), flows))
    root = start(pe, amount=1)
    task = open_task(pe, root, "a")
    tasks.claim(pe, task, STAFF)
    found = waits(pe, root)["a"]
    assert (found.kind, found.name, found.following, found.either) == (
        "user-task",
        "a 任务",
        ("b 任务", "c 任务"),
        True,
    )
    facts = {name: found.facts[name] for name in ("task_id", "assignee", "groups", "since")}
    assert facts == {"task_id": task, "assignee": "clerk", "groups": ["test.staff"], "since": clock.now()}
    assert found.due_at is not None
    assert found.due_at.isoformat() == "2026-03-08T16:00:00+00:00"


def test_a_timer_and_until_when(pe: ProcessEngine, clock: LentClock) -> None:
    pause = d.catch("pause", d.timer("timeDuration", "P3D"))
    found = one(pe, d.start(), pause, d.task("after"), d.end(), path="start pause after end")
    assert (found.kind, found.due_at, found.following) == ("timer", clock.now() + 3 * DAY, ("after 任务",))
    assert (found.facts["provisional"], found.facts["attempts"]) == (False, 0)


def test_a_message_with_its_key(pe: ProcessEngine) -> None:
    parts = (d.start(), d.catch("wait", d.message("filed")), d.end())
    deploy(
        pe,
        p=d.diagram("test.p", *parts, d.flows("start wait end"), head=d.messages(filed='"K-" + string(n)')),
    )
    (found,) = waits(pe, start(pe, n=1)).values()
    assert (found.kind, found.facts["name"], found.facts["correlation_key"]) == ("message", "filed", "K-1")


def test_a_signal_by_name(pe: ProcessEngine) -> None:
    found = one(pe, d.start(), d.catch("hear", b.signal()), d.end(), path="start hear end")
    assert (found.kind, found.facts["name"]) == ("signal", "frozen")


def test_a_condition_and_what_it_reads(pe: ProcessEngine) -> None:
    wait = d.catch("wait", b.conditional("amount > 10"))
    found = one(pe, d.start(), wait, d.end(), path="start wait end", amount=1)
    assert (found.kind, found.facts["condition"], found.facts["variables"]) == (
        "condition",
        "amount > 10",
        ["amount"],
    )


def test_a_join_and_where_the_missing_branch_is(pe: ProcessEngine) -> None:
    parts = (d.start(), d.gateway("split", "parallel"), d.task("a"), d.task("b"), d.task("c"))
    flows = d.flows("start split a join end") + d.flows("split b c join")
    deploy(pe, p=d.diagram("test.p", *parts, d.gateway("join", "parallel"), d.end(), flows))
    root = start(pe)
    tasks.complete(pe, open_task(pe, root, "a"), {}, STAFF)
    found = waits(pe, root)
    assert (found["join"].kind, found["b"].kind) == ("join", "user-task")
    assert found["join"].facts["branches"] == [{"name": "c 任务", "at": ["b 任务"]}]


def without_paper(pe: ProcessEngine, attempts: int) -> int:
    """A case at a job of so many attempts, each of which fails."""

    def work(_: Assignment) -> Variables:
        raise RuntimeError("no paper")

    pe.registries.add_handler(JobHandler("test.work", "inside", work))
    parts = (d.start(), d.service("work", "test.work", retries=attempts), d.end())
    deploy(pe, p=d.diagram("test.p", *parts, d.flows("start work end")))
    return start(pe)


def test_a_job_with_its_attempts_and_then_its_incident(pe: ProcessEngine, clock: LentClock) -> None:
    root = without_paper(pe, 2)
    found = waits(pe, root)["work"]
    assert (found.kind, found.facts["type"], found.facts["attempts"], found.facts["retries"]) == (
        "job",
        "test.work",
        0,
        2,
    )
    settle(pe)
    found = waits(pe, root)["work"]
    assert (found.kind, found.facts["attempts"], found.facts["last_error"]) == ("job", 1, "no paper")
    clock.set(clock.now() + jobs.BACKOFF_MOST)
    settle(pe)
    found = waits(pe, root)["work"]
    assert (found.kind, found.facts["message"], found.facts["opened_at"]) == (
        "incident",
        "no paper",
        clock.now(),
    )


def test_an_attempt_that_still_runs_has_not_failed(pe: ProcessEngine, clock: LentClock) -> None:
    """The first one has nothing behind it; while the second runs, one has failed."""
    root = without_paper(pe, 3)

    def told() -> tuple[int, bool]:
        facts = waits(pe, root)["work"].facts
        return facts["attempts"], facts["running"]

    assert told() == (0, False)
    claiming.claim(pe, "somebody", 1)
    assert told() == (0, True)
    clock.set(clock.now() + claiming.LEASE)
    settle(pe)  # the lease ran out; the second attempt fails
    assert told() == (2, False)
    clock.set(clock.now() + jobs.BACKOFF_MOST)
    claiming.claim(pe, "somebody", 1)
    assert told() == (2, True)


def test_a_token_that_is_held_says_why(pe: ProcessEngine) -> None:
    parts = (d.start(), d.catch("go", d.timer("timeDuration", "PT0S")), d.gateway("g"), d.task("a"), d.end())
    flows = d.flows("start go g") + d.flow("g", "a", "n > 10") + d.flow("a", "end")
    deploy(pe, p=d.diagram("test.p", *parts, flows))
    root = start(pe, n=1)
    settle(pe)
    found = waits(pe, root)["g"]
    assert found.kind == "incident"
    assert "g" in found.facts["message"]


def test_what_a_call_waits_for_stands_where_it_is_called(pe: ProcessEngine) -> None:
    child = d.diagram("test.child", d.start(), d.task("inner"), d.end(), d.flows("start inner end"))
    middle = d.diagram("test.middle", d.start(), d.call("m", "test.child"), d.end(), d.flows("start m end"))
    parts = (d.start(), d.call("c", "test.middle"), d.task("outer"), d.end())
    deploy(pe, child=child, middle=middle, p=d.diagram("test.p", *parts, d.flows("start c outer end")))
    (found,) = waits(pe, start(pe)).values()
    assert (found.kind, found.element, found.outer, found.process_id) == (
        "user-task",
        "inner",
        "c",
        "test.child",
    )
    assert found.following == ("outer 任务",)


def test_an_ad_hoc_sub_process_and_what_may_be_begun(pe: ProcessEngine) -> None:
    parts = (d.start(), b.ad_hoc("check", d.task("visit"), d.task("phone")), d.task("after"), d.end())
    deploy(pe, p=d.diagram("test.p", *parts, d.flows("start check after end")))
    root = start(pe)
    found = waits(pe, root)["check"]
    assert (found.kind, found.facts["activities"]) == ("ad-hoc", ["visit 任务", "phone 任务"])
    first = found.facts["choices"][0]["element"]
    interventions.begin(pe, root, found.facts["token"], first, "先走访", ADMIN)
    assert {w.kind for w in waits(pe, root).values()} == {"ad-hoc", "user-task"}


def test_boundaries_and_event_sub_processes_stand_aside(pe: ProcessEngine, clock: LentClock) -> None:
    late = d.boundary("late", "a", d.timer("timeDuration", "P1D"), interrupting=False)
    handler = b.event_sub("x", d.message("filed"), d.task("h"), b.end("xe"), b.path("x-s", "h", "xe"))
    parts = (d.start(), d.task("a"), late, d.end(), d.end("e2"), handler)
    deploy(
        pe,
        p=d.diagram(
            "test.p", *parts, d.flows("start a end") + d.flow("late", "e2"), head=d.messages(filed='"K-1"')
        ),
    )
    found = waits(pe, start(pe))
    assert {element: w.aside for element, w in found.items()} == {"a": False, "late": True, "x-s": True}
    assert (found["late"].attached_to, found["late"].due_at) == ("a 任务", clock.now() + DAY)
