"""The committee's pages: agenda and dossiers, stepping back, help with the forms, minutes; strangers see nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from awards.models import interest
from engine.actor import Actor
from engine.commands import deployments, instances, tasks
from engine.models import history, recusal, user_task
from engine.process_engine import ProcessEngine
from tests.integration.web.conftest import Browser, _account
from tests.support import diagrams as d
from web.models import account

Browse = Callable[[str], Browser]
PROCESSES = Path(__file__).resolve().parents[3] / "processes"
COMMITTEE, LEAD = "moot.committee", "moot.office-lead"
FORM = (
    (PROCESSES / "jingan/forms/committee.form")
    .read_text("utf-8")
    .replace("jingan.committee", "moot.committee")
)
FILES = {
    "moot/groups.yaml": f"groups:\n  {COMMITTEE}: 委员\n  {LEAD}: 负责人\n".encode(),
    "moot/scheme.yaml": "name: 会议示例奖\narticles:\n  - {id: J-8, title: 会议, summary: 会议。}\n"
    "  - {id: J-26.2, title: 审议, summary: 审议。}\n".encode(),
    "moot/forms/committee.form": FORM.encode(),
    "moot/application.bpmn": d.diagram(
        "moot.application", d.start(), d.task("wait", groups=LEAD), d.end(), d.flows("start wait end")
    ),
    "moot/cycle.bpmn": d.diagram(
        "moot.cycle",
        d.start(),
        d.task("meet", groups=COMMITTEE, form="moot.committee"),
        d.end(),
        d.flows("start meet end"),
    ),
}
CASES = [("会议申 1", "示例甲"), ("会议申 2", "示例乙")]
VOTES = [
    {"key": key, "name": name, "slot": "gold-model", "rank": rank, "rationale": "靠前"}
    for rank, (key, name) in enumerate(CASES, 1)
]
BASIS: dict[str, object] = {"limits": [], "quorum": None, "ballot": None}


class Meeting:
    """A meeting on two cases, its members, and who may look."""

    def __init__(self, pe: ProcessEngine) -> None:
        self.pe = pe
        deployments.deploy(pe, FILES, Actor("owner", admin=True))
        rows = [
            _account("member1", "委员甲", [COMMITTEE]),
            _account("member2", "委员乙", [COMMITTEE]),
            _account("preparer", "负责人丙", [LEAD]),
        ]
        with pe.database.transaction() as connection:
            connection.execute(insert(account), rows)
        self.cases = [
            self.start("application", key, applicant={"name": name, "uscc": f"9131010600000000{n}X"})
            for n, (key, name) in enumerate(CASES)
        ]
        self.root = self.start("cycle", "会议 1", votes=VOTES, quota_basis=BASIS)

    def start(self, kind: str, key: str, **variables: object) -> int:
        by = Actor("owner", admin=True)
        return instances.start(self.pe, f"moot.{kind}", business_key=key, variables=variables, by=by)

    @property
    def task(self) -> int:
        with self.pe.database.reading() as connection:
            return int(
                connection.execute(
                    select(user_task.c.id).where(user_task.c.root_id == self.root)
                ).scalar_one()
            )


@pytest.fixture
def meeting(engine: ProcessEngine) -> Meeting:
    return Meeting(engine)


def declare(browser: Browser, meeting: Meeting, key: str, *kinds: str, status: int = 303) -> str:
    return browser.post(
        f"/committee/{meeting.task}/declare", status, key=key, kinds=list(kinds), note="曾任顾问"
    ).get_data(as_text=True)


def test_the_agenda_leads_to_the_dossiers(browse: Browse, meeting: Meeting) -> None:
    listed = browse("member1").page("/committee")
    assert f'href="/committee/{meeting.task}"' in listed
    page = browse("member1").page(f"/committee/{meeting.task}")
    assert [f'href="/cases/{case}"' in page for case in meeting.cases] == [True, True]


@pytest.mark.parametrize("who", ["applicant", "reviewer", "stranger", "root"])
def test_who_has_no_part_in_it_finds_no_page(browse: Browse, meeting: Meeting, who: str) -> None:
    for path in ("", f"/{meeting.task}", f"/{meeting.task}/minutes", f"/{meeting.task}/minutes.pdf"):
        browse(who).page(f"/committee{path}", 404)


def test_another_schemes_office_finds_an_empty_list(browse: Browse, meeting: Meeting) -> None:
    assert "会议 1" not in browse("clerk").page("/committee")
    browse("clerk").page(f"/committee/{meeting.task}", 404)
    browse("clerk").post(f"/committee/{meeting.task}/declare", 404, key="会议申 1", kinds="other")


def test_a_member_who_steps_back_loses_the_case_at_once(
    browse: Browse, meeting: Meeting, engine: ProcessEngine
) -> None:
    member, other = browse("member1"), browse("member2")
    declare(member, meeting, "会议申 2", "consulting")
    member.page(f"/cases/{meeting.cases[1]}", 404)
    member.page(f"/cases/{meeting.cases[0]}")
    other.page(f"/cases/{meeting.cases[1]}")
    page = member.page(f"/committee/{meeting.task}")
    assert f'href="/cases/{meeting.cases[1]}"' not in page
    assert "您已回避" in page
    assert "委员甲" in other.page(f"/committee/{meeting.task}")
    with engine.database.reading() as connection:
        assert connection.execute(select(recusal.c.root_id, recusal.c.account)).all() == [
            (meeting.cases[1], "member1")
        ]
        kept = select(interest.c.account, interest.c.applicant, interest.c.kind, interest.c.declared_on)
        today = date(2026, 3, 2)
        assert connection.execute(kept).all() == [("member1", "91310106000000001X", "consulting", today)]
        told = connection.execute(select(history.c.facts).where(history.c.kind == "recused")).scalar_one()
        assert (told["kinds"], told["note"], told["task"]) == (["consulting"], "曾任顾问", meeting.task)


def test_a_declaration_says_of_which_case_and_why(browse: Browse, meeting: Meeting) -> None:
    page = declare(browse("member1"), meeting, "没有的案", status=422)
    assert "有 2 处需要更正" in page
    assert "曾任顾问" in page
    declare(browse("preparer"), meeting, "会议申 1", "other", status=404)


def test_the_roster_is_filled_in_with_what_was_declared(browse: Browse, meeting: Meeting) -> None:
    declare(browse("member2"), meeting, "会议申 1", "family")
    member = browse("member1")
    member.post(f"/tasks/{meeting.task}/claim")
    page = member.page(f"/tasks/{meeting.task}")
    assert "委员乙已在系统里声明回避：示例甲。" in page
    member.post(f"/committee/tasks/{meeting.task}/roster")
    page = member.page(f"/tasks/{meeting.task}")
    assert "已在系统里声明回避" not in page
    assert re.findall(r'name="attendance\[\d\]\.member" value="([^"]+)"', page) == ["委员甲", "委员乙"]
    assert 'name="attendance[1].recusal_reason" value="亲属"' in page


def test_minutes_say_what_was_entered_and_are_a_paper(
    browse: Browse, meeting: Meeting, engine: ProcessEngine
) -> None:
    tasks.claim(engine, meeting.task, Actor("member1", frozenset({COMMITTEE})))
    tasks.complete(
        engine,
        meeting.task,
        {
            "meeting_on": "2026-03-02",
            "attendance": [
                {"member": "委员甲"},
                {"member": "委员乙", "recused": ["会议申 1"], "recusal_reason": "亲属"},
                {"member": "委员丁", "present": False},
            ],
            "ballot": "anonymous",
            "votes": [
                {"votes_for": 1, "votes_against": 0, "votes_abstain": 0},
                {"votes_for": 1, "votes_against": 1, "votes_abstain": 0},
            ],
            "committee_result": "passed",
            "committee_note": "同意",
            "minutes_number": "示例纪要 1 号",
        },
        Actor("member1", frozenset({COMMITTEE})),
    )
    page = browse("preparer").page(f"/committee/{meeting.task}/minutes")
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert "委员乙 是 示例甲 亲属" in words
    assert "委员丁 否 — —" in words
    # rank, may vote, recused, for, against, abstained, not cast
    assert "会议申 1 1 1 1 1 0 0 0" in words
    assert "会议申 2 2 2 0 1 1 0 0" in words
    assert "法定人数：办法没有规定" in words
    answer = browse("preparer").client.get(f"/committee/{meeting.task}/minutes.pdf")
    assert (answer.status_code, answer.mimetype, answer.data[:5]) == (200, "application/pdf", b"%PDF-")
