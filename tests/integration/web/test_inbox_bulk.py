"""Many tasks at once: what will be done and what not, done one by one, never twice."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from urllib.parse import quote

from sqlalchemy import func, select, update

from engine.commands import tasks
from engine.models import history, instance, recusal, user_task
from tests.integration.web.conftest import Browser, House
from tests.integration.web.test_inbox import numbers

Browse = Callable[[str], Browser]
FORM = {"result": "pass", "posted_on": "2026-03-02", "complete": "true", "papers[0].name": "申报书"}


def checks(house: House, count: int) -> list[int]:
    return [house.task(house.apply(f"示申〔2026〕{n:03}号"), "check") for n in range(1, count + 1)]


def asked(act: str, ids: Sequence[int]) -> str:
    return "/tasks/bulk?" + "&".join([f"act={act}", *(f"task={n}" for n in ids)])


def told(house: House, kind: str) -> int:
    with house.pe.database.reading() as connection:
        query = select(func.count()).select_from(history).where(history.c.kind == kind)
        return int(connection.execute(query).scalar_one())


def outcome(page: str) -> list[tuple[str, str]]:
    """Case and result of each row."""
    rows = re.findall(r'class="mono">([^<]+)<.*?<span class="b \w+">.*?</svg>([^<]+)</span>', page)
    return [(key, word) for key, word in rows]


def test_claiming_many_says_beforehand_which_and_afterwards_what(browse: Browse, house: House) -> None:
    ids = checks(house, 3)
    clerk = browse("clerk")
    tasks.claim(house.pe, ids[2], house.actor("colleague"))
    page = clerk.page(asked("claim", ids))
    assert "将要认领的 2 项" in page
    assert "不会办的 1 项" in page
    assert "已经由 经办乙 认领" in page
    tasks.claim(house.pe, ids[1], house.actor("colleague"))
    answer = clerk.post("/tasks/bulk/claim", _task=ids[:2], _once="t1")
    results = clerk.page(answer.location)
    assert outcome(results) == [("示申〔2026〕002号", "没有办成"), ("示申〔2026〕001号", "已认领")]
    assert numbers(clerk.page("/tasks"))["我的待办"] == 1


def test_the_same_form_sent_twice_does_nothing_twice(browse: Browse, house: House) -> None:
    ids = checks(house, 2)
    clerk = browse("clerk")
    for _again in range(2):
        answer = clerk.post("/tasks/bulk/complete", _task=ids, _once="t1", **FORM)
        assert answer.location == "/tasks/bulk/results/t1"
        assert outcome(clerk.page(answer.location)) == [
            ("示申〔2026〕001号", "已办结"),
            ("示申〔2026〕002号", "已办结"),
        ]
    assert told(house, "task-completed") == 2
    browse("colleague").page("/tasks/bulk/results/t1", 404)


def test_one_form_for_all(browse: Browse, house: House) -> None:
    ids = checks(house, 3)
    clerk = browse("clerk")
    page = clerk.page(asked("complete", ids))
    assert "将要办结的 3 项" in page
    assert "同属“check 任务”" in page
    assert page.count('name="pages"') == 1
    wrong = clerk.post("/tasks/bulk/complete", 422, _task=ids, _once="t1", result="pass").get_data(
        as_text=True
    )
    assert "一项也没有办结" in wrong
    assert re.search(r'value="pass"[^>]* checked', wrong)
    assert told(house, "task-completed") == 0
    clerk.post("/tasks/bulk/complete", _task=ids, _once="t1", **FORM)
    assert told(house, "task-completed") == 3


def test_what_stands_in_all_alike_is_filled_once_and_what_differs_goes_alone(
    browse: Browse, house: House
) -> None:
    applicant = {"name": "示例单位甲", "account": "applicant"}
    roots = [
        house.start("demo.application", f"示申〔2026〕{n}号", pages=pages, applicant=applicant)
        for n, pages in enumerate((12, 12, 13))
    ]
    ids = [house.task(root, "check") for root in roots]
    page = browse("clerk").page(asked("complete", ids))
    assert "将要办结的 2 项" in page
    assert re.search(r'name="pages"[^>]* value="12"', page)
    assert "本案的“材料页数”与其他各项不同，须单独办结。" in page


def test_each_goes_alone_and_one_that_fails_keeps_no_other_back(browse: Browse, house: House) -> None:
    ids = checks(house, 3)
    with house.pe.database.transaction() as connection:
        case = select(user_task.c.root_id).where(user_task.c.id == ids[1]).scalar_subquery()
        paused = update(instance).where(instance.c.id == case).values(suspended_at=house.pe.now())
        connection.execute(paused)
    clerk = browse("clerk")
    assert "本案已暂停" in clerk.page(asked("complete", ids))
    answer = clerk.post("/tasks/bulk/complete", _task=ids, _once="t1", **FORM)
    assert outcome(clerk.page(answer.location)) == [
        ("示申〔2026〕002号", "没有办成"),
        ("示申〔2026〕001号", "已办结"),
        ("示申〔2026〕003号", "已办结"),
    ]


def test_different_steps_are_not_completed_together(browse: Browse, house: House) -> None:
    check = checks(house, 1)[0]
    root = house.apply("示申〔2026〕009号")
    form = {"result": "pass", "posted_on": "2026-03-02", "complete": "true", "papers": [{"name": "a"}]}
    house.complete(root, "check", "clerk", **form)
    house.go(12)
    house.settle()
    report = house.task(root, "report")
    both = browse("root")
    page = both.page(asked("complete", [check, report]))
    assert "不会办的 2 项" in page  # an administrator sees them, and does neither


def test_what_one_may_not_see_is_not_told(browse: Browse, house: House) -> None:
    ids = checks(house, 1)
    page = browse("stranger").page(asked("claim", ids))
    assert "示申" not in page
    assert "另有 1 项您已经看不到" in page
    answer = browse("stranger").post("/tasks/bulk/claim", _task=ids, _once="t1")
    assert answer.location == "/tasks/bulk/results/t1"
    assert numbers(browse("clerk").page("/tasks"))["组内待认领"] == 1


def test_the_way_back_leads_to_the_list_one_came_from(browse: Browse, house: House) -> None:
    ids = checks(house, 1)
    clerk = browse("clerk")
    came_from = quote("/tasks?view=group&sort=case", safe="")
    preview = clerk.page(asked("complete", ids) + f"&_back={came_from}")
    back = "/tasks?view=group&amp;sort=case"
    assert f'name="_back" value="{back}"' in preview
    assert f'<a class="btn" href="{back}">' in preview
    done = clerk.post("/tasks/bulk/claim", _task=ids, _once="t1", _back="/tasks?view=group&sort=case")
    assert f'<a class="btn" href="{back}">' in clerk.page(done.location)
    elsewhere = clerk.post("/tasks/bulk/claim", _task=ids, _once="t2", _back="https://example.invalid/")
    assert 'class="btn" href="/tasks"' in clerk.page(elsewhere.location)


def test_nothing_chosen(browse: Browse) -> None:
    clerk = browse("clerk")
    for path in ("/tasks/bulk?act=claim", "/tasks/bulk?act=claim&task=x"):
        assert "没有选中任务" in clerk.page(path, 422)
    assert "没有选中任务" in clerk.post("/tasks/bulk/claim", 422, _once="t").get_data(as_text=True)
    clerk.post("/tasks/bulk/claim", 422, _task="1")


def test_a_lead_gives_many_to_one_person_and_each_case_says_how_it_went(browse: Browse, house: House) -> None:
    ids = checks(house, 3)
    with house.pe.database.transaction() as connection:
        case = connection.execute(select(user_task.c.root_id).where(user_task.c.id == ids[2])).scalar_one()
        row = {"root_id": case, "account": "colleague", "at": house.pe.now(), "element": "check"}
        connection.execute(recusal.insert(), row)
    lead = browse("lead")
    page = lead.page(asked("assign", ids))
    assert "将要转办的 3 项" in page
    assert re.findall(r'<option value="(\w+)">', page.partition('id="f-to"')[2]) == [
        "colleague",
        "clerk",
    ]  # by name
    refused = lead.post("/tasks/bulk/assign", 422, _task=ids, _once="t0").get_data(as_text=True)
    assert "请选择交给谁办理" in refused
    answer = lead.post("/tasks/bulk/assign", _task=ids, _once="t1", to="colleague")
    assert outcome(lead.page(answer.location)) == [
        ("示申〔2026〕003号", "没有办成"),
        ("示申〔2026〕001号", "已转办"),
        ("示申〔2026〕002号", "已转办"),
    ]
    assert numbers(browse("colleague").page("/tasks"))["我的待办"] == 2
