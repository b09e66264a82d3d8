"""A table of past awards as an office keeps it: CSV of any usual encoding, a line an award, faults told by line."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from io import StringIO
from typing import Final

from awards import identity
from awards.numbers import bracketed
from engine.errors import LaurelError
from engine.forms import uscc
from engine.sentence import Sentence

MOST: Final = 1000  # awards in one table
LARGEST: Final = 1_000_000  # bytes
# Our word for each column, and what stands at its head.
COLUMNS: Final = {
    "name": "获奖者名称",
    "code": "统一社会信用代码或身份证号",
    "award": "奖项",
    "certificate": "证书编号",
    "document_number": "表彰文号",
    "document_date": "表彰日期",
    "case_key": "案件编号",
    "revoked_on": "撤销日期",
    "ground": "撤销原因",
    "until": "不受理到",
}
REQUIRED: Final = ("name", "code", "award", "document_number", "document_date")
DAYS: Final = ("document_date", "revoked_on", "until")
LONGEST: Final = {"name": 200, "code": 60, "award": 100, "ground": 20}  # characters; of all others 100
GROUNDS: Final = {"弄虚作假": "fraud", "重大事故": "accident", "其他": "other"}
_DAY: Final = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?")
_BIRTHS: Final = ("19", "20")  # where an identity number has the century of somebody's birth
# A spreadsheet's guard before what looks like a formula; BOM.
_GUARDS: Final = "'\ufeff"


class Unreadable(LaurelError):
    """这个文件读不出表格：{why}。"""

    code, status = "table-unreadable", 422


@dataclass(slots=True)
class Line:
    """One award as it stands in the table; `number` is its line there, the head being 1. Days are read."""

    number: int
    texts: Mapping[str, str]
    days: dict[str, date] = field(default_factory=dict)
    person: bool = False  # whether the code is a person's identity number
    faults: list[str] = field(default_factory=list)


def read(content: bytes) -> list[Line]:
    """The lines of a table, those without any text left out. Raises Unreadable."""
    if len(content) > LARGEST:
        raise Unreadable(why=Sentence("超过 {most} KB", most=LARGEST // 1000))
    rows = _rows(_decoded(content))
    head = next(rows, None)
    places = {} if head is None else {cell.strip(_GUARDS + " "): at for at, cell in enumerate(head[1])}
    lacking = [COLUMNS[name] for name in REQUIRED if COLUMNS[name] not in places]
    if lacking:
        raise Unreadable(why=Sentence("第一行里没有这些列：{columns}", columns="、".join(lacking)))
    columns = {name: places[title] for name, title in COLUMNS.items() if title in places}
    lines = []
    for number, cells in rows:
        if any(cell.strip() for cell in cells):
            lines.append(_line(number, cells, columns))
        if len(lines) > MOST:
            raise Unreadable(why=Sentence("超过 {most} 行，请分几次", most=MOST))
    if not lines:
        raise Unreadable(why=Sentence("没有一行数据"))
    return lines


def _decoded(content: bytes) -> str:
    """UTF-8, or what spreadsheets here write when they are asked for CSV."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Unreadable(why=Sentence("不是文字文件。请在表格软件里另存为 CSV 再选"))


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The cells of each row with its line; a table is parted by what its head is parted by."""
    head = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(",\t;，", key=head.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as error:
        raise Unreadable(why=Sentence("第 {line} 行的引号或分隔不完整", line=reader.line_num)) from error


def _line(number: int, cells: list[str], columns: Mapping[str, int]) -> Line:
    texts = {
        name: cells[at].strip().lstrip("'").strip() if at < len(cells) else "" for name, at in columns.items()
    }
    texts = {**dict.fromkeys(COLUMNS, ""), **texts}
    texts["code"] = identity.tidy(texts["code"])
    texts |= {name: bracketed(texts[name]) for name in ("certificate", "document_number", "case_key")}
    line = Line(number, texts)
    for name in REQUIRED:
        if not texts[name]:
            line.faults.append(Sentence("没有填{column}", column=COLUMNS[name]))
    for name, text in texts.items():
        if len(text) > LONGEST.get(name, 100):
            line.faults.append(Sentence("{column}太长", column=COLUMNS[name]))
    _read_days(line)
    _read_code(line)
    _read_revocation(line)
    return line


def _read_days(line: Line) -> None:
    for name in DAYS:
        if not (text := line.texts[name]):
            continue
        parts = _DAY.fullmatch(text.replace(" ", ""))
        try:
            line.days[name] = date(*map(int, parts.groups())) if parts else date.fromisoformat(text)
        except ValueError:
            told = {"column": COLUMNS[name], "text": text[:20]}
            line.faults.append(Sentence("{column}“{text}”不是日期，例如 2021-12-15", **told))


def _read_code(line: Line) -> None:
    code = line.texts["code"]
    if not code:
        return
    line.person = identity.fault(code) is None and code[6:8] in _BIRTHS
    wrong = None if line.person else uscc.fault(code.partition("/")[0])
    if wrong:
        born = code[:17].isdigit() and code[6:8] in _BIRTHS
        line.faults.append((identity.fault(code) if born else None) or wrong)


def _read_revocation(line: Line) -> None:
    """A revocation has its day and its ground; a ban belongs to one."""
    ground, revoked = line.texts["ground"], line.texts["revoked_on"]
    if bool(ground) != bool(revoked):
        line.faults.append(Sentence("撤销日期和撤销原因要一起填"))
    if ground and ground not in GROUNDS:
        line.faults.append(Sentence("撤销原因只能是：{grounds}", grounds="、".join(GROUNDS)))
    if line.texts["until"] and not revoked:
        line.faults.append(Sentence("撤销过的才有不受理到的日期"))
    days = [line.days[name] for name in DAYS if name in line.days]
    if days != sorted(days):
        line.faults.append(Sentence("日期要按先后：表彰、撤销、不受理到"))
