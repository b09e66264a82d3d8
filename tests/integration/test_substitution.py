"""Acting for somebody who is away: sees, does, is told with both names, and ends by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from engine.actor import Actor, StandIn
from engine.clock import LentClock
from engine.commands import deployments, handing, substitutions, tasks
from engine.errors import Invalid, NotAllowed, NotFound
from engine.models import history, recusal, substitution, user_task
from engine.process_engine import ProcessEngine
from engine.queries import cases, inbox
from engine.queries.inbox import Counts, Filters
from engine.queries.substitutions import arranged
from tests.integration.house import open_elements, open_task, row, start
from tests.support import diagrams as d

CLERKS = "test.office-clerk"
ABSENT = Actor("absent", frozenset({CLERKS, "test.guests"}))
DEPUTY = Actor("deputy", frozenset({"test.office-archive"}))
LEAD = Actor("lead", frozenset({"test.office-lead"}))
ADMIN = Actor("admin", admin=True)
STAND_IN = StandIn("absent", frozenset({CLERKS}), "test", date(2026, 3, 6))
STANDING_IN = replace(DEPUTY, stands_in=(STAND_IN,))
GROUPS = b"groups:\n  test.office-clerk: clerks\n  test.office-archive: archive\n  test.guests: guests\n"
STEPS = d.diagram(
    "test.p",
    *(d.start(), d.gateway("split", "parallel"), d.task("own", assignee="absent")),
    *(d.task("shared", groups=CLERKS), d.task("guest", groups="test.guests")),
    *(d.gateway("join", "parallel"), d.end()),
    d.flows("start split own join end") + d.flows("split shared join") + d.flows("split guest join"),
)
CHECKED = d.diagram(
    "test.p",
    *(d.start(), d.task("enter", groups=CLERKS)),
    d.task("check", groups="test.office-archive", properties={"four-eyes": "enter"}),
    *(d.end(), d.flows("start enter check end")),
)


def begin(pe: ProcessEngine, diagram: bytes = STEPS) -> int:
    deployments.deploy(pe, {"shared/groups.yaml": GROUPS, "test/p.bpmn": diagram}, ADMIN)
    return start(pe)


def seen(pe: ProcessEngine, actor: Actor, view: inbox.View) -> list[str]:
    with pe.database.reading() as connection:
        found = inbox.page(connection, actor, view, Filters(), pe.now())
    assert found.total == len(found.rows)
    return sorted(r["element"] for r in found.rows)


def told(pe: ProcessEngine, root: int, kind: str) -> list[tuple[str, str | None]]:
    query = select(history.c.actor, history.c.facts).where(history.c.root_id == root, history.c.kind == kind)
    with pe.database.reading() as connection:
        return [
            (r.actor, r.facts.get("stands_for")) for r in connection.execute(query.order_by(history.c.id))
        ]


def step_back(pe: ProcessEngine, root: int, account: str) -> None:
    with pe.database.transaction() as connection:
        connection.execute(
            recusal.insert(), {"root_id": root, "account": account, "element": "own", "at": pe.now()}
        )


def test_the_deputy_sees_what_the_absent_has_and_may_claim_and_nothing_else(pe: ProcessEngine) -> None:
    root = begin(pe)
    assert seen(pe, STANDING_IN, "stand") == ["own", "shared"]
    assert (seen(pe, STANDING_IN, "mine"), seen(pe, STANDING_IN, "group")) == ([], [])
    with pe.database.reading() as connection:
        assert inbox.counts(connection, STANDING_IN, pe.now()) == Counts(0, 0, 0, 3, 0, 2)
        numbers = {e: open_task(pe, root, e) for e in ("own", "shared", "guest")}
        rows = {e: inbox.task(connection, STANDING_IN, n) for e, n in numbers.items()}
        assert {e: r and r["stands_for"] for e, r in rows.items()} == {
            "own": "absent",
            "shared": "absent",
            "guest": None,
        }
        assert cases.one(connection, STANDING_IN, root) is not None


def test_a_deputy_from_elsewhere_sees_the_cases_of_these_tasks_only(pe: ProcessEngine) -> None:
    root, other = begin(pe), start(pe)
    outsider = Actor("outsider", frozenset({"other.office-clerk"}))
    for element in ("own", "shared", "guest"):
        with pe.database.transaction() as connection:
            done = user_task.update().where(user_task.c.root_id == other, user_task.c.element == element)
            connection.execute(done.values(status="cancelled"))
    with pe.database.reading() as connection:
        acting = replace(outsider, stands_in=(STAND_IN,))
        assert [r["id"] for r in cases.page(connection, acting).rows] == [root]
        assert cases.page(connection, outsider).total == 0


def test_what_is_done_is_told_with_both_names_and_belongs_to_the_absent(pe: ProcessEngine) -> None:
    root = begin(pe)
    shared, own = open_task(pe, root, "shared"), open_task(pe, root, "own")
    tasks.claim(pe, shared, STANDING_IN)
    assert seen(pe, ABSENT, "mine") == ["own", "shared"]
    tasks.complete(pe, shared, {}, STANDING_IN)
    tasks.complete(pe, own, {}, STANDING_IN)
    assert told(pe, root, "task-claimed") == [("deputy", "absent")]
    assert told(pe, root, "task-completed") == [("deputy", "absent"), ("deputy", "absent")]
    with pe.database.reading() as connection:
        done = select(user_task.c.ended_by, user_task.c.assignee).where(user_task.c.status == "completed")
        assert [tuple(r) for r in connection.execute(done)] == [("deputy", "absent")] * 2
    assert seen(pe, STANDING_IN, "done") == ["own", "shared"]


def test_whoever_may_do_it_themselves_acts_in_their_own_name(pe: ProcessEngine) -> None:
    root = begin(pe)
    clerk = Actor("clerk", frozenset({CLERKS}), stands_in=(STAND_IN,))
    assert (seen(pe, clerk, "group"), seen(pe, clerk, "stand")) == (["shared"], ["own"])
    tasks.complete(pe, open_task(pe, root, "shared"), {}, clerk)
    assert told(pe, root, "task-completed") == [("clerk", None)]


def test_it_ends_by_itself_after_its_last_day(pe: ProcessEngine, clock: LentClock) -> None:
    root = begin(pe)
    own = open_task(pe, root, "own")
    clock.set(clock.now().replace(day=6, hour=15, minute=59))  # 23:59 in Shanghai
    tasks.claim(pe, own, STANDING_IN)
    clock.set(clock.now().replace(hour=16, minute=0))
    with pytest.raises(NotAllowed):
        tasks.complete(pe, own, {}, STANDING_IN)
    assert open_elements(pe, root) == ["guest", "own", "shared"]


def test_it_holds_in_its_scheme_only(pe: ProcessEngine) -> None:
    root = begin(pe)
    elsewhere = replace(DEPUTY, stands_in=(replace(STAND_IN, scheme="other"),))
    assert seen(pe, elsewhere, "stand") == []
    with pytest.raises(NotAllowed):
        tasks.complete(pe, open_task(pe, root, "own"), {}, elsewhere)
    everywhere = replace(DEPUTY, stands_in=(replace(STAND_IN, scheme=""),))
    assert seen(pe, everywhere, "stand") == ["own", "shared"]


@pytest.mark.parametrize(("who", "error"), [("absent", NotAllowed), ("deputy", NotFound)])
def test_the_recusal_of_either_holds(pe: ProcessEngine, who: str, error: type[Exception]) -> None:
    root = begin(pe)
    step_back(pe, root, who)
    assert seen(pe, STANDING_IN, "stand") == []
    for element in ("own", "shared"):
        with pytest.raises(error):
            tasks.complete(pe, open_task(pe, root, element), {}, STANDING_IN)


def test_four_eyes_count_both(pe: ProcessEngine) -> None:
    """The absent person's work is theirs and the deputy's: neither may check it."""
    root = begin(pe, CHECKED)
    tasks.complete(pe, open_task(pe, root, "enter"), {}, STANDING_IN)
    check = open_task(pe, root, "check")
    for person in (STANDING_IN, Actor("absent", frozenset({"test.office-archive"}))):
        with pytest.raises(NotAllowed, match="四眼原则"):
            tasks.complete(pe, check, {}, person)
    tasks.complete(pe, check, {}, Actor("third", frozenset({"test.office-archive"})))
    assert row(pe, root).status == "completed"


def test_nobody_checks_in_the_name_of_who_entered(pe: ProcessEngine) -> None:
    root = begin(pe, CHECKED)
    tasks.complete(pe, open_task(pe, root, "enter"), {}, ABSENT)
    both = StandIn("absent", frozenset({CLERKS, "test.office-archive"}), "test", STAND_IN.until)
    deputy = Actor("other", frozenset({CLERKS}), stands_in=(both,))
    with pytest.raises(NotAllowed, match="四眼原则"):
        tasks.complete(pe, open_task(pe, root, "check"), {}, deputy)


def test_nobody_declares_for_another(pe: ProcessEngine) -> None:
    diagram = d.diagram(
        "test.p",
        *(d.start(), d.task("declare", assignee="absent", properties={"recuses": "=true"}), d.end()),
        d.flows("start declare end"),
    )
    root = begin(pe, diagram)
    with pytest.raises(NotAllowed, match="声明不能由人代作"):
        tasks.complete(pe, open_task(pe, root, "declare"), {}, STANDING_IN)
    assert open_elements(pe, root) == ["declare"]


FIRST, LAST = date(2026, 3, 4), date(2026, 3, 6)


def entered(pe: ProcessEngine, by: Actor, absent: Actor = ABSENT, substitute: Actor = DEPUTY) -> int:
    return substitutions.enter(pe, absent, substitute, "test", FIRST, LAST, by)


@pytest.mark.parametrize("by", [ABSENT, LEAD, ADMIN], ids=lambda a: a.name)
def test_the_person_their_lead_and_an_administrator_may_arrange_it(pe: ProcessEngine, by: Actor) -> None:
    number = entered(pe, by)
    with pe.database.reading() as connection:
        for person in (ABSENT, DEPUTY, LEAD, ADMIN):
            assert [r["id"] for r in arranged(connection, person, FIRST)] == [number]
        assert arranged(connection, Actor("x", frozenset({CLERKS})), FIRST) == []
        kinds = connection.execute(select(history.c.kind, history.c.actor)).all()
    assert [tuple(k) for k in kinds] == [("substitution-entered", by.name)]


def test_nobody_else_arranges_or_ends_it(pe: ProcessEngine) -> None:
    with pytest.raises(NotAllowed):
        entered(pe, Actor("x", frozenset({CLERKS})))
    with pytest.raises(NotAllowed):
        entered(pe, Actor("x", frozenset({"other.office-lead"})))
    number = entered(pe, ABSENT)
    with pytest.raises(NotAllowed):
        substitutions.end(pe, number, Actor("x", frozenset({CLERKS})))
    substitutions.end(pe, number, DEPUTY)
    with pytest.raises(NotFound):
        substitutions.end(pe, number, ABSENT)
    with pe.database.reading() as connection:
        kept = connection.execute(select(substitution)).one()
        assert (kept.ended_by, kept.ended_at) == ("deputy", pe.now())
        assert arranged(connection, ABSENT, FIRST) == []


@pytest.mark.parametrize(
    ("absent", "substitute", "first", "last", "field"),
    [
        (Actor("a", frozenset({"test.applicant"})), DEPUTY, FIRST, LAST, "absent"),
        (ABSENT, Actor("r", frozenset({"test.review-group"})), FIRST, LAST, "substitute"),
        (ABSENT, ABSENT, FIRST, LAST, "substitute"),
        (ABSENT, DEPUTY, LAST, FIRST, "until_on"),
        (ABSENT, DEPUTY, date(2026, 2, 2), date(2026, 3, 1), "until_on"),
        (ABSENT, DEPUTY, FIRST, date(2027, 3, 5), "until_on"),
    ],
)
def test_what_cannot_be_is_refused_by_field(
    pe: ProcessEngine, absent: Actor, substitute: Actor, first: date, last: date, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        substitutions.enter(pe, absent, substitute, "test", first, last, ADMIN)
    assert list(refused.value.errors) == [field]


def test_an_absent_person_s_delegated_work_is_returned_by_the_deputy(pe: ProcessEngine) -> None:
    root = begin(pe)
    own = open_task(pe, root, "own")
    handing.delegate(pe, own, DEPUTY, ABSENT)
    assert seen(pe, DEPUTY, "mine") == ["own"]
    handing.hand_back(pe, own, DEPUTY)
    assert (seen(pe, ABSENT, "mine"), seen(pe, STANDING_IN, "stand")) == (["own"], ["own", "shared"])
