"""A table of past awards is read in the encodings and parts that spreadsheets write; what is wrong is told by line."""

from __future__ import annotations

from datetime import date

import pytest

from awards import identity
from awards.past.reading import MOST, Line, Unreadable, read

HEAD = "获奖者名称,统一社会信用代码或身份证号,奖项,证书编号,表彰文号,表彰日期,撤销日期,撤销原因,不受理到"
CODE = "91310106DEMEX00012"
GOOD = f"示例公司,{CODE},金奖,示例证[2019]007号,示府〔2019〕1号,2019/11/5,,,"
BODY = "31010119800101001"  # fictitious
PERSON = BODY + identity.check_digit(BODY)


def one(text: str, encoding: str = "utf-8") -> Line:
    lines = read(f"{HEAD}\n{text}\n".encode(encoding))
    assert len(lines) == 1
    return lines[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("parted", [",", "\t", ";"])
def test_whatever_a_spreadsheet_writes(encoding: str, parted: str) -> None:
    content = f"{HEAD}\r\n{GOOD}\r\n\r\n".replace(",", parted).encode(encoding)
    (line,) = read(content)
    assert (line.number, line.faults, line.person) == (2, [], False)
    assert (line.texts["name"], line.texts["certificate"]) == ("示例公司", "示例证〔2019〕007号")
    assert line.days == {"document_date": date(2019, 11, 5)}


@pytest.mark.parametrize("text", ["2019-11-05", "2019.11.5", "2019年11月5日", "20191105", " 2019/11/05 "])
def test_days_as_people_write_them(text: str) -> None:
    assert one(GOOD.replace("2019/11/5", text)).days["document_date"] == date(2019, 11, 5)


def test_a_person_is_told_from_an_organisation_by_the_number() -> None:
    assert one(GOOD.replace(CODE, PERSON)).person
    assert not one(GOOD.replace(CODE, f"{CODE}/质量部")).person


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        (GOOD.replace("示例公司", ""), ["没有填获奖者名称"]),
        (GOOD.replace("2019/11/5", "去年"), ["表彰日期“去年”不是日期，例如 2021-12-15"]),
        (GOOD.replace("2019/11/5", "2019-02-30"), ["表彰日期“2019-02-30”不是日期，例如 2021-12-15"]),
        (GOOD.replace(CODE, CODE[:-1] + "3"), ["统一社会信用代码的校验位不符，请核对是否抄错"]),
        (GOOD[:-3] + ",2021-01-01,,", ["撤销日期和撤销原因要一起填"]),
        (GOOD[:-3] + ",2018-01-01,其他,", ["日期要按先后：表彰、撤销、不受理到"]),
        (GOOD[:-3] + ",2021-01-01,不好,", ["撤销原因只能是：弄虚作假、重大事故、其他"]),
        (GOOD[:-3] + ",,,2026-01-01", ["撤销过的才有不受理到的日期"]),
    ],
)
def test_what_is_wrong_with_a_line(text: str, faults: list[str]) -> None:
    assert one(text).faults == faults


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "第一行里没有这些列"),
        ("获奖者名称,奖项\n".encode(), "第一行里没有这些列：统一社会信用代码或身份证号、表彰文号、表彰日期"),
        (f"{HEAD}\n\n".encode(), "没有一行数据"),
        (b"PK\x03\x04\x00\x00\xff\xff\xfe\x00", "不是文字文件"),
        (f"{HEAD}\n{GOOD}\n".encode() + (GOOD + "\n").encode() * MOST, f"超过 {MOST} 行，请分几次"),
        (b"x" * 1_000_001, "超过 1000 KB"),
        (f'{HEAD}\n"{"x" * 200_000}'.encode(), "第 2 行的引号或分隔不完整"),
    ],
)
def test_what_is_no_table_is_refused_in_words(content: bytes, why: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(content)
    assert why in str(refused.value)
