"""Who was refused reads on the own case's page what one can do, until when, and gets there with the case filled in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import quote

import pytest

from awards.publicity import shelf
from awards.publicity.shelf import Notice
from engine.clock import LentClock
from tests.integration.web.conftest import Browser, House
from tests.integration.web.test_objections import KEY, case
from tests.integration.web.test_own_cases import words
from web.applicants import remedies

Browse = Callable[[str], Browser]
__all__ = ["case"]  # the fixture: a running application under the Jing'an rules

NOTICE = Notice(
    id=1,
    kind="list",
    scheme="jingan",
    number="示例告〔2026〕001号",
    title="资格审查通过名单公示",
    posted_on=date(2026, 2, 26),
    closes_on=date(2026, 3, 5),
    state="running",
    provisional=False,
    derivation=None,
    content={"cycle": "静质奖届〔2026〕1号", "items": []},
    text="",
    sha256="",
    published_at=None,  # type: ignore[arg-type]
    cases=("静质奖申〔2026〕002号", "静质奖申〔2026〕003号"),
)


def test_while_the_case_runs_there_is_a_way_to_object(browse: Browse, case: int) -> None:
    page = browse("applicant").page(f"/my/{case}")
    told = words(page)
    assert "可以实名向静安区政府质量奖审定委员会办公室提出异议，写明事实和理由，附上证明材料。" in told
    assert "办法没有规定最后的日期，随时可以提出；早提出容易查清。" in told
    assert f'href="/objections/new?case={quote(KEY)}"' in page
    assert "您可以怎么办" not in told


def test_who_was_not_admitted_reads_what_one_can_do(
    browse: Browse, house: House, case: int, clock: LentClock
) -> None:
    clock.set(clock.now() + timedelta(days=60))  # nothing was submitted in time
    house.settle()
    page = browse("applicant").page(f"/my/{case}")
    told = words(page)
    assert "对这个结果，您可以怎么办" in told
    assert "没有看到的，请向静安区政府质量奖审定委员会办公室询问。" in told
    assert f'href="/objections/new?case={quote(KEY)}"' in page
    assert "下一届申报通知发布以后可以再次申报；这次的材料改到当时的数据还能用。 看申报指南" in told


def test_a_running_list_gives_the_day(browse: Browse, case: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """2 March is a Monday: 3, 4 and 5 March are left."""
    monkeypatch.setattr(shelf, "notices", lambda *_a, **_k: [NOTICE])
    told = words(browse("applicant").page(f"/my/{case}"))
    assert (
        "“资格审查通过名单公示”公示到 3月5日 周四 24:00，还剩 3 个工作日（不含今天）；最好在这以前提出。"
        in told
    )
    other = replace(NOTICE, content={"cycle": "another", "items": []})
    monkeypatch.setattr(shelf, "notices", lambda *_a, **_k: [other])
    assert "资格审查通过名单公示" not in words(browse("applicant").page(f"/my/{case}"))


def test_an_award_that_hears_no_objections_says_where_to_write(browse: Browse, house: House) -> None:
    page = browse("applicant").page(f"/my/{house.apply()}")
    assert "请把理由和证明书面送交" in words(page)
    assert "/objections/new?case=" not in page.partition("<main")[2]


@pytest.mark.parametrize(
    ("findings", "day"),
    [
        (None, None),
        ([], None),
        ([{"req": "J-18.2", "allowed_from": None}], None),
        (
            [
                {"req": "J-18.2", "allowed_from": date(2028, 1, 1)},
                {"req": "J-35", "allowed_from": date(2030, 1, 1)},
            ],
            date(2030, 1, 1),
        ),
    ],
)
def test_one_may_apply_again_when_the_last_obstacle_is_gone(findings: object, day: date | None) -> None:
    assert remedies.again(findings) == day
