"""A template file read: the head between two lines of dashes, then Markdown with loops and conditions."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, TypeVar

from engine.errors import Finding, Refused
from engine.letters.lines import LineError, hole, read_line
from engine.letters.template import Case, Each, Head, Hole, Node, Template

LARGEST: Final = 65_536  # bytes of a file
DEEPEST: Final = 4  # loops and conditions inside one another
KEYS: Final = ("title", "facts", "series", "sheet", "holder", "certificate")
SHEETS: Final = ("letter", "certificate")

T = TypeVar("T")

_EACH = re.compile(r"\{for\s+([^\W\d]\w*)\s+in\s+(.+)\}")
_IF = re.compile(r"\{if\s+(.+)\}")
_FACT = re.compile(r"([^\W\d]\w*)(\?)?")
_WORDS = ("{for", "{if", "{else", "{end")


class TemplateError(Refused):
    """{file}：信函模板有 {count} 处错误。{first}"""

    code = "template"


def parse_template(content: bytes, file: str, identifier: str) -> Template:
    """Read a template. Raises TemplateError with all findings."""
    if len(content) > LARGEST:
        raise TemplateError([Finding("letter", f"模板超过了 {LARGEST} 字节的上限，请精简。", file)])
    try:
        lines = content.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise TemplateError([Finding("letter", "文件不是 UTF-8 编码，请另存为 UTF-8。", file)]) from None
    reader = _Reader(lines, file)
    template = Template(identifier, reader.head(), reader.body(0))
    reader.leftover()
    if reader.findings:
        raise TemplateError(reader.findings)
    return template


class _Reader:
    def __init__(self, lines: list[str], file: str) -> None:
        self.lines, self.file = lines, file
        self.at = 0
        self.findings: list[Finding] = []

    def wrong(self, message: str, line: int | None = None) -> None:
        where = self.at if line is None else line
        self.findings.append(Finding("letter", f"{message.rstrip('。')}。", self.file, line=where))

    # --- the head

    def head(self) -> Head:
        told: dict[str, str] = {}
        if not self.lines or self.lines[0].strip() != "---":
            self.wrong("第一行应是“---”，下面写 title（信函名称）和 facts（要交来的数据），再以“---”结束", 1)
            return Head("")
        self.at = 1
        while self.at < len(self.lines) and self.lines[self.at].strip() != "---":
            key, colon, value = self.lines[self.at].partition(":")
            self.at += 1
            if not colon and key.strip():
                self.wrong("模板的开头每行写“名称: 内容”")
            elif key.strip() in KEYS:
                told[key.strip()] = value.strip()
            elif key.strip():
                self.wrong(f"不认识“{key.strip()}”；这里能写的是 {'、'.join(KEYS)}")
        self.at += 1
        if not told.get("title"):
            self.wrong("请用 title 写明信函名称", 1)
        holes = {
            key: self._hole(told[key].removeprefix("=")) for key in ("holder", "certificate") if told.get(key)
        }
        facts, sheet = self._facts(told.get("facts", "")), told.get("sheet", SHEETS[0])
        if sheet not in SHEETS:
            self.wrong(f"没有“{sheet}”这种版式；sheet 可以写 {'、'.join(SHEETS)}", 1)
        return Head(told.get("title", ""), facts, told.get("series", ""), sheet, **holes)

    def _facts(self, text: str) -> dict[str, bool]:
        found: dict[str, bool] = {}
        for name in (part.strip() for part in re.split(r"[,，、]", text)):
            match = _FACT.fullmatch(name)
            if match:
                found[match[1]] = match[2] is None
            elif name:
                self.wrong(f"facts 里的“{name}”不是变量名；不一定有的，在名字后面加问号", 1)
        return found

    def _hole(self, source: str) -> Hole | None:
        return self._try(lambda: hole(source, self.at))

    # --- the text

    def body(self, depth: int) -> tuple[Node, ...]:
        """The lines up to the end of this loop or condition, which stays to be read."""
        found: list[Node] = []
        while self.at < len(self.lines):
            line = self.lines[self.at].strip()
            if line in ("{end}", "{else}"):
                break
            self.at += 1
            node = self._node(line, depth) if line else None
            if node is not None:
                found.append(node)
        return tuple(found)

    def leftover(self) -> None:
        """Words that end something which nothing has begun."""
        while self.at < len(self.lines):
            self.at += 1
            self.wrong(f"“{self.lines[self.at - 1].strip()}”没有对应的开头")
            self.body(0)

    def _node(self, line: str, depth: int) -> Node | None:
        if depth >= DEEPEST and line.startswith(("{for", "{if")):
            self.wrong(f"循环和条件最多套 {DEEPEST} 层")
        number = self.at
        if each := _EACH.fullmatch(line):
            source = self._hole(each[2])
            body = self.body(depth + 1)
            self._end(number)
            return Each(each[1], source, body) if source else None
        if case := _IF.fullmatch(line):
            condition = self._hole(case[1])
            body = self.body(depth + 1)
            otherwise: tuple[Node, ...] = ()
            if self._is("{else}"):
                self.at += 1
                otherwise = self.body(depth + 1)
            self._end(number)
            return Case(condition, body, otherwise) if condition else None
        if line.startswith(_WORDS):
            self.wrong("这一行应写成“{for 名称 in 列表}”“{if 条件}”“{else}”或“{end}”，并独占一行")
            return None
        return self._try(lambda: read_line(line, number))

    def _end(self, number: int) -> None:
        if self._is("{end}"):
            self.at += 1
        else:
            self.wrong("这一行开始的部分没有“{end}”", number)

    def _is(self, word: str) -> bool:
        return self.at < len(self.lines) and self.lines[self.at].strip() == word

    def _try(self, read: Callable[[], T]) -> T | None:
        try:
            return read()
        except LineError as error:
            self.wrong(str(error))
            return None
