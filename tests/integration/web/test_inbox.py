"""The inbox: views, counts, filters, bands, claiming from the row, few statements."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.integration.web.conftest import Browser, House
from tests.support.statements import counted

Browse = Callable[[str], Browser]


def numbers(page: str) -> dict[str, int]:
    """The counts beside the views."""
    found = re.findall(r"</svg>(\S+) <span class=\"n[^\"]*\">(\d+)</span>", page)
    return {name: int(number) for name, number in found}


def test_views_and_their_counts(browse: Browse, house: House) -> None:
    roots = [house.apply(f"示申〔2026〕00{n}号") for n in (1, 2, 3)]
    house.claim(roots[0], "check", "clerk")
    house.claim(roots[1], "check", "colleague")
    clerk = browse("clerk")
    page = clerk.page("/tasks")
    assert numbers(page) == {"我的待办": 1, "组内待认领": 1, "逾期": 0, "全部可见": 3}
    assert "示申〔2026〕001号" in page
    assert "示申〔2026〕002号" not in page
    assert "示申〔2026〕003号" in clerk.page("/tasks?view=group")
    everything = clerk.page("/tasks?view=all")
    assert [f"示申〔2026〕00{n}号" in everything for n in (1, 2, 3)] == [True] * 3
    assert "全部可见" not in browse("reviewer").page("/tasks")


def test_claiming_from_the_row(browse: Browse, house: House) -> None:
    task = house.task(house.apply(), "check")
    clerk = browse("clerk")
    answer = clerk.post(f"/tasks/{task}/claim", source="list")
    assert answer.location == "/tasks?view=group"
    assert numbers(clerk.page("/tasks"))["我的待办"] == 1
    page = browse("colleague").post(f"/tasks/{task}/claim", 403).get_data(as_text=True)
    assert "”现在由经办甲办理。要接过来办，请对方放回组内，或者请负责人转办。" in page
    assert "没有任何内容被改动" in page


def test_overdue_and_due_today(browse: Browse, house: House) -> None:
    house.claim(house.apply(), "check", "clerk")
    clerk = browse("clerk")
    house.go(9)
    page = clerk.page("/tasks")
    assert "今日到期" in page
    assert "今天 3月9日 <span>1 项</span>" in page
    house.go(11)
    page = clerk.page("/tasks?view=overdue")
    assert "逾期 2 个工作日" in page
    assert numbers(page)["逾期"] == 1


def test_filters(browse: Browse, house: House) -> None:
    house.claim(house.apply("示申〔2026〕001号"), "check", "clerk")
    house.claim(house.apply("示申〔2026〕002号", "rival"), "check", "clerk")
    clerk = browse("clerk")

    def keys(query: str) -> list[int]:
        page = clerk.page(f"/tasks?{query}")
        return [n for n in (1, 2) if f"示申〔2026〕00{n}号" in page]

    assert keys("q=002") == [2]
    assert keys("q=样例服务") == [2]
    assert keys("q=%25") == []  # a percent sign is a letter like any other
    assert keys("step=check 任务") == [1, 2]
    assert keys("step=other") == []
    assert keys("scheme=demo") == [1, 2]
    assert keys("scheme=jingan") == []
    assert keys("day=2026-03-09") == [1, 2]
    assert keys("day=2026-03-10") == []
    assert keys("day=nonsense") == [1, 2]
    assert "没有符合筛选条件的任务" in clerk.page("/tasks?step=other")


def test_the_strip_counts_by_day(browse: Browse, house: House) -> None:
    for n in (1, 2):
        house.claim(house.apply(f"示申〔2026〕00{n}号"), "check", "clerk")
    page = browse("clerk").page("/tasks")
    cell = re.search(r'<a href="/tasks\?day=2026-03-09">.*?</a>', page, re.DOTALL)
    assert cell is not None
    assert re.sub(r"<[^>]+>", "", cell[0]) == "9 周一2 项到期"


def test_done_tasks(browse: Browse, house: House) -> None:
    root = house.apply()
    house.claim(root, "check", "clerk")
    house.complete(
        root, "check", "clerk", result="pass", posted_on="2026-03-02", complete="true", papers=[{"name": "a"}]
    )
    page = browse("clerk").page("/tasks?view=done")
    assert "已办结" in page
    assert "今天 09:00" in page
    assert "您还没有办结过任务" in browse("colleague").page("/tasks?view=done")


def test_pages(browse: Browse, house: House) -> None:
    for n in range(27):
        house.claim(house.apply(f"示申〔2026〕{n:03}号"), "check", "clerk")
    clerk = browse("clerk")
    assert "第 1–25 项，共 27 项" in clerk.page("/tasks")
    assert "第 26–27 项，共 27 项" in clerk.page("/tasks?page=2")


def test_the_first_page_needs_few_statements(browse: Browse, house: House) -> None:
    for n in range(12):
        house.claim(house.apply(f"示申〔2026〕{n:03}号"), "check", "clerk")
    clerk = browse("clerk")
    clerk.page("/tasks")
    with counted(house.pe) as statements:
        clerk.page("/tasks")
    # session, whom the clerk acts for, counts, steps, page, strip, cycles, kept views, names, whether there is
    # something to begin and the number in the navigation, the one at the bell
    assert len(statements) == 12


def found(browser: Browser, query: str, keys: int = 4) -> list[int]:
    """Which of the cases 001, 002 … a list shows, in its order."""
    rows = re.findall(r"<tr data-task.*?</tr>", browser.page(f"/tasks?{query}"), re.DOTALL)
    return [n for row in rows for n in range(1, keys) if f"示申〔2026〕00{n}号" in row]


def test_filters_by_cycle_process_person_and_period(browse: Browse, house: House) -> None:
    roots = [house.apply("示申〔2026〕001号"), house.apply("示申〔2026〕002号", "rival", cycle="示例2027")]
    roots.append(house.apply("示申〔2026〕003号"))
    house.claim(roots[0], "check", "clerk")
    house.claim(roots[1], "check", "colleague")
    clerk = browse("clerk")
    assert found(clerk, "view=all&cycle=示例2026") == [1, 3]
    assert found(clerk, "view=all&process=demo.application") == [1, 2, 3]
    assert found(clerk, "view=all&process=demo.other") == []
    assert found(clerk, "view=all&who=me") == [1]
    assert found(clerk, "view=all&who=others") == [2]
    assert found(clerk, "view=all&who=nobody") == [3]
    assert found(clerk, "view=all&from=2026-03-09&to=2026-03-09") == [1, 2, 3]
    assert found(clerk, "view=all&from=2026-03-10") == []
    assert found(clerk, "view=all&to=2026-03-08") == []
    assert found(clerk, "view=all&due=over") == []
    house.go(11)
    assert found(clerk, "view=all&due=over&who=others") == [2]


def test_searching_by_step_applicant_and_variable(browse: Browse, house: House) -> None:
    house.apply("示申〔2026〕001号")
    house.apply("示申〔2026〕002号", "rival", cycle="示例2027")
    for name in ("clerk", "root"):  # few tasks are asked one by one, an administrator's all at once
        looking = browse(name)
        assert found(looking, "view=all&q=check") == [1, 2]
        assert found(looking, "view=all&q=样例服务") == [2]
        assert found(looking, "view=all&q=评选周期：示例2027") == [2]
        assert found(looking, "view=all&q=cycle:示例2026") == [1]
        assert found(looking, "view=all&q=cycle:示例") == []  # a value is compared as a whole
        assert found(looking, "view=all&q=applicant.kind:organisation") == [1, 2]
        assert found(looking, "view=all&q=_%") == []


def test_every_column_sorts_both_ways(browse: Browse, house: House) -> None:
    for n, owner in ((2, "rival"), (3, "applicant"), (1, "applicant")):
        root = house.apply(f"示申〔2026〕00{n}号", owner)
        if n != 3:
            house.claim(root, "check", "clerk" if n == 1 else "colleague")
    clerk = browse("clerk")
    assert found(clerk, "view=all&sort=case") == [1, 2, 3]
    assert found(clerk, "view=all&sort=case&order=latest") == [3, 2, 1]
    assert found(clerk, "view=all&sort=who") == [1, 2, 3]  # nobody comes last
    assert found(clerk, "view=all&sort=who&order=latest") == [2, 1, 3]
    for sort in ("task", "state", "due"):
        assert sorted(found(clerk, f"view=all&sort={sort}")) == [1, 2, 3]
    page = clerk.page("/tasks?view=all&sort=case&order=latest")
    assert re.findall(r'<th aria-sort="(\w+)"><a href="[^"]*">(\S+)', page) == [("descending", "案件")]
    assert found(clerk, "view=all&sort=nonsense") == found(clerk, "view=all")


def test_a_view_is_kept_shown_to_a_group_changed_and_deleted(browse: Browse, house: House) -> None:
    house.apply()
    lead, clerk = browse("lead"), browse("clerk")
    answer = lead.post("/tasks/views", name="节前要办完", arguments="view=all&who=nobody&nonsense=1&page=3")
    assert answer.location == "/tasks?view=all&who=nobody&saved=1"
    page = lead.page(answer.location)
    assert "<h1>节前要办完</h1>" in page
    assert found(lead, "view=all&who=nobody&saved=1") == [1]
    assert "节前要办完" not in clerk.page("/tasks")
    clerk.page("/tasks/views")
    lead.post("/tasks/views/1", name="没有人认领的", group="demo.office-clerk")
    shared = clerk.page("/tasks")
    assert "没有人认领的" in shared
    assert "没有人认领的" not in browse("reviewer").page("/tasks")
    clerk.post("/tasks/views/1", 403, name="我的")
    clerk.post("/tasks/views/1/delete", 403)
    browse("reviewer").post("/tasks/views/1/delete", 404)
    lead.post("/tasks/views/1", arguments="view=group", group="demo.office-clerk")
    assert 'href="/tasks?view=group&amp;saved=1"' in clerk.page("/tasks")
    lead.post("/tasks/views/1/delete")
    assert "没有人认领的" not in clerk.page("/tasks")


def kept_numbers(page: str) -> dict[str, int]:
    """The numbers beside kept views."""
    told = re.findall(r"</svg>(视图\d+) <span class=\"n\">(?:共享)? (\d+)</span>", page)
    return {name: int(number) for name, number in told}


def test_beside_a_kept_view_stands_how_many_tasks_it_holds(browse: Browse, house: House) -> None:
    roots = [
        house.apply(f"示申〔2026〕00{n}号", cycle="示例2026" if n % 2 else "示例2025") for n in range(1, 6)
    ]
    for root in roots[:2]:
        house.claim(root, "check", "clerk")
    house.claim(roots[2], "check", "colleague")
    kept = ["", "view=group", "view=all", "view=all&who=nobody", "view=all&q=003", "view=group&q=check"]
    kept += ["view=overdue", "view=all&cycle=示例2025", "view=all&q=没有这样的", "view=all&due=over"]
    clerk = browse("clerk")
    for number, arguments in enumerate(kept):
        clerk.post("/tasks/views", name=f"视图{number:02}", arguments=arguments)
    house.go(20)
    assert kept_numbers(clerk.page("/tasks")) == {}  # the page itself waits for none of them
    assert kept_numbers(clerk.page("/tasks/views/numbers")) == {
        f"视图{number:02}": len(found(clerk, arguments, 6)) for number, arguments in enumerate(kept)
    }
    assert [len(found(clerk, arguments, 6)) for arguments in kept] == [2, 2, 5, 2, 1, 2, 2, 2, 0, 5]
    assert kept_numbers(browse("reviewer").page("/tasks/views/numbers")) == {}


def test_kept_views_are_counted_in_one_statement_and_not_more_than_twelve(
    browse: Browse, house: House
) -> None:
    clerk, asked = browse("clerk"), []
    for number in range(14):
        clerk.post("/tasks/views", name=f"视图{number:02}", arguments="view=group&q=一")
        if number in (0, 13):
            clerk.page("/tasks/views/numbers")  # what things are called is read once a minute
            with counted(house.pe) as statements:
                page = clerk.page("/tasks/views/numbers")
            asked.append(len(statements))
    # session, whom the clerk acts for, kept views, steps, the numbers
    assert (asked, len(kept_numbers(page)), page.count("视图")) == ([5, 5], 12, 14)
    assert 'aria-current="page"' in clerk.page("/tasks/views/numbers?saved=14")


def test_a_view_needs_a_name_of_its_own_and_a_group_somebody_who_leads(browse: Browse) -> None:
    clerk = browse("clerk")
    clerk.post("/tasks/views", name="一", arguments="view=group")
    for name in ("", "  ", "一", "长" * 61):
        page = clerk.post("/tasks/views", 422, name=name, arguments="view=all").get_data(as_text=True)
        assert "没有存下" in page
        assert 'value="view=all"' in page
    clerk.post("/tasks/views", 403, name="二", arguments="", group="demo.office-clerk")
    clerk.post("/tasks/views/1", 422, name="")


def test_a_full_page_weighs_little(browse: Browse, house: House) -> None:
    for n in range(30):
        house.apply(f"示申〔2026〕{n:03}号")
    for name in ("clerk", "root"):
        page = browse(name).page("/tasks?view=all")
        assert page.count("<tr data-task") == 25
        assert len(page.encode()) < 150_000


def test_many_more_tasks_ask_no_more_statements(browse: Browse, house: House) -> None:
    for n in range(3):
        house.apply(f"示申〔2026〕{n:03}号")
    asked = {}
    for name in ("clerk", "root"):
        browser = browse(name)
        for query in ("view=all", "view=all&q=示申", "view=all&sort=case", "view=group&step=check 任务"):
            browser.page(f"/tasks?{query}")
            with counted(house.pe) as statements:
                browser.page(f"/tasks?{query}")
            asked[name, query] = len(statements)
    few = dict(asked)
    for n in range(3, 30):
        house.apply(f"示申〔2026〕{n:03}号")
    for name, query in few:
        browser = browse(name)
        browser.page(f"/tasks?{query}")
        with counted(house.pe) as statements:
            browser.page(f"/tasks?{query}")
        assert len(statements) == few[name, query], (name, query)
    assert max(few.values()) <= 14
