"""The command line as its users call it: what it prints, how it exits, and one JSON document with `--json`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest
import yaml
from sqlalchemy import select

from engine.clock import SystemClock
from engine.process_engine import ProcessEngine
from tests.integration.house import start
from tests.support import diagrams as d
from tests.support import tale
from tests.support.commands import Laurel, installed
from tests.support.fictional_2027 import FICTIONAL_2027
from tests.support.papers import text_of
from web import installation
from web.cli import printing
from web.models import account
from web.people import accounts, sessions
from web.serve import prepare
from web.settings import Settings

PROCESSES = Path(__file__).resolve().parents[2] / "processes"
PASSWORD = "a long enough password"


@pytest.fixture
def laurel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Laurel:
    """laurel("check", path) runs the command in an installation of its own."""
    return installed(tmp_path / "var", None, monkeypatch, capsys)


@pytest.fixture
def password_file(tmp_path: Path) -> Path:
    file = tmp_path / "password"
    file.write_text(f"{PASSWORD}\n", encoding="utf-8")
    return file


def house() -> ProcessEngine:
    """The installation's own engine, to look at what a command wrote."""
    return prepare(installation.database_url())


# check


def test_check_finds_nothing_in_our_own_processes(laurel: Laurel) -> None:
    answer = laurel("check", PROCESSES, "--json")
    suffixes = (".bpmn", ".dmn", ".form", ".yaml")
    count = sum(1 for p in PROCESSES.rglob("*.*") if p.suffix in suffixes)
    count += len(list(PROCESSES.rglob("letters/*.md")))
    stories = len(list(PROCESSES.rglob("scenarios/*.yaml")))
    assert (answer.code, answer.err) == (0, "")
    assert set(answer.json) == {"files", "errors", "warnings"}
    assert (answer.json["files"], answer.json["errors"]) == (count - stories, [])


def test_check_says_where_it_is_wrong(laurel: Laurel, tmp_path: Path) -> None:
    broken = tale.CASE.replace(b"<bpmn:scriptTask", b"\n\n<bpmn:scriptTask").replace(
        b"amount * 2", b"amount *"
    )
    scheme = tale.write(tmp_path, case=broken)
    answer = laurel("check", scheme, "--json")
    assert answer.code == 1
    (found,) = answer.json["errors"]
    assert {k: found[k] for k in ("file", "element", "line", "rule")} == {
        "file": "tale/case.bpmn",
        "element": "double",
        "line": 3,
        "rule": "feel-syntax",
    }
    assert "amount *" in found["message"]
    spoken = laurel("check", scheme)
    assert (spoken.code, spoken.out.splitlines()) == (
        1,
        [
            f"错误 tale/case.bpmn:3 double：{found['message']}（feel-syntax）",
            "检查了 6 个文件：1 处错误，0 处提醒。",
        ],
    )


def test_check_names_everything_that_is_missing(laurel: Laurel, tmp_path: Path) -> None:
    case = tale.CASE.replace(b'type="letter"', b'type="fax"').replace(b"tale.clerk", b"tale.nobody")
    answer = laurel("check", tale.write(tmp_path, case=case), "--json")
    assert [(f["rule"], f["element"]) for f in answer.json["errors"]] == [
        ("missing-handler", "print"),
        ("missing-group", "review"),
        ("missing-group", "refusal"),
    ]


def test_check_of_a_path_that_is_not_there(laurel: Laurel, tmp_path: Path) -> None:
    answer = laurel("check", tmp_path / "nowhere")
    assert (answer.code, answer.out) == (2, "")
    assert "nowhere" in answer.err


# deploy


def test_deploy_changes_only_what_changed(laurel: Laurel, tmp_path: Path) -> None:
    scheme = tale.write(tmp_path)
    first = laurel("deploy", scheme, "--json")
    assert (first.code, set(first.json)) == (0, {"deployment", "definitions"})
    assert [(x["process"], x["version"], x["changed"]) for x in first.json["definitions"]] == [
        ("tale.case", 1, True),
        ("tale.objection", 1, True),
    ]
    tale.write(tmp_path, case=tale.CASE.replace(b"amount * 2", b"amount * 4"))
    second = laurel("deploy", scheme, "--json")
    assert [(x["process"], x["version"], x["changed"]) for x in second.json["definitions"]] == [
        ("tale.case", 2, True),
        ("tale.objection", 1, False),
    ]
    assert laurel("deploy", scheme).out == "已部署：没有变化\n"


def test_a_refused_deployment_stores_nothing(laurel: Laurel, tmp_path: Path) -> None:
    broken = tale.write(tmp_path, case=tale.CASE.replace(b"amount * 2", b"amount *"))
    refused = laurel("deploy", broken)
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith("tale/case.bpmn:1:double: ")
    in_json = laurel("deploy", broken, "--json")
    assert (in_json.code, in_json.json["code"]) == (1, "refused")
    assert [(f["file"], f["element"]) for f in in_json.json["errors"]] == [("tale/case.bpmn", "double")]
    good = laurel("deploy", tale.write(tmp_path), "--json")
    assert [x["version"] for x in good.json["definitions"]] == [1, 1]


# scenarios


def test_scenarios_report_and_coverage(laurel: Laurel, tmp_path: Path) -> None:
    whole = tale.story(tale.PASS, tale.ANSWER, {"pass": "P3D"}, tale.DONE, title="通过")
    wrong = tale.story({"fail": {"letter": 9}}, tale.DONE, title="不对")
    scheme = tale.write(tmp_path, whole, wrong)
    answer = laurel("scenarios", scheme, "--json")
    missing = ["refusal", "refused"]
    flows = ["refusal-to-refused", "result-to-refusal"]
    assert (answer.code, answer.err) == (1, "")
    assert answer.json == {
        "passed": 1,
        "failed": 1,
        "scenarios": [
            {"file": "tale/scenarios/story-1.yaml", "title": "通过", "passed": True, "failure": None},
            {
                "file": "tale/scenarios/story-2.yaml",
                "title": "不对",
                "passed": False,
                "failure": "第 2 步：应以 ['done'] 结束，实际还停在 ['review']",
            },
        ],
        "coverage": {
            "tale.case": {
                "elements": {"covered": 8, "total": 10, "missing": missing},
                "flows": {"covered": 7, "total": 9, "missing": flows},
                "articles": {"covered": 1, "total": 2, "missing": ["T-2"]},
            },
            "tale.objection": {
                "elements": {"covered": 0, "total": 3, "missing": ["look", "objected", "settled"]},
                "flows": {"covered": 0, "total": 2, "missing": ["look-to-settled", "objected-to-look"]},
                "articles": {"covered": 0, "total": 0, "missing": []},
            },
        },
    }


def test_scenarios_in_words(laurel: Laurel, tmp_path: Path) -> None:
    whole = tale.story(tale.PASS, tale.ANSWER, {"pass": "P3D"}, tale.DONE, title="通过")
    answer = laurel("scenarios", tale.write(tmp_path, whole), "--coverage", tmp_path / "out")
    assert answer.code == 0
    assert answer.out.splitlines() == [
        "✓ 通过",
        "通过 1，未通过 0。",
        "tale.case：元素 8/10，连线 7/9，条文 1/2",
        "tale.objection：元素 0/3，连线 0/2，条文 0/0",
    ]
    written = sorted(p.name for p in (tmp_path / "out").iterdir())
    assert written == ["coverage.json", "index.html", "tale.case.html", "tale.objection.html"]


def test_a_folder_without_stories_is_no_success(laurel: Laurel, tmp_path: Path) -> None:
    answer = laurel("scenarios", tale.write(tmp_path), "--json")
    assert (answer.code, answer.json["passed"], answer.json["failed"]) == (1, 0, 0)


# calendar


def test_five_working_days_over_the_national_day(laurel: Laurel) -> None:
    """1 to 8 October 2025 are off, Saturday 11 is worked: 9, 10, 11, 13, 14."""
    days = ["2025-10-09", "2025-10-10", "2025-10-11", "2025-10-13", "2025-10-14"]
    answer = laurel("calendar", "after", "2025-09-30", 5, "--json")
    assert answer.code == 0
    assert answer.json == {
        "last_day": "2025-10-14",
        "next_working_day": "2025-10-15",
        "status": "confirmed",
        "days": days,
        "edition": "2004-2026",
    }
    spoken = laurel("calendar", "after", "2025-09-30", 5)
    assert spoken.out == "最后一天 2025-10-14，其后第一个工作日 2025-10-15，确定。\n"


def test_the_first_day_may_count_and_calendar_days_roll_forward(laurel: Laurel) -> None:
    """With 30 September counted the fifth is Monday 13; five calendar days end on the 5th, a rest day: the 9th."""
    counted = laurel("calendar", "after", "2025-09-30", 5, "--count-first-day", "--json").json
    assert (counted["last_day"], counted["days"][0]) == ("2025-10-13", "2025-09-30")
    rolled = laurel("calendar", "after", "2025-09-30", 5, "--unit", "calendar", "--json").json
    assert rolled["last_day"] == "2025-10-09"


def test_a_date_in_a_year_not_announced_is_provisional_until_it_is_entered(
    laurel: Laurel, tmp_path: Path, password_file: Path
) -> None:
    """From Thursday 24 December 2026: 25, 28, 29, 30, 31; the year after may still move the last of them."""
    ask = ("calendar", "after", "2026-12-24", 5, "--json")
    before = laurel(*ask).json
    assert (before["last_day"], before["status"]) == ("2026-12-31", "provisional")
    notice = tmp_path / "2027.yaml"
    notice.write_text(yaml.safe_dump(FICTIONAL_2027, allow_unicode=True), encoding="utf-8")
    for name in ("one", "two"):
        laurel("user", "add", name, "--group", "shared.calendar-keeper", "--password-file", password_file)
    entered = laurel("calendar", "enter", notice, "--by", "one", "--json")
    assert (entered.json, entered.err) == ({"edition": 1}, "")
    again = laurel("calendar", "confirm", 1, "--file", notice, "--by", "one")
    assert (again.code, again.err) == (
        1,
        "第 1 版是one录入的，须由另一个人复核；同一个人不能录两遍。\n",
    )
    assert laurel("calendar", "publish", 1, "--by", "two").code == 1
    assert laurel("calendar", "confirm", 1, "--file", notice, "--by", "two").code == 0
    assert laurel("calendar", "preview", 1, "--by", "two", "--json").json == []
    assert laurel("calendar", "publish", 1, "--by", "one").code == 0
    (edition,) = laurel("calendar", "editions", "--json").json
    people = [edition[name] for name in ("entered_by", "confirmed_by", "published_by", "status")]
    assert people == ["one", "two", "one", "published"]
    after = laurel(*ask).json
    assert (after["last_day"], after["next_working_day"], after["status"]) == (
        "2026-12-31",
        "2027-01-04",
        "confirmed",
    )


def test_the_days_between(laurel: Laurel) -> None:
    """After 29 April 2026 up to 9 May: 30 April, 6, 7, 8 May and Saturday 9, a make-up day."""
    between = laurel("calendar", "between", "2026-04-29", "2026-05-09", "--json").json
    assert between == {"working_days": 5, "status": "confirmed", "edition": "2004-2026"}


def test_a_notice_that_cannot_be_right_is_refused_with_its_line(
    laurel: Laurel, tmp_path: Path, password_file: Path
) -> None:
    laurel("user", "add", "one", "--admin", "--password-file", password_file)
    notice = tmp_path / "2027.yaml"
    wrong = {**FICTIONAL_2027, "work": ["2027-02-15"]}  # a Monday
    notice.write_text(yaml.safe_dump(wrong, allow_unicode=True, sort_keys=False), encoding="utf-8")
    line = notice.read_text(encoding="utf-8").splitlines().index("- '2027-02-15'") + 1
    refused = laurel("calendar", "enter", notice, "--by", "one")
    assert refused.code == 1
    assert refused.err.splitlines()[0] == (
        f"2027.yaml:{line}:work[0]: 调休上班日 2027-02-15 不是周六或周日（calendar-work）"
    )


def test_the_special_days_of_a_year(laurel: Laurel) -> None:
    """2026: 3 + 9 + 3 + 5 + 3 + 3 + 7 days off, six rest days worked."""
    shown = laurel("calendar", "show", 2026, "--json").json
    worked = [day["date"] for day in shown if day["working"]]
    assert worked == ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"]
    assert len(shown) - len(worked) == 33
    assert shown[0] == {
        "date": "2026-01-01",
        "working": False,
        "kind": "holiday",
        "name": "元旦",
        "status": "confirmed",
    }


@pytest.mark.parametrize(
    ("start", "n", "code", "sentence"),
    [
        ("tomorrow", 5, 2, "“tomorrow”不是日期，请写成 2025-09-30。"),
        ("2025-09-30", 0, 1, "天数须是 1 至 5000 的整数，现在是 0"),
    ],
)
def test_what_cannot_be_counted(laurel: Laurel, start: str, n: int, code: int, sentence: str) -> None:
    answer = laurel("calendar", "after", start, n)
    assert (answer.code, answer.out) == (code, "")
    assert sentence in answer.err


# feel and decide


@pytest.mark.parametrize(
    ("expression", "context", "answer"),
    [
        ("amount * 2", '{"amount": 21}', {"value": 42, "type": "number"}),
        (
            'working days after(date("2025-09-30"), 5)',
            "{}",
            {"value": {"$": "date", "v": "2025-10-14"}, "type": "date"},
        ),
        ("=1 = 2", "{}", {"value": False, "type": "boolean"}),
    ],
)
def test_feel(laurel: Laurel, expression: str, context: str, answer: dict[str, Any]) -> None:
    said = laurel("feel", expression, "--context", context, "--json")
    assert (said.code, said.json) == (0, answer)


def test_feel_that_is_wrong(laurel: Laurel) -> None:
    said = laurel("feel", "1 +", "--json")
    assert (said.code, set(said.json)) == (1, {"error"})
    assert laurel("feel", "a", "--context", "[1]").code == 2
    assert "不是 JSON" in laurel("feel", "a", "--context", "{").err


def test_decide(laurel: Laurel) -> None:
    """Three awards of the highest kind where the table allows two, and one gold award of its eight."""
    table = PROCESSES / "jingan" / "decisions" / "quota.dmn"
    unknown = laurel("decide", table, "jingan.nothing", "--json")
    assert (unknown.code, set(unknown.json)) == (1, {"error"})
    winners = [{"slot": slot} for slot in ("top-model", "top-model", "top-model", "gold-model")]
    given = orjson.dumps({"winners": winners}).decode()
    answer = laurel("decide", table, "jingan.quota", "--input", given, "--json")
    (problem,) = answer.json["value"]
    assert (answer.code, problem["req"], problem["slot"], problem["cap"]) == (0, "J-3.3", "top-model", 2)
    limits = [
        {"decision": "jingan.quota-limits", "rule": n, "id": f"quota-limits-rule{n}"} for n in (1, 2, 3, 4)
    ]
    assert answer.json["matched"] == limits
    (used,) = answer.json["tables"]
    assert [rule["index"] for rule in used["rules"]] == [1, 2, 3, 4]
    said = laurel("decide", table, "jingan.quota", "--input", given).out.splitlines()
    assert said[:2] == [
        "决策表“各奖项名额”（jingan.quota-limits）：",
        "  第 1 条成立（quota-limits-rule1）  J-3.3：静安质量奖 先进质量管理模式不超过 2 个",
    ]
    none = laurel("decide", table, "jingan.quota", "--input", '{"winners": []}').out.splitlines()
    assert none[-1] == "结果：[]"


# init and user


def test_init_and_accounts(laurel: Laurel, password_file: Path) -> None:
    assert laurel("init", "--password-file", password_file).out == "已就绪，管理员帐号：admin\n"
    groups = ("--group", "tale.clerk", "--group", "tale.lead")
    added = laurel(
        "user", "add", "clerk", "--display-name", "经办", *groups, "--password-file", password_file
    )
    assert (added.code, added.out) == (0, "已新增：clerk\n")
    database = house().database
    admin = accounts.verified(database, "admin", PASSWORD)
    clerk = accounts.verified(database, "clerk", PASSWORD)
    assert admin == accounts.Account("admin", "管理员", frozenset(), admin=True)
    assert clerk == accounts.Account("clerk", "经办", frozenset({"tale.clerk", "tale.lead"}))


def test_an_address_for_mail(laurel: Laurel, password_file: Path) -> None:
    secret = ("--password-file", password_file)
    laurel("user", "add", "clerk", "--mail", "clerk@office.example", *secret)
    assert addresses() == {"clerk": "clerk@office.example"}
    assert laurel("user", "mail", "clerk", "new@office.example").out == "已更改：clerk\n"
    assert addresses() == {"clerk": "new@office.example"}
    wrong = laurel("user", "mail", "clerk", "new@office@example")
    assert (wrong.code, wrong.err) == (1, "“new@office@example”不是邮箱地址；请写成 名称@域名，或者留空。\n")
    assert laurel("user", "mail", "nobody", "a@b.example").code == 1
    assert laurel("user", "mail", "clerk").code == 0
    assert addresses() == {"clerk": None}
    assert laurel("user", "add", "other", "--mail", "x", *secret).code == 1


def addresses() -> dict[str, str | None]:
    with house().database.reading() as connection:
        return {row.name: row.mail for row in connection.execute(select(account.c.name, account.c.mail))}


def test_a_case_file_is_written(laurel: Laurel, tmp_path: Path) -> None:
    laurel("deploy", tale.write(tmp_path))
    start(house(), "tale.case", "K-1", amount=3, case_key="K-1", applicant="示例公司")
    out = tmp_path / "file.pdf"
    answer = laurel("case-file", "K-1", "--out", out, "--json")
    assert answer.json == {"case": 1, "key": "K-1", "file": str(out), "bytes": out.stat().st_size}
    assert "案号K-1" in text_of(out.read_bytes())
    unknown = laurel("case-file", "K-2", "--out", tmp_path / "none.pdf")
    assert (unknown.code, "K-2" in unknown.err, (tmp_path / "none.pdf").exists()) == (1, True, False)


def test_a_disabled_account_is_out_at_once(laurel: Laurel, password_file: Path) -> None:
    laurel("user", "add", "clerk", "--password-file", password_file)
    laurel("user", "add", "other", "--password-file", password_file)
    database, settings = house().database, Settings(secret_key="s" * 40, clock=SystemClock())
    clerk, other = (sessions.begin(database, settings, name) for name in ("clerk", "other"))
    assert laurel("user", "disable", "clerk").out == "已停用：clerk\n"
    assert accounts.verified(database, "clerk", PASSWORD) is None
    assert sessions.account_of(database, settings, clerk) is None
    assert sessions.account_of(database, settings, other) is not None


def test_a_new_password_ends_old_sign_ins(laurel: Laurel, password_file: Path, tmp_path: Path) -> None:
    laurel("user", "add", "clerk", "--password-file", password_file)
    database, settings = house().database, Settings(secret_key="s" * 40, clock=SystemClock())
    identity = sessions.begin(database, settings, "clerk")
    fresh = tmp_path / "fresh"
    fresh.write_text("another good password", encoding="utf-8")
    changed = laurel("user", "password", "clerk", "--password-file", fresh)
    assert (changed.code, changed.out) == (0, "已更改：clerk\n")
    assert sessions.account_of(database, settings, identity) is None
    assert accounts.verified(database, "clerk", PASSWORD) is None
    assert accounts.verified(database, "clerk", "another good password") is not None


@pytest.mark.parametrize("command", ["disable", "password"])
def test_an_account_that_nobody_has(laurel: Laurel, password_file: Path, command: str) -> None:
    more = ("--password-file", password_file) if command == "password" else ()
    answer = laurel("user", command, "nobody", *more)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == "没有名为“nobody”的帐号；请核对帐号名（区分大小写）。\n"


# patience


def test_who_waits_longer_than_two_seconds_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(printing, "PATIENCE", 0.0)
    with printing.working("演练", as_json=False) as timer:
        timer.join()
    assert capsys.readouterr() == ("", "正在演练，请稍候 …\n")


def test_who_wants_json_is_told_nothing_else(
    laurel: Laurel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "PATIENCE", 0.0)
    answer = laurel("check", tale.write(tmp_path), "--json")
    assert (answer.code, answer.err, answer.json["errors"]) == (0, "", [])


def test_a_quick_command_says_nothing_more(laurel: Laurel, tmp_path: Path) -> None:
    small = d.diagram("tale.small", d.start(), d.end(), d.flows("start end"))
    folder = tmp_path / "processes" / "tale"
    folder.mkdir(parents=True)
    (folder / "small.bpmn").write_bytes(small)
    answer = laurel("check", folder)
    assert (answer.code, answer.err) == (0, "")
