"""Entering a notice: what is read and what is refused, with key and line. All notices here are fictional."""

from datetime import date

import pytest

from engine.calendar import notice_from, read_notice
from engine.errors import Refused

FICTIONAL = {
    "year": 2027,
    "notice": "虚构的 2027 年放假通知（仅供测试）",
    "published": "2026-11-25",
    "rest": [
        {"name": "元旦", "from": "2027-01-01", "to": "2027-01-03"},
        {"name": "春节", "from": "2027-02-05", "to": "2027-02-11"},
        {"name": "清明节", "from": "2027-04-05"},
        {"name": "劳动节", "from": "2027-05-01", "to": "2027-05-05"},
        {"name": "端午节", "from": "2027-06-09"},
        {"name": "中秋节", "from": "2027-09-15"},
        {"name": "国庆节", "from": "2027-10-01", "to": "2027-10-07"},
    ],
    "work": ["2027-01-31", "2027-02-14", "2027-05-08", "2027-09-26", "2027-10-09"],
    "bridging": ["2027-05-04", "2027-05-05"],
}

YAML = """\
year: 2027
notice: 虚构的通知
rest:
  - {name: 元旦, from: 2027-01-01, to: 2027-01-03}
  - {name: 春节, from: 2027-02-05, to: 2027-02-11}
  - {name: 清明节, from: 2027-04-05}
  - {name: 劳动节, from: 2027-05-01, to: 2027-05-05}
  - {name: 端午节, from: 2027-06-09}
  - {name: 中秋节, from: 2027-09-15}
  - {name: 国庆节, from: 2027-10-01, to: 2027-10-07}
work:
  - 2027-01-31
  - 2027-02-15
"""


def refused(**changes):
    with pytest.raises(Refused) as caught:
        notice_from({**FICTIONAL, **changes}, "2027.yaml")
    return [(finding.element, finding.message) for finding in caught.value.findings]


def rest(*replaced, drop=()):
    kept = [item for item in FICTIONAL["rest"] if item["name"] not in drop]
    return [*kept, *replaced]


def test_a_notice_becomes_days():
    days = notice_from(FICTIONAL)
    assert (days.year, days.status, days.published) == (2027, "announced", date(2026, 11, 25))
    assert len(days.off) == 3 + 7 + 1 + 5 + 1 + 1 + 7
    assert days.off[date(2027, 2, 11)] == "春节"
    assert days.work == {
        date(2027, 1, 31),
        date(2027, 2, 14),
        date(2027, 5, 8),
        date(2027, 9, 26),
        date(2027, 10, 9),
    }


def test_days_of_the_neighbouring_years_may_appear():
    days = notice_from(
        {
            **FICTIONAL,
            "rest": rest({"name": "元旦", "from": "2026-12-31", "to": "2027-01-01"}, drop=("元旦",)),
            "work": [*FICTIONAL["work"], "2026-12-26"],
        }
    )
    assert days.off[date(2026, 12, 31)] == "元旦"


def test_an_amendment_names_both_notices():
    days = notice_from({**FICTIONAL, "status": "amended", "amended_by": "虚构的调整通知"})
    assert (days.status, days.notice) == ("amended", "虚构的 2027 年放假通知（仅供测试）；虚构的调整通知")


@pytest.mark.parametrize(
    ("changes", "key", "message"),
    [
        ({"work": [*FICTIONAL["work"], "2027-03-01"]}, "work[5]", "调休上班日 2027-03-01 不是周六或周日"),
        ({"work": [*FICTIONAL["work"], "2027-10-02"]}, "work[5]", "2027-10-02 既列为放假又列为上班"),
        ({"bridging": ["2027-05-02"]}, "bridging[0]", "调休放假日 2027-05-02 本来就是周末"),
        ({"bridging": ["2027-03-01"]}, "bridging[0]", "调休放假日 2027-03-01 不在任何放假区间里"),
        ({"rest": rest(drop=("端午节",))}, "rest", "端午节没有放假（应在 5 月或 6 月）"),
        ({"rest": rest(drop=("元旦",))}, "rest", "法定节假日 2027-01-01 没有放假"),
        ({"status": "draft"}, "status", "status 应是 announced（已公布）或 amended（已调整）"),
        ({"year": "2027"}, "year", "year 应是四位年份，例如 2027"),
        ({"notice": " "}, "notice", "请写明通知的标题或文号"),
        ({"work": "2027-01-31"}, "work", "work 应是一个列表"),
        (
            {"wrok": []},
            "wrok",
            "不认识的键 wrok，可用：year、notice、rest、work、status、number、published、link、bridging、working_days、amended_by、amended_on、sources",
        ),
        ({"rest": rest({"name": "x"})}, "rest[7]", "应写成 {name: 节日名称, from: 首日, to: 末日}"),
        (
            {"rest": rest({"name": "x", "from": "2027-3-1"})},
            "rest[7].from",
            "“2027-3-1”不是日期，请写成 2027-10-01 的样子",
        ),
        (
            {"rest": rest({"name": "x", "from": "2027-10-07"})},
            "rest[7]",
            "2027-10-07 在两个放假区间里重复出现",
        ),
        (
            {"rest": rest({"name": "x", "from": "2027-03-04", "to": "2027-03-01"})},
            "rest[7].to",
            "末日 2027-03-01 早于首日 2027-03-04",
        ),
        (
            {"work": ["2028-02-05"]},
            "work[0]",
            "2028-02-05 不在 2027 年内（只可另含上年 12 月 25 日以后、次年 1 月 3 日以前）",
        ),
    ],
)
def test_what_cannot_be_right_is_refused_with_its_key(changes, key, message):
    assert refused(**changes) == [(key, message)]


def test_spring_festival_needs_four_days():
    short = rest({"name": "春节", "from": "2027-02-05", "to": "2027-02-07"}, drop=("春节",))
    assert refused(rest=short) == [("rest", "春节应在 1、2 月间放假至少 4 天")]


def test_the_number_of_working_days_is_plausible():
    long = rest({"name": "虚构假期", "from": "2027-08-02", "to": "2027-08-13"})
    # 365 days, 104 weekend days, 17 weekdays off by the fictional notice, 5 made up, 10 more off
    assert refused(rest=long) == [
        ("work", "全年共 239 个工作日，应在 245 至 255 之间；请核对放假和上班日期是否齐全")
    ]


def test_every_missing_key_is_named():
    with pytest.raises(Refused) as caught:
        notice_from({"year": 2027})
    assert [finding.element for finding in caught.value.findings] == ["notice", "rest", "work"]


def test_a_list_is_no_notice():
    with pytest.raises(Refused, match="应是一组"):
        notice_from([1])


def test_a_file_is_refused_with_its_line():
    with pytest.raises(Refused) as caught:
        read_notice(YAML.encode(), "2027.yaml")
    (finding,) = caught.value.findings
    assert (finding.file, finding.line, finding.element) == ("2027.yaml", 13, "work[1]")
    assert finding.message == "调休上班日 2027-02-15 不是周六或周日"


def test_a_file_is_read():
    assert read_notice(YAML.replace("02-15", "02-14").encode()).year == 2027


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"year: [", "calendar-syntax"),
        (b"year: 2027\nwork: [2027-02-30]", "calendar-syntax"),
        ("年".encode("gbk"), "calendar-encoding"),
        (b"#" * 70_000, "calendar-size"),
        (b"", "calendar-form"),
    ],
)
def test_files_that_cannot_be_read(data, rule):
    with pytest.raises(Refused) as caught:
        read_notice(data, "x.yaml")
    assert [finding.rule for finding in caught.value.findings] == [rule]
